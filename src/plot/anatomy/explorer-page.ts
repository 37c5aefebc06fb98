/**
 * What runs in the page. `explore` is sent as its own source text, so it uses nothing from outside itself but its arguments; the few parts
 * of the page that it touches are typed here, for the rest of the helpers knows no browser.
 */

interface Shades {
  /** 256 colours of three bytes, base64. */
  readonly table: string;
  readonly range: readonly [number, number];
}

type Two = readonly [number, number];

export interface ExplorerData {
  readonly C: number;
  readonly O: number;
  readonly groups: number;
  readonly H: number;
  readonly W: number;
  readonly kernel: Two;
  readonly stride: Two;
  readonly dilation: Two;
  readonly reach: { readonly top: number; readonly left: number; readonly rows: number; readonly columns: number };
  /** Of the image with its rim: [C, height, width]. */
  readonly height: number;
  readonly width: number;
  /** float32 numbers as base64: the padded image, [O, C / G, kH, kW], [O]. */
  readonly padded: string;
  readonly weight: string;
  readonly bias: string;
  readonly at: Two;
  readonly channel: number;
  readonly image: Shades;
  readonly weights: Shades;
  readonly output: Shades;
  /** Digits after the point. */
  readonly digits: number;
}

interface Style {
  width: string;
  height: string;
  left: string;
  top: string;
  background: string;
  color: string;
}

interface Pixels {
  readonly data: Uint8ClampedArray;
}

interface Context {
  createImageData(width: number, height: number): Pixels;
  putImageData(pixels: Pixels, x: number, y: number): void;
}

interface PageEvent {
  readonly key: string;
  readonly clientX: number;
  readonly clientY: number;
  readonly buttons: number;
  readonly pointerType: string;
  preventDefault(): void;
  stopPropagation(): void;
}

