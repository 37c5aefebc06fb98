/** Fields for a layer's kernel; the notebook's kernel computes, this page draws. */
import { begin, drawPlane, element, legend, paintOf, panel, short } from "../frame.ts";
import { bytesIn, followLife, followStill, inputOf, type Model } from "../model.ts";

const side = 200;

export function render(model: Model, el: HTMLElement): () => void {
  const { box, say, tell } = begin(el, "kernel-editor", inputOf(model));
  const [kH, kW] = model.get("kernelSize") as readonly [number, number];
  const [O, C] = model.get("channels") as readonly [number, number];
  const [signed, gray] = [String(model.get("signed")), String(model.get("gray"))];
  const [imageEnds, imageSize] = [model.get("imageRange"), model.get("imageSize")] as readonly (readonly [
    number,
    number,
  ])[];
  const isSignedImage = imageEnds![0] < 0;
  const most = Math.max(...imageEnds!.map(Math.abs)) || 1;
  const imageScale = isSignedImage ? ([-most, most] as const) : imageEnds!;
  const imagePaint = paintOf(isSignedImage ? signed : gray, imageScale);

  const life = followLife(model, box, say);
  const still = followStill(model, el);

  const choose = (key: "channel" | "input", count: number): HTMLElement => {
    const name = say(key === "input" ? "inputName" : key);
    const select = element("select", "", { "aria-label": name });
    for (let i = 0; i < count; i++) select.append(element("option", "", { value: i }, String(i)));
    select.value = String(model.get(key));
    select.addEventListener("change", () => {
      model.set(key, Number(select.value));
      model.save_changes();
      life.asked();
    });
    return element("label", "", {}, `${name} `, select);
  };
  const fields = Array.from({ length: kH * kW }, (_, i) => {
    const field = element("input", "", {
      type: "number",
      step: "any",
      "aria-label": say("field", { row: Math.floor(i / kW), column: i % kW }),
    });
    field.addEventListener("input", () => {
      const isNumber = Number.isFinite(field.valueAsNumber);
      field.setAttribute("aria-invalid", String(!isNumber));
      complaint.textContent = isNumber ? "" : say("noNumber");
      if (!isNumber) return;
      const kernel = [...(model.get("kernel") as readonly number[])];
      kernel[i] = field.valueAsNumber;
      model.set("kernel", kernel);
      model.save_changes();
      life.asked();
    });
    return field;
  });
  const grid = element("div", "ck-fields", {}, ...fields);
  grid.style.gridTemplateColumns = `repeat(${kW}, 86px)`;
  const [seen, made] = [panel(), panel()];
  for (const { frame } of [seen, made]) frame.hidden = true;
  made.node.setAttribute("role", "img");
  const complaint = element("div", "ck-result", { role: "status" });
  const legends = element("div", "ck-legends");
  box.append(
    element("div", "ck-head", {}, choose("channel", O), choose("input", C)),
    element(
      "div",
      "ck-body",
      {},
      element("div", "ck-named", {}, element("div", "ck-title", {}, say("image")), seen.node),
      element("div", "ck-named", {}, element("div", "ck-title", {}, say("kernel")), grid, complaint),
      element("div", "ck-named", {}, element("div", "ck-title", {}, say("result")), made.node),
    ),
    legends,
    element("div", "ck-faint", {}, say("help")),
  );

  function showKernel(): void {
    (model.get("kernel") as readonly number[]).forEach((value, i) => {
      const field = fields[i]!;
      // A field that is being typed in is left alone.
      if (field !== document.activeElement) field.value = String(Number(value.toPrecision(5)));
    });
  }
  function showImage(): void {
    const [H, W] = imageSize!;
    seen.size(W, H, side);
    drawPlane(seen.canvas, rowsOf(bytesIn(model.get("image")), H, W), imagePaint);
  }
  function showOutput(): void {
    const [H, W] = model.get("outputSize") as readonly [number, number];
    const values = bytesIn(model.get("output"));
    const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)] as const, [
      Infinity,
      -Infinity,
    ] as readonly [number, number]);
    const limit = Math.max(-low, high) || 1;
    const isSigned = low < 0;
    const ends = isSigned ? ([-limit, limit] as const) : ([low, high] as const);
    made.size(W, H, side);
    drawPlane(made.canvas, rowsOf(values, H, W), paintOf(isSigned ? signed : gray, ends));
    made.node.dataset["values"] = JSON.stringify(Array.from(values));
    legends.replaceChildren(
      legend(say("image"), isSignedImage ? signed : gray, imageScale, isSignedImage),
      legend(say("result"), isSigned ? signed : gray, ends, isSigned),
    );
    const words = say("told", { low: short(low), high: short(high) });
    made.node.setAttribute("aria-label", words);
    tell(words);
  }
  const handlers: Readonly<Record<string, () => void>> = {
    "change:kernel": showKernel,
    "change:image": showImage,
    "change:output": () => {
      showOutput();
      still.changed();
    },
    "change:error": () => {
      complaint.textContent = String(model.get("error"));
    },
  };
  for (const [event, handler] of Object.entries(handlers)) model.on(event, handler);
  showKernel();
  showImage();
  showOutput();
  return () => {
    for (const [event, handler] of Object.entries(handlers)) model.off(event, handler);
    life.end();
    still.end();
  };
}

const rowsOf = (values: Float32Array, H: number, W: number): number[][] =>
  Array.from({ length: H }, (_, y) => Array.from(values.subarray(y * W, (y + 1) * W)));
