/** The flow of shapes: stages to step through, each with the arithmetic behind its sizes and the numbers that it learns. */
import type { FlowData, FlowStage } from "../../interactive/data.ts";
import { begin, element, type Input } from "../frame.ts";

const sheetColors = ["#e0503f", "#3f9e5a", "#3f72c4"];
const most = 8;

export function draw(root: HTMLElement, input: Input<FlowData>): void {
  const { stages, total } = input.data;
  const { box, say, tell } = begin(root, "shape-flow", input);
  const tallest = Math.max(1, ...stages.map(({ shape }) => (shape.length === 3 ? Math.max(shape[1]!, shape[2]!) : 1)));
  const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
  const count = (value: number): string => value.toLocaleString(input.language);
  let chosen = 0;

  const row = element("div", "ck-flow", { role: "group", "aria-label": say("stages") });
  const buttons = stages.map((stage, i) => {
    const made = element("button", "ck-button ck-stage", { type: "button" });
    made.append(
      element("span", "ck-faint", {}, stage.name === "" ? say("input") : stage.name),
      element("span", "", {}, stage.layer.split(" ")[0] ?? ""),
      stack(stage),
      element("span", "ck-title", {}, text(stage.shape)),
      element("span", "ck-share", {}),
    );
    // Most numbers are in one layer: the length of the bar is the layer's share.
    const share = made.lastElementChild as HTMLElement;
    share.style.width = `${(100 * stage.parameters) / Math.max(1, total)}%`;
    made.addEventListener("click", () => choose(i));
    made.addEventListener("pointerenter", () => choose(i));
    made.addEventListener("focus", () => choose(i));
    made.addEventListener("keydown", (event) => {
      const next = event.key === "ArrowRight" ? i + 1 : event.key === "ArrowLeft" ? i - 1 : undefined;
      if (next === undefined) return;
      buttons[Math.min(stages.length - 1, Math.max(0, next))]!.focus();
      event.preventDefault();
      event.stopPropagation();
    });
    if (i > 0) row.append(element("span", "ck-sign", { "aria-hidden": "true" }, "→"));
    row.append(made);
    return made;
  });
  const detail = element("div", "ck-detail");
  box.append(row, detail, element("div", "ck-title", {}, say("total", { total: count(total) })));

  function stack({ shape, sheets, name }: FlowStage): HTMLElement {
    const [C = 1, H = 1, W = 1] = shape;
    const node = element("span", "ck-stack");
    const isMap = shape.length === 3;
    const shown = isMap ? Math.min(most, C) : 1;
    const root = (size: number): number => Math.max(6, 60 * Math.sqrt(size / tallest));
    const [width, height] = isMap ? [root(W), root(H)] : [12, 80];
    node.style.width = `${width + 6 * (shown - 1)}px`;
    node.style.height = `${height + 6 * (shown - 1)}px`;
    for (let c = shown - 1; c >= 0; c--) {
      const sheet = element("span", "ck-sheet");
      Object.assign(sheet.style, {
        left: `${6 * c}px`,
        bottom: `${6 * c}px`,
        width: `${width}px`,
        height: `${height}px`,
      });
      if (sheets[c] !== undefined) sheet.style.backgroundImage = `url(data:image/png;base64,${sheets[c]})`;
      else if (name === "" && C === 3) sheet.style.background = sheetColors[c]!;
      node.append(sheet);
    }
    return node;
  }

  function choose(i: number): void {
    chosen = i;
    buttons.forEach((made, other) => made.setAttribute("aria-pressed", String(other === chosen)));
    const stage = stages[i]!;
    const lines = [
      element("div", "ck-title", {}, stage.name === "" ? say("input") : `${stage.name}  ${stage.layer}`),
      element(
        "div",
        "ck-line",
        {},
        `${i === 0 ? "" : `${text(stages[i - 1]!.shape)} → `}${text(stage.shape)}  (${say("more", { count: count(stage.shape.reduce((a, b) => a * b, 1)) })})`,
      ),
      ...stage.formulas.map((formula) => element("div", "ck-line", {}, formula)),
      element(
        "div",
        "ck-line",
        {},
        stage.parameters === 0
          ? say("none")
          : `${say("parameters", { count: count(stage.parameters) })}: ${stage.count}`,
      ),
    ];
    detail.replaceChildren(...lines);
    tell(lines.map((line) => line.textContent).join(". "));
  }
  choose(0);
}
