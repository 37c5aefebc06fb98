/** The explorer: the output under the pointer, the maps before they are summed, and where each number comes from. */
import type { ExplorerData, Two } from "../../interactive/data.ts";
import {
  begin,
  button,
  digits,
  text,
  drawPlane,
  element,
  floats,
  type Input,
  legend,
  numberGrid,
  type NumberGrid,
  type Paint,
  paintOf,
  panel,
  type Panel,
  planesOf,
  type Slider,
  slider,
} from "../frame.ts";
import { flights, type Flight } from "../flight.ts";
import { Layer, type Settings } from "../layer.ts";

/** Widths on the page, in pixels. */
const side = { image: 102, map: 72, output: 176 };
/** Milliseconds per position while playing. */
const pace = 90;

interface Line {
  readonly node: HTMLElement;
  readonly title: HTMLElement;
  readonly image: Panel;
  readonly patch: NumberGrid;
  readonly kernel: NumberGrid;
  readonly products: NumberGrid;
  readonly sum: HTMLElement;
  readonly map: Panel;
}

export function draw(root: HTMLElement, input: Input<ExplorerData>): void {
  const { data } = input;
  const { kind, C, H, W, O, kernel } = data;
  const { box, say, tell } = begin(root, "explorer", input);
  const layer = new Layer(data, planesOf(floats(data.image), C, H, W), floats(data.weight), floats(data.bias));
  const isPool = kind === "max" || kind === "average";
  const own: Settings = { stride: data.stride, padding: data.padding, dilation: data.dilation };
  let settings = own;
  let channel = data.channel;
  let [row, column]: Two = data.at;
  let reach = layer.reach(settings);
  const isLinear = kind === "linear";
  /** Outputs of a Linear are single numbers, whose colours only mean something beside each other. */
  const largestOf = isLinear
    ? Math.max(...Array.from({ length: O }, (_, o) => Math.abs(layer.outputOf(layer.mapsOf(own, o), o)[0]![0]!)))
    : 0;
  let maps = layer.mapsOf(settings, channel);
  let output = layer.outputOf(maps, channel);
  const flying = flights(box);
  /** While playing, the last position shown so far. */
  let seen = Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const inputPaint = data.inputs.map(({ table, range }) => paintOf(table, range));
  const weightPaint = paintOf(data.weights.table, data.weights.range);
  let mapPaint: Paint = () => [0, 0, 0];
  let productPaint: Paint = mapPaint;

  const colorNames = ["red", "green", "blue"];
  const nameOf = (c: number): string =>
    data.isRgb ? say("inputColor", { number: c, color: say(colorNames[c]!) }) : say("inputChannel", { number: c });

  // Controls.
  const play = button(say("play"), () => (timer === undefined ? start() : stop()));
  const step = button(say("step"), () => {
    stop();
    if (seen === Infinity || at() >= last()) goTo(0);
    else goTo(at() + 1);
    seen = at();
    show();
    fly();
  });
  const all = button(say("all"), () => {
    stop();
    seen = Infinity;
    show();
  });
  const sliders: Slider[] = [];
  const reset = button(say("reset"), () => {
    change(own);
    [own.stride[0], own.padding === "same" ? 0 : own.padding[0], own.dilation[0]].forEach((value, i) =>
      sliders[i]!.set(value),
    );
  });
  const setting = (key: "stride" | "padding" | "dilation", low: number, high: number): Slider => {
    const begins = own[key] === "same" ? 0 : own[key][0]!;
    return slider(say(key), [low, Math.max(high, begins), 1], begins, (value) => {
      const next = { ...settings, [key]: [value, value] };
      const { rows, columns } = layer.reach(next);
      // A kernel larger than the padded image has no position.
      if (rows < 1 || columns < 1)
        return sliders[["stride", "padding", "dilation"].indexOf(key)]!.set(
          settings[key] === "same" ? 0 : (settings[key][0] as number),
        );
      change(next);
    });
  };
  const most = isPool ? Math.floor(Math.min(...kernel) / 2) : 4;
  if (!isLinear) sliders.push(setting("stride", 1, 4), setting("padding", 0, most));
  if (kind === "conv" || kind === "max") sliders.push(setting("dilation", 1, 3));
  const size = element("span", "ck-faint ck-size");
  const head = element("div", "ck-head");
  if (!isLinear) head.append(play, step, all, ...sliders.map(({ node }) => node), reset, size);

  // All output channels, to choose from.
  const strip = element("div", "ck-strip", { role: "group", "aria-label": say("outputs") });
  const thumbnails = Array.from({ length: O }, (_, o) => {
    const canvas = element("canvas");
    const label = element("span", "", {}, String(o));
    const made = button("", () => toChannel(o));
    made.append(canvas, label);
    made.setAttribute("aria-label", say("outputChannel", { number: o }));
    strip.append(made);
    return { made, canvas, label };
  });

  const rows = element("div", "ck-rows");
  const lines: Line[] = layer.reads(0).map(() => {
    const [title, sum] = [element("div", "ck-faint"), element("span", "ck-sum")];
    const [image, map] = [panel(), panel()];
    const [patch, weights, products] = [
      numberGrid(say("patch")),
      numberGrid(say("kernel")),
      numberGrid(say("products")),
    ];
    // A step of the calculation stays on one line with its sign; where there is no room, the steps stand one below the other.
    const steps = element("div", "ck-steps");
    const add = (mark: string, ...made: HTMLElement[]): void =>
      steps.append(element("div", "ck-step", {}, ...(mark === "" ? [] : [sign(mark)]), ...made));
    if (!isLinear) add("", patch.node);
    if (!isPool) add("×", weights.node);
    if (!isPool) add("=", products.node);
    add("→", sum);
    const node = element(
      "div",
      "ck-part",
      {},
      element("div", "ck-named ck-input", {}, title, isLinear ? patch.node : image.node),
      steps,
    );
    if (kind === "conv")
      node.append(element("div", "ck-named ck-map", {}, element("span", "ck-faint", {}, say("before")), map.node));
    rows.append(node);
    return { node, title, image, patch, kernel: weights, products, sum, map };
  });

  const outputTitle = element("div", "ck-title");
  const target = panel();
  target.node.classList.add("ck-target", "ck-output");
  target.node.tabIndex = 0;
  target.node.setAttribute("role", "application");
  target.node.setAttribute("aria-roledescription", say("role"));
  const place = element("div", "ck-place");
  const value = element("span", "ck-result");
  const bias = element("span", "ck-bias");
  bias.hidden = data.bias === "";
  const ending = element("div", "ck-ending", {}, bias, element("span", "", {}, sign(isPool ? "→" : "="), " ", value));
  const outputSide = element("div", "ck-named ck-out", {}, outputTitle, target.node, place);
  // Joins what is added up.
  const bracket = element("div", isPool ? "" : "ck-bracket", { "aria-hidden": "true" });
  const legends = element("div", "ck-legends");
  const arithmetic = element("div", "ck-line");
  const help = element("div", "ck-faint");
  help.append(say(isLinear ? "helpLinear" : "help"));
  box.append(
    head,
    strip,
    element("div", "ck-sums", {}, rows, bracket, ending, ...(isLinear ? [] : [outputSide])),
    arithmetic,
    legends,
    help,
  );

  const at = (): number => row * reach.columns + column;
  const last = (): number => reach.rows * reach.columns - 1;
  const goTo = (place: number): void => {
    [row, column] = [Math.floor(place / reach.columns), place % reach.columns];
  };

  function change(next: Settings): void {
    stop();
    flying.end();
    seen = Infinity;
    settings = next;
    reach = layer.reach(settings);
    [row, column] = [Math.min(row, reach.rows - 1), Math.min(column, reach.columns - 1)];
    compute();
  }

  function compute(): void {
    maps = layer.mapsOf(settings, channel);
    output = layer.outputOf(maps, channel);
    const reads = layer.reads(channel);
    const limit = Math.max(1e-12, largestOf, ...[...maps, output].flatMap((map) => map.flat().map(Math.abs)));
    const isSigned = !isPool || data.inputs[channel]!.range[0] < 0;
    // Maps and their sum share one scale, so that the summands can be compared. A pool passes on its input's numbers.
    mapPaint = isPool ? inputPaint[channel]! : paintOf(data.signed, [-limit, limit]);
    thumbnails.forEach(({ made, canvas, label }, o) => {
      made.setAttribute("aria-pressed", String(o === channel));
      const theirs = o === channel ? output : layer.outputOf(layer.mapsOf(settings, o), o);
      if (isLinear) label.textContent = `${o}: ${digits(theirs[0]![0]!)}`;
      const most = Math.max(1e-12, largestOf, ...theirs.flat().map(Math.abs));
      drawPlane(canvas, theirs, isPool ? inputPaint[o]! : paintOf(data.signed, [-most, most]));
    });
    const scales = [];
    const { range, table } = data.inputs[reads[0]!]!;
    if (data.isRgb && !isPool)
      for (const c of reads) scales.push(legend(nameOf(c), data.inputs[c]!.table, data.inputs[c]!.range, false));
    else scales.push(legend(say("image"), table, range, range[0] < 0));
    if (!isPool) scales.push(legend(say("kernel"), data.weights.table, data.weights.range, true));
    if (!isPool)
      scales.push(legend(say(kind === "conv" ? "mapsAndOutput" : "output"), data.signed, [-limit, limit], isSigned));
    legends.replaceChildren(...scales);
    const unit = target.size(reach.columns, reach.rows, side.output);
    target.node.dataset["unit"] = String(unit);
    outputTitle.textContent = `${say("outputChannel", { number: channel })}, ${reach.rows} × ${reach.columns}`;
    lines.forEach(({ title, image, map }, c) => {
      const from = reads[c]!;
      title.textContent = nameOf(from);
      image.size(W, H, side.image, [reach.top, reach.left]);
      drawPlane(image.canvas, layer.image[from]!, inputPaint[from]!);
      map.size(reach.columns, reach.rows, side.map);
    });
    size.textContent = say("size", { H, W, rows: reach.rows, columns: reach.columns });
    show();
  }

  function show(): void {
    const parts = layer.partsAt(settings, channel, row, column);
    const result = layer.resultOf(parts, channel);
    const there = (y: number, x: number): boolean => y * reach.columns + x <= seen;
    const isWhole = [...parts.map(({ sum }) => sum), result, layer.bias(channel)].every(Number.isInteger);
    const told = (value: number): string => text(value, isWhole);
    const products = Math.max(1e-12, ...parts.flatMap((part) => part.products.flat().map(Math.abs)));
    productPaint = paintOf(data.signed, [-products, products]);
    parts.forEach((part, c) => {
      const line = lines[c]!;
      const [height, width] = [(kernel[0] - 1) * settings.dilation[0] + 1, (kernel[1] - 1) * settings.dilation[1] + 1];
      line.image.moveFrame(
        column * settings.stride[1] - reach.left,
        row * settings.stride[0] - reach.top,
        width,
        height,
      );
      const winner = kind === "max" ? winnerOf(part.patch, part.sum) : undefined;
      line.patch.fill(part.patch, inputPaint[part.channel]!, winner && ((i, j) => i === winner[0] && j === winner[1]));
      if (!isPool) {
        line.kernel.fill(part.kernel, weightPaint);
        line.products.fill(part.products, productPaint);
      }
      line.sum.textContent = `${say(kind === "max" ? "max" : kind === "average" ? "mean" : "sum")} ${told(part.sum)}`;
      drawPlane(line.map.canvas, maps[c]!, mapPaint, there);
      line.map.moveFrame(column, row, 1, 1);
    });
    drawPlane(target.canvas, output, mapPaint, there);
    target.moveFrame(column, row, 1, 1);
    const ofBias = layer.bias(channel);
    bias.textContent = `${ofBias < 0 ? "−" : "+"} ${told(Math.abs(ofBias))} ${say("bias")}`;
    place.textContent = say("place", { row, column });
    value.textContent = told(result);
    arithmetic.replaceChildren(
      ...sentence(
        parts.map(({ sum }) => sum),
        result,
        told,
      ),
    );
    const words = say("told", { channel, row, column, value: told(result) });
    target.node.setAttribute("aria-label", `${words}. ${say("keys")}`);
    if (timer === undefined) tell(words);
  }

  function sentence(sums: readonly number[], result: number, told: (value: number) => string): (Node | string)[] {
    const end = element("span", "ck-result", {}, told(result));
    if (isPool) return [`${say(kind === "max" ? "maxOf" : "meanOf", { count: kernel[0] * kernel[1] })} = `, end];
    const hasBias = data.bias !== "";
    const terms = [...sums, ...(hasBias ? [layer.bias(channel)] : [])];
    // One number that is its own sum says nothing.
    if (terms.length === 1) return [];
    const signed = terms.map((term, i) => (i === 0 ? told(term) : `${term < 0 ? "−" : "+"} ${told(Math.abs(term))}`));
    return [`${signed.join(" ")}${hasBias ? ` (${say("bias")})` : ""} = `, end];
  }

  function start(): void {
    flying.end();
    if (seen === Infinity || at() >= last()) goTo(0);
    play.textContent = say("pause");
    const next = (): void => {
      if (!box.isConnected) return;
      seen = at();
      show();
      if (at() >= last()) return stop();
      timer = setTimeout(() => {
        goTo(at() + 1);
        next();
      }, pace);
    };
    timer = setTimeout(next, 0);
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    play.textContent = say("play");
  }

  function moveTo(y: number, x: number): void {
    const next = [Math.min(reach.rows - 1, Math.max(0, y)), Math.min(reach.columns - 1, Math.max(0, x))] as const;
    if (next[0] === row && next[1] === column) return;
    stop();
    seen = Infinity;
    [row, column] = next;
    show();
    fly();
  }

  /** Each window flies to its place in the map of its channel, and on to the output; a window out of sight does not. */
  function fly(): void {
    const shown = rows.getBoundingClientRect();
    const seen = lines.filter(({ image }) => {
      const { top, bottom } = image.frame.getBoundingClientRect();
      return top >= shown.top - 1 && bottom <= shown.bottom + 1;
    });
    flying.begin(
      seen.map(({ image, map }): Flight => [image.frame, ...(kind === "conv" ? [map.frame] : []), target.frame]),
    );
  }

  function toChannel(next: number): void {
    const wrapped = (next + O) % O;
    if (wrapped === channel) return;
    channel = wrapped;
    flying.end();
    compute();
  }

  const follow = (event: PointerEvent): void => {
    const area = target.node.getBoundingClientRect();
    const unit = area.width / reach.columns;
    moveTo(Math.floor((event.clientY - area.top) / unit), Math.floor((event.clientX - area.left) / unit));
  };
  target.node.addEventListener("pointermove", (event) => {
    // A passing pointer does not disturb the animation.
    if (timer === undefined) follow(event);
  });
  target.node.addEventListener("pointerdown", (event) => {
    follow(event);
    target.node.focus({ preventScroll: true });
    event.preventDefault();
  });
  // Otherwise the notebook would move the focus to the cell.
  target.node.addEventListener("mousedown", (event) => event.stopPropagation());
  target.node.addEventListener("keydown", (event) => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => moveTo(row - 1, column),
      ArrowDown: () => moveTo(row + 1, column),
      ArrowLeft: () => moveTo(row, column - 1),
      ArrowRight: () => moveTo(row, column + 1),
      Home: () => moveTo(row, 0),
      End: () => moveTo(row, reach.columns - 1),
      PageUp: () => toChannel(channel - 1),
      PageDown: () => toChannel(channel + 1),
      " ": () => (timer === undefined ? start() : stop()),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    move();
    event.preventDefault();
    event.stopPropagation();
  });
  compute();
}

const sign = (what: string): HTMLElement => element("span", "ck-sign", {}, what);

function winnerOf(patch: readonly (readonly number[])[], value: number): readonly [number, number] | undefined {
  for (const [i, row] of patch.entries()) {
    const j = row.indexOf(value);
    if (j >= 0) return [i, j];
  }
  return undefined;
}
