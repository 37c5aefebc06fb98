/** The playground: nine fields, and what they make of the picture as one types. */
import type { PlaygroundData } from "../../interactive/data.ts";
import { filtered, type FilterSettings, sizeOf } from "../filter.ts";
import {
  begin,
  button,
  digits,
  drawPlane,
  element,
  floats,
  type Input,
  legend,
  paintOf,
  panel,
  planesOf,
  slider,
  type Slider,
} from "../frame.ts";

const side = 208;

export function draw(root: HTMLElement, input: Input<PlaygroundData>): void {
  const { data } = input;
  const { C, H, W, presets } = data;
  const { box, say, tell } = begin(root, "filter-playground", input);
  const planes = planesOf(floats(data.image), C, H, W);
  // The picture without its colours: the mean of the three.
  const gray = planes[0]!.map((row, y) => row.map((_, x) => planes.reduce((sum, plane) => sum + plane[y]![x]!, 0) / C));
  let isColor = data.kernels.length === 3;
  let kernels: number[][] = data.kernels.map((nine) => [...nine]);
  let settings: FilterSettings = { stride: data.stride, padding: data.padding, dilation: data.dilation };
  const grayPaint = paintOf(data.gray, data.range);

  const seen = panel();
  seen.size(W, H, side);
  const result = panel();
  result.node.classList.add("ck-target", "ck-output");
  result.node.tabIndex = 0;
  result.node.setAttribute("role", "img");
  let [row, column] = [0, 0];
  let output: number[][] = [];

  const fields = element("div", "ck-named");
  const tables: HTMLInputElement[][] = [];
  const sliders: Slider[] = [];
  const presetButtons = Object.entries(presets).map(([name, nine]) => ({
    nine,
    made: button(say(name), () => {
      kernels = kernels.map(() => [...nine]);
      fillFields();
      update();
    }),
  }));
  const strip = element(
    "div",
    "ck-head",
    { role: "group", "aria-label": say("presets") },
    ...presetButtons.map(({ made }) => made),
  );
  const mode = button("", () => {
    isColor = !isColor;
    kernels = isColor ? [0, 1, 2].map((c) => [...(kernels[c] ?? kernels[0]!)]) : [kernels[0]!];
    makeFields();
    update();
  });
  const setting = (key: keyof FilterSettings, low: number, high: number): Slider =>
    slider(say(key), [low, high, 1], settings[key], (value) => {
      const next = { ...settings, [key]: value };
      if (Math.min(...sizeOf(next, H, W)) < 1)
        return sliders[["stride", "padding", "dilation"].indexOf(key)]!.set(settings[key]);
      settings = next;
      update();
    });
  sliders.push(setting("stride", 1, 4), setting("padding", 0, 4), setting("dilation", 1, 4));
  const controls = element("div", "ck-head", {}, ...sliders.map(({ node }) => node), ...(C === 3 ? [mode] : []));
  const size = element("div", "ck-faint ck-size");
  const legends = element("div", "ck-legends");
  const sentence = element("div", "ck-line");
  const complaint = element("div", "ck-result", { role: "status" });
  box.append(
    strip,
    controls,
    element(
      "div",
      "ck-body",
      {},
      element("div", "ck-named", {}, element("div", "ck-title", {}, say("image")), seen.node),
      element("div", "ck-named", {}, element("div", "ck-title", {}, say("kernel")), fields, complaint),
      element("div", "ck-named", {}, element("div", "ck-title", {}, say("output")), result.node, size),
    ),
    sentence,
    legends,
    element("div", "ck-faint", {}, say("help")),
  );

  function makeFields(): void {
    tables.length = 0;
    fields.replaceChildren();
    mode.textContent = say(isColor ? "oneKernel" : "threeKernels");
    kernels.forEach((_, c) => {
      const name = isColor ? say(["red", "green", "blue"][c]!) : "";
      const inputs = Array.from({ length: 9 }, (_nine, i) => {
        const field = element("input", "", {
          type: "number",
          step: "any",
          "aria-label": say("field", { row: Math.floor(i / 3), column: i % 3, channel: name }),
        });
        field.addEventListener("input", () => {
          // A field that is empty or does not hold a number is reported and changes nothing.
          const value = field.valueAsNumber;
          const isNumber = Number.isFinite(value);
          field.setAttribute("aria-invalid", String(!isNumber));
          complaint.textContent = isNumber ? "" : say("noNumber");
          if (!isNumber) return;
          kernels[c]![i] = value;
          update();
        });
        return field;
      });
      tables.push(inputs);
      fields.append(
        ...(isColor ? [element("span", "ck-faint", {}, name)] : []),
        element("div", "ck-fields", {}, ...inputs),
      );
    });
    fillFields();
  }

  function fillFields(): void {
    complaint.textContent = "";
    tables.forEach((inputs, c) =>
      inputs.forEach((field, i) => {
        const value = kernels[c]![i]!;
        field.value = String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
        field.removeAttribute("aria-invalid");
      }),
    );
  }

  function update(): void {
    const used = isColor ? planes : [gray];
    if (isColor) {
      const [low, high] = data.range;
      const byte = (value: number): number => Math.round((255 * (value - low)) / (high - low || 1));
      drawColor(seen.canvas, planes, byte);
    } else drawPlane(seen.canvas, gray, grayPaint);
    output = filtered(used, kernels, settings);
    const values = output.flat();
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const limit = Math.max(-low, high) || 1;
    const isSigned = low < 0;
    const ends = isSigned ? ([-limit, limit] as const) : ([low, high] as const);
    const table = isSigned ? data.signed : data.gray;
    const [rows, columns] = [output.length, output[0]!.length];
    result.size(columns, rows, side);
    drawPlane(result.canvas, output, paintOf(table, ends));
    [row, column] = [Math.min(row, rows - 1), Math.min(column, columns - 1)];
    presetButtons.forEach(({ made, nine }) =>
      made.setAttribute(
        "aria-pressed",
        String(kernels.every((kernel) => kernel.every((value, i) => value === nine[i]))),
      ),
    );
    size.textContent = say("size", { H, W, rows, columns });
    legends.replaceChildren(
      // A picture in its own colours needs no legend.
      ...(isColor ? [] : [legend(say("image"), data.gray, data.range, false)]),
      legend(say("output"), table, ends, isSigned),
    );
    result.node.dataset["values"] = JSON.stringify(output);
    show();
  }

  function show(): void {
    const { stride, padding, dilation } = settings;
    result.moveFrame(column, row, 1, 1);
    seen.moveFrame(column * stride - padding, row * stride - padding, 2 * dilation + 1, 2 * dilation + 1);
    const words = say("told", { row, column, value: digits(output[row]![column]!) });
    sentence.textContent = words;
    result.node.setAttribute("aria-label", words);
    tell(words);
  }

  function moveTo(y: number, x: number): void {
    [row, column] = [Math.min(output.length - 1, Math.max(0, y)), Math.min(output[0]!.length - 1, Math.max(0, x))];
    show();
  }
  result.node.addEventListener("pointermove", (event) => {
    const area = result.node.getBoundingClientRect();
    const unit = area.width / output[0]!.length;
    moveTo(Math.floor((event.clientY - area.top) / unit), Math.floor((event.clientX - area.left) / unit));
  });
  result.node.addEventListener("keydown", (event) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    moveTo(row + step[0], column + step[1]);
    event.preventDefault();
    event.stopPropagation();
  });
  makeFields();
  update();
}

/** Draws three planes in their own colours. */
function drawColor(
  canvas: HTMLCanvasElement,
  planes: readonly (readonly (readonly number[])[])[],
  byte: (value: number) => number,
): void {
  const [H, W] = [planes[0]!.length, planes[0]![0]!.length];
  canvas.width = W;
  canvas.height = H;
  const context = canvas.getContext("2d")!;
  const pixels = context.createImageData(W, H);
  for (let y = 0, at = 0; y < H; y++)
    for (let x = 0; x < W; x++, at += 4) pixels.data.set([...planes.map((plane) => byte(plane[y]![x]!)), 255], at);
  context.putImageData(pixels, 0, 0);
}
