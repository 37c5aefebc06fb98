/** The receptive field: one chooses a number in a layer, and what it sees is traced back, layer by layer, to the input. */
import type { FieldData } from "../../interactive/data.ts";
import { fieldIn } from "../../interactive/field.ts";
import { begin, button, element, type Input } from "../frame.ts";

const side = 180;
const colors = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"];

export function draw(root: HTMLElement, input: Input<FieldData>): void {
  const { H, W, picture, layers, at } = input.data;
  const { box, say, tell } = begin(root, "receptive-field", input);
  let chosen = layers.length - 1;
  let [row, column] = at;

  /** The input and every layer's output, each as a board of numbers. */
  const boards = [
    { name: say("input", { H, W }), H, W },
    ...layers.map(({ name, layer, H: h, W: w }) => ({ name: `${name}  ${layer}`, H: h, W: w })),
  ].map((board, i) => {
    const canvas = element("div", "ck-panel ck-target ck-board");
    const unit = side / Math.max(board.H, board.W);
    Object.assign(canvas.style, {
      width: `${board.W * unit}px`,
      height: `${board.H * unit}px`,
      backgroundSize: unit < 5 ? "auto" : `${unit}px ${unit}px`,
    });
    if (i === 0 && picture !== "") {
      canvas.style.backgroundImage = `url(data:image/png;base64,${picture})`;
      canvas.style.backgroundSize = "100% 100%";
    } else if (unit >= 5) canvas.classList.add("ck-squares");
    const mark = element("div", "ck-field");
    mark.style.borderColor = colors[(i + colors.length - 1) % colors.length]!;
    canvas.append(mark);
    const note = element("div", "ck-faint");
    const node = element("div", "ck-named", {}, element("div", "ck-title", {}, board.name), canvas, note);
    if (i > 0) {
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "application");
      canvas.addEventListener("pointermove", (event) => {
        const area = canvas.getBoundingClientRect();
        choose(i - 1, Math.floor((event.clientY - area.top) / unit), Math.floor((event.clientX - area.left) / unit));
      });
      canvas.addEventListener("focus", () => choose(i - 1));
      canvas.addEventListener("keydown", (event) => {
        const steps: Readonly<Record<string, readonly [number, number]>> = {
          ArrowUp: [-1, 0],
          ArrowDown: [1, 0],
          ArrowLeft: [0, -1],
          ArrowRight: [0, 1],
        };
        const step = steps[event.key];
        if (step === undefined) return;
        choose(i - 1, row + step[0], column + step[1]);
        event.preventDefault();
        event.stopPropagation();
      });
    }
    return { ...board, node, canvas, mark, note, unit };
  });

  const steps = element("div", "ck-head", { role: "group", "aria-label": say("layers") });
  const buttons = layers.map(({ name, field }, i) => {
    const made = button(`${name}: ${field[0]} × ${field[1]}`, () => choose(i));
    steps.append(made);
    return made;
  });
  const sentence = element("div", "ck-line");
  box.append(
    steps,
    element("div", "ck-body", {}, ...boards.map(({ node }) => node)),
    sentence,
    element("div", "ck-faint", {}, say("help")),
  );

  function choose(layer: number, y?: number, x?: number): void {
    const { H: h, W: w } = layers[layer]!;
    // In another layer the number in the middle is chosen first.
    const [nextRow, nextColumn] =
      y !== undefined && x !== undefined
        ? [y, x]
        : layer === chosen
          ? [row, column]
          : [Math.floor(h / 2), Math.floor(w / 2)];
    chosen = layer;
    [row, column] = [Math.min(h - 1, Math.max(0, nextRow)), Math.min(w - 1, Math.max(0, nextColumn))];
    show();
  }

  function show(): void {
    buttons.forEach((made, i) => made.setAttribute("aria-pressed", String(i === chosen)));
    boards.forEach(({ H: h, W: w, mark, note, unit, node }, i) => {
      // Board i is the output of layer i - 1.
      const isSeen = i - 1 <= chosen;
      node.style.opacity = isSeen ? "1" : "0.35";
      mark.hidden = !isSeen;
      if (!isSeen) return note.replaceChildren();
      const [rows, columns] = fieldIn(layers.slice(i, chosen + 1), [row, column]);
      Object.assign(mark.style, {
        left: `${columns[0] * unit}px`,
        top: `${rows[0] * unit}px`,
        width: `${(columns[1] - columns[0] + 1) * unit}px`,
        height: `${(rows[1] - rows[0] + 1) * unit}px`,
      });
      const [height, width] = [rows[1] - rows[0] + 1, columns[1] - columns[0] + 1];
      const isCut = rows[0] < 0 || columns[0] < 0 || rows[1] >= h || columns[1] >= w;
      note.textContent = `${height} × ${width}${isCut ? ` (${say("cut")})` : ""}`;
    });
    const { name, field } = layers[chosen]!;
    const words = say("told", { name, row, column, height: field[0], width: field[1] });
    sentence.textContent = words;
    boards[chosen + 1]!.canvas.setAttribute("aria-label", words);
    tell(words);
  }
  show();
}
