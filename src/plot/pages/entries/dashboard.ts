/** The dashboard of a training run: growing curves, the learning rate, pause and step, the current mistakes. */
import { begin, button, element, type Frame, short, svgElement } from "../frame.ts";
import { followLife, followStill, inputOf, type Model } from "../model.ts";

type Curve = { readonly x: readonly number[]; readonly y: readonly number[] };
type Curves = Readonly<Record<string, Curve>>;

const colors = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"];
const [width, height] = [430, 230];
const margin = { left: 62, right: 10, top: 10, bottom: 34 };

export function render(model: Model, el: HTMLElement): () => void {
  const frame = begin(el, "dashboard", inputOf(model));
  const { box, say, tell } = frame;
  const begins = Number(model.get("lrStart"));

  const life = followLife(model, box, say);
  const still = followStill(model, el);

  const pause = button("", () => {
    model.set("isPaused", model.get("isPaused") !== true);
    model.save_changes();
    life.asked();
    showState();
  });
  const step = button(say("step"), () => {
    // Sent as state, not as a message, because messages overtake state, and what was set before must apply to this batch.
    model.set("steps", Number(model.get("steps")) + 1);
    model.save_changes();
    life.asked();
  });
  // From a hundredth of the initial rate to ten times that rate; each step of the slider is the same factor.
  const rate = element("input", "", { type: "range", min: -2, max: 1, step: 0.05, "aria-label": say("lr") });
  const rateValue = element("output", "ck-value");
  rate.addEventListener("input", () => {
    const lr = begins * 10 ** Number(rate.value);
    model.set("lr", lr);
    model.save_changes();
    life.asked();
    rateValue.textContent = short(lr);
  });
  const slider = element("label", "ck-slider", {}, element("span", "", {}, say("lr")), rate, rateValue);
  const state = element("span", "ck-faint", { role: "status" });
  const [batches, epochs] = [element("div"), element("div")];
  const mistakes = element("img", "ck-mistakes");
  const mistakesBox = element("div", "ck-named", {}, element("div", "ck-title", {}, say("mistakes")), mistakes);
  box.append(
    element("div", "ck-head", {}, pause, step, ...(begins > 0 ? [slider] : []), state),
    element("div", "ck-body", {}, batches, epochs, mistakesBox),
  );

  function showState(): void {
    const isPaused = model.get("isPaused") === true;
    const isOver = model.get("isOver") === true;
    pause.textContent = say(isPaused ? "go" : "pause");
    pause.disabled = isOver;
    step.disabled = !isPaused || isOver;
    state.textContent = say(isOver ? "over" : isPaused ? "paused" : "running", { count: Number(model.get("count")) });
  }
  function showRate(): void {
    const lr = Number(model.get("lr"));
    if (document.activeElement !== rate && lr > 0) rate.value = String(Math.log10(lr / begins));
    rateValue.textContent = short(lr);
    rate.setAttribute("aria-valuetext", short(lr));
  }
  function showCurves(): void {
    batches.replaceChildren(...chart(frame, model.get("curves") as Curves, say("batch")));
    const perEpoch = Object.entries(model.get("epochs") as Readonly<Record<string, readonly number[]>>);
    const withPlaces = perEpoch.map(([name, y]) => [name, { x: y.map((_, i) => i + 1), y }] as const);
    epochs.replaceChildren(...chart(frame, Object.fromEntries(withPlaces), say("epoch")));
    showState();
    still.changed();
  }
  function showMistakes(): void {
    const png = String(model.get("mistakes"));
    mistakesBox.hidden = png === "";
    if (png === "") return;
    mistakes.src = `data:image/png;base64,${png}`;
    mistakes.alt = String(model.get("mistakesAlt"));
  }
  const handlers: Readonly<Record<string, () => void>> = {
    "change:curves": showCurves,
    "change:epochs": showCurves,
    "change:count": showState,
    "change:isPaused": () => {
      showState();
      tell(state.textContent ?? "");
    },
    "change:isOver": showState,
    "change:lr": showRate,
    "change:mistakes": showMistakes,
  };
  for (const [event, handler] of Object.entries(handlers)) model.on(event, handler);
  showCurves();
  showRate();
  showMistakes();
  // Tells the kernel that it need not draw still frames for this page.
  model.send({ kind: "alive" });
  return () => {
    for (const [event, handler] of Object.entries(handlers)) model.off(event, handler);
    life.end();
    still.end();
  };
}

/** Curves in one pair of axes, with their names and last values. */
function chart({ say }: Frame, curves: Curves, xName: string): HTMLElement[] {
  const list = Object.entries(curves).filter(([, { y }]) => y.some(Number.isFinite));
  if (list.length === 0) return [];
  const ends = (values: readonly number[]): readonly [number, number] => {
    const finite = values.filter(Number.isFinite);
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    return high > low ? [low, high] : [low - 0.5, high + 0.5];
  };
  const [xEnds, yEnds] = [ends(list.flatMap(([, { x }]) => x)), ends(list.flatMap(([, { y }]) => y))];
  const place = (value: number, [low, high]: readonly [number, number], from: number, to: number): number =>
    from + ((value - low) / (high - low)) * (to - from);
  const [left, right, top, bottom] = [margin.left, width - margin.right, margin.top, height - margin.bottom];
  const label = (x: number, y: number, words: string, anchor: string): SVGElement =>
    svgElement("text", { x, y, "text-anchor": anchor, fill: "currentColor", "font-size": 12 }, words);
  const words = list.map(([name, { y }]) => `${name} ${short(y.findLast(Number.isFinite)!)}`);
  const svg = svgElement(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": say("last", { values: words.join(", ") }),
    },
    svgElement("path", {
      d: `M${left} ${top}V${bottom}H${right}`,
      fill: "none",
      stroke: "currentColor",
      "stroke-opacity": 0.5,
    }),
    ...list.map(([, { x, y }], i) => {
      let isPen = false;
      const d = y.map((value, j) => {
        if (!Number.isFinite(value)) {
          isPen = false;
          return "";
        }
        const point = `${place(x[j]!, xEnds, left, right).toFixed(1)} ${place(value, yEnds, bottom, top).toFixed(1)}`;
        const command = isPen ? "L" : "M";
        isPen = true;
        return `${command}${point}`;
      });
      return svgElement("path", { d: d.join(""), fill: "none", stroke: colors[i % colors.length]!, "stroke-width": 2 });
    }),
    ...[0, 0.5, 1].map((share) => {
      const value = yEnds[0] + share * (yEnds[1] - yEnds[0]);
      return label(left - 5, place(value, yEnds, bottom, top) + 4, short(value), "end");
    }),
    label(left, bottom + 15, short(xEnds[0]), "start"),
    label(right, bottom + 15, short(xEnds[1]), "end"),
    label((left + right) / 2, height - 4, xName, "middle"),
  );
  const names = element("div", "ck-legends");
  list.forEach((_, i) => {
    const mark = element("span", "ck-mark");
    mark.style.background = colors[i % colors.length]!;
    names.append(element("span", "ck-legend", {}, mark, words[i]!));
  });
  return [element("div", "ck-named", {}, element("div", "", {}, svg), names)];
}