export interface PageElement {
  className: string;
  textContent: string;
  value: string;
  width: number;
  height: number;
  tabIndex: number;
  readonly style: Style;
  readonly dataset: Record<string, string>;
  append(...children: readonly (PageElement | string)[]): void;
  replaceChildren(...children: readonly (PageElement | string)[]): void;
  setAttribute(name: string, value: string): void;
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  getBoundingClientRect(): {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  getContext(kind: "2d"): Context;
  focus(options?: { readonly preventScroll: boolean }): void;
}

export interface PageDocument {
  createElement(name: string): PageElement;
}

/** Replaces what is in `root` by the explorer. */
export function explore(document: PageDocument, root: PageElement, data: ExplorerData, style: string): void {
  const { C, O, groups, kernel, stride, dilation, reach, height, width, H, W } = data;
  const bytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const floats = (text: string): Float32Array => new Float32Array(bytes(text).buffer);
  const [padded, weight, bias] = [floats(data.padded), floats(data.weight), floats(data.bias)];
  const perGroup = C / groups;
  const firstOf = (channel: number): number => Math.floor(channel / (O / groups)) * perGroup;

  type Grid = number[][];
  interface Part {
    readonly patch: Grid;
    readonly kernel: Grid;
    readonly products: Grid;
    readonly sum: number;
  }

  /** The arithmetic of inspect.dotProduct, in single precision as there. */
  function partsAt(channel: number, row: number, column: number): Part[] {
    return Array.from({ length: perGroup }, (_, c) => {
      const grid = (value: (i: number, j: number) => number): Grid =>
        Array.from({ length: kernel[0] }, (_row, i) => Array.from({ length: kernel[1] }, (_column, j) => value(i, j)));
      const plane = (firstOf(channel) + c) * height * width;
      const patch = grid(
        (i, j) => padded[plane + (row * stride[0] + i * dilation[0]) * width + column * stride[1] + j * dilation[1]]!,
      );
      const own = grid((i, j) => weight[((channel * perGroup + c) * kernel[0] + i) * kernel[1] + j]!);
      const products = grid((i, j) => Math.fround(patch[i]![j]! * own[i]![j]!));
      const sum = Math.fround(products.flat().reduce((total, product) => total + product, 0));
      return { patch, kernel: own, products, sum };
    });
  }

  const resultOf = (parts: readonly Part[], channel: number): number =>
    Math.fround(parts.reduce((total, { sum }) => total + sum, bias[channel]!));

  // Colours and text.
  interface Paint {
    (value: number): readonly [number, number, number];
  }
  function paintOf({ table, range }: Shades, limit?: number): Paint {
    const colors = bytes(table);
    const [low, high] = limit === undefined ? range : [-limit, limit];
    return (value) => {
      const share = high > low ? (value - low) / (high - low) : 0.5;
      const at = 3 * Math.round(255 * Math.min(1, Math.max(0, share)));
      return [colors[at]!, colors[at + 1]!, colors[at + 2]!];
    };
  }
  const luminance = (color: readonly number[]): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => {
      const part = color[i]! / 255;
      return sum + share * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
  const digits = (value: number): string => value.toFixed(data.digits).replace(/^-(0\.0*)$/, "$1");
  const text = (value: number, isWhole: boolean): string => (isWhole ? String(value === 0 ? 0 : value) : digits(value));

  function make(name: string, className = "", content = ""): PageElement {
    const made = document.createElement(name);
    made.className = className;
    if (content !== "") made.textContent = content;
    return made;
  }

  function draw(
    canvas: PageElement,
    columns: number,
    rows: number,
    valueAt: (row: number, column: number) => number,
    paint: Paint,
  ): void {
    canvas.width = columns;
    canvas.height = rows;
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(columns, rows);
    for (let row = 0, to = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, to += 4)
        pixels.data.set([...paint(valueAt(row, column)), 255], to);
    context.putImageData(pixels, 0, 0);
  }

  /** A table of numbers that can be filled anew. */
  function numbers(label: string): { readonly node: PageElement; fill(grid: Grid, paint: Paint): void } {
    const node = make("table", "ck-numbers");
    node.setAttribute("aria-label", label);
    const cells = Array.from({ length: kernel[0] }, () => Array.from({ length: kernel[1] }, () => make("td")));
    for (const row of cells) {
      const line = make("tr");
      line.append(...row);
      node.append(line);
    }
    return {
      node,
      fill(grid, paint) {
        const isWhole = grid.flat().every((value) => Number.isInteger(value));
        grid.forEach((row, i) =>
          row.forEach((value, j) => {
            const cell = cells[i]![j]!;
            const color = paint(value);
            cell.textContent = text(value, isWhole);
            cell.style.background = `rgb(${color.join(",")})`;
            cell.style.color = luminance(color) > 0.179 ? "#000" : "#fff";
          }),
        );
      },
    };
  }

  // The page.
  let [row, column] = data.at;
  let channel = data.channel;
  const imagePaint = paintOf(data.image);
  const weightPaint = paintOf(data.weights);
  const outputPaint = paintOf(data.output);
  const side = 104;
  const unit = side / Math.max(H + 2 * reach.top, W + 2 * reach.left);

  const box = make("div", "ck-explorer");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Explorer of a convolution");
  // JupyterLab's own shortcuts would take the arrow keys.
  box.setAttribute("data-lm-suppress-shortcuts", "true");
  const sheet = make("style");
  sheet.textContent = style;

  const head = make("div", "ck-head");
  const choice = make("label", "", "Output channel ");
  const select = make("select");
  for (let o = 0; o < O; o++) {
    const option = make("option", "", String(o));
    option.value = String(o);
    select.append(option);
  }
  choice.append(select);
  const help = make("span", "ck-faint");
  const key = (name: string): PageElement => make("kbd", "", name);
  help.append("Point at the output, or select it and use the arrow keys, ", key("Home"), " and ", key("End"), "; ");
  help.append(key("Page Up"), " and ", key("Page Down"), " change the channel.");
  head.append(choice, help);

  const rows = make("div", "ck-rows");
  const lines = Array.from({ length: perGroup }, () => {
    const panel = make("div", "ck-panel ck-rim");
    panel.style.width = `${(W + 2 * reach.left) * unit}px`;
    panel.style.height = `${(H + 2 * reach.top) * unit}px`;
    const canvas = make("canvas");
    canvas.style.width = `${W * unit}px`;
    canvas.style.height = `${H * unit}px`;
    const holder = make("div", "ck-frame-holder");
    holder.setAttribute("style", `position:absolute;left:${reach.left * unit}px;top:${reach.top * unit}px`);
    holder.append(canvas);
    const frame = make("div", "ck-frame");
    frame.style.width = `${((kernel[1] - 1) * dilation[1] + 1) * unit}px`;
    frame.style.height = `${((kernel[0] - 1) * dilation[0] + 1) * unit}px`;
    panel.append(holder, frame);
    const titled = make("div");
    const title = make("div", "ck-faint");
    titled.append(title, panel);
    const [patch, own, products] = [numbers("patch"), numbers("kernel"), numbers("products")];
    const sum = make("span", "ck-sum");
    const line = make("div", "ck-row");
    line.append(
      titled,
      patch.node,
      make("span", "ck-sign", "×"),
      own.node,
      make("span", "ck-sign", "="),
      products.node,
      sum,
    );
    rows.append(line);
    return { title, canvas, frame, patch, own, products, sum };
  });

  const outputSide = make("div");
  const outputTitle = make("div", "ck-title", "output");
  const output = make("div", "ck-panel ck-output");
  output.tabIndex = 0;
  output.setAttribute("role", "application");
  output.setAttribute("aria-roledescription", "output of the convolution");
  const outputUnit = 168 / Math.max(reach.rows, reach.columns);
  const outputCanvas = make("canvas");
  outputCanvas.style.width = `${reach.columns * outputUnit}px`;
  outputCanvas.style.height = `${reach.rows * outputUnit}px`;
  output.style.width = outputCanvas.style.width;
  const outputFrame = make("div", "ck-frame");
  outputFrame.style.width = `${outputUnit}px`;
  outputFrame.style.height = `${outputUnit}px`;
  output.append(outputCanvas, outputFrame);
  const place = make("div", "ck-place");
  outputSide.append(outputTitle, output, place);

  const body = make("div", "ck-body");
  body.append(outputSide, rows);
  const arithmetic = make("div", "ck-line");
  const told = make("div");
  // Read aloud when it changes; not seen, for the line above says the same.
  told.setAttribute("aria-live", "polite");
  told.setAttribute("style", "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)");
  box.append(head, body, arithmetic, told);
  root.dataset["drawn"] = "";
  root.replaceChildren(sheet, box);

  function showChannel(): void {
    const first = firstOf(channel);
    lines.forEach(({ title, canvas }, c) => {
      title.textContent = `input channel ${first + c}`;
      draw(
        canvas,
        W,
        H,
        (y, x) => padded[((first + c) * height + y + reach.top) * width + x + reach.left] ?? 0,
        imagePaint,
      );
    });
    draw(outputCanvas, reach.columns, reach.rows, (y, x) => resultOf(partsAt(channel, y, x), channel), outputPaint);
    outputTitle.textContent = `output channel ${channel}`;
    select.value = String(channel);
    showPlace();
  }

  function showPlace(): void {
    const parts = partsAt(channel, row, column);
    const result = resultOf(parts, channel);
    const limit = Math.max(...parts.flatMap(({ products }) => products.flat().map(Math.abs)));
    const productPaint = paintOf(data.weights, limit || 1);
    parts.forEach((part, c) => {
      const { frame, patch, own, products, sum } = lines[c]!;
      frame.style.left = `${column * stride[1] * unit}px`;
      frame.style.top = `${row * stride[0] * unit}px`;
      patch.fill(part.patch, imagePaint);
      own.fill(part.kernel, weightPaint);
      products.fill(part.products, productPaint);
      sum.textContent = `sum ${digits(part.sum)}`;
    });
    outputFrame.style.left = `${column * outputUnit}px`;
    outputFrame.style.top = `${row * outputUnit}px`;
    place.textContent = `row ${row}, column ${column}`;
    const terms = [...parts.map(({ sum }) => sum), bias[channel]!];
    const signed = terms.map((term, i) =>
      i === 0 ? digits(term) : `${term < 0 ? "-" : "+"} ${digits(Math.abs(term))}`,
    );
    const end = make("span", "ck-result", digits(result));
    arithmetic.replaceChildren(`${signed.join(" ")} (bias) = `, end);
    const words = `output channel ${channel}, row ${row}, column ${column}: ${digits(result)}`;
    output.setAttribute("aria-label", `${words}. Arrow keys move, Page Up and Page Down change the channel.`);
    told.textContent = words;
  }

  function moveTo(y: number, x: number): void {
    const [nextRow, nextColumn] = [
      Math.min(reach.rows - 1, Math.max(0, y)),
      Math.min(reach.columns - 1, Math.max(0, x)),
    ];
    if (nextRow === row && nextColumn === column) return;
    [row, column] = [nextRow, nextColumn];
    showPlace();
  }
  function toChannel(next: number): void {
    const wrapped = (next + O) % O;
    if (wrapped === channel) return;
    channel = wrapped;
    showChannel();
  }

  const follow = (event: PageEvent): void => {
    const area = output.getBoundingClientRect();
    moveTo(Math.floor((event.clientY - area.top) / outputUnit), Math.floor((event.clientX - area.left) / outputUnit));
  };
  output.addEventListener("pointermove", follow);
  output.addEventListener("pointerdown", (event) => {
    follow(event);
    output.focus({ preventScroll: true });
    event.preventDefault();
  });
  output.addEventListener("mousedown", (event) => event.stopPropagation());
  output.addEventListener("keydown", (event) => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => moveTo(row - 1, column),
      ArrowDown: () => moveTo(row + 1, column),
      ArrowLeft: () => moveTo(row, column - 1),
      ArrowRight: () => moveTo(row, column + 1),
      Home: () => moveTo(row, 0),
      End: () => moveTo(row, reach.columns - 1),
      PageUp: () => toChannel(channel - 1),
      PageDown: () => toChannel(channel + 1),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    move();
    event.preventDefault();
    event.stopPropagation();
  });
  select.addEventListener("change", () => toChannel(Number(select.value)));
  showChannel();
}
