/** The gradient of one dot product: forward, backward, backward again, zero, step. */
import type { GradientData } from "../../interactive/data.ts";
import { begin, button, element, type Input, numberGrid, type NumberGrid, paintOf, short, slider } from "../frame.ts";

type Planes = number[][][];

const limitOf = (planes: Planes): readonly [number, number] => {
  const most = Math.max(1e-12, ...planes.flat(2).map(Math.abs));
  return [-most, most];
};

export function draw(root: HTMLElement, input: Input<GradientData>): void {
  const { data } = input;
  const { box, say, tell } = begin(root, "dot-product-gradient", input);
  const patch = data.patch.map((rows) => rows.map((row) => [...row]));
  const map = (use: (x: number, c: number, i: number, j: number) => number): Planes =>
    patch.map((rows, c) => rows.map((row, i) => row.map((x, j) => use(x, c, i, j))));
  const begins = (): Planes => map((_, c, i, j) => data.kernel[c]![i]![j]!);
  let kernel = begins();
  let bias = data.bias;
  let gradient = map(() => 0);
  let biasGradient = 0;
  let lr = data.lr;
  /** Whether output and loss are known, and how often `backward` has run. */
  let isForward = false;
  let backwards = 0;
  const losses: number[] = [];

  const output = (): number =>
    map((x, c, i, j) => x * kernel[c]![i]![j]!)
      .flat(2)
      .reduce((a, b) => a + b, bias);

  const forward = button(say("forward"), () => {
    isForward = true;
    show(say("saidForward"));
  });
  const backward = button(say("backward"), () => {
    const slope = 2 * (output() - data.target);
    gradient = map((x, c, i, j) => gradient[c]![i]![j]! + slope * x);
    biasGradient += slope;
    backwards++;
    show(say(backwards > 1 ? "saidAgain" : "saidBackward", { slope: short(slope), count: backwards }));
  });
  const zero = button(say("zero"), () => {
    gradient = map(() => 0);
    biasGradient = 0;
    backwards = 0;
    show(say("saidZero"));
  });
  const step = button(say("step"), () => {
    kernel = map((_, c, i, j) => kernel[c]![i]![j]! - lr * gradient[c]![i]![j]!);
    bias -= lr * biasGradient;
    isForward = false;
    show(say("saidStep"));
  });
  const restart = button(say("restart"), () => {
    kernel = begins();
    bias = data.bias;
    gradient = map(() => 0);
    [biasGradient, backwards, isForward] = [0, 0, false];
    losses.length = 0;
    show(say("saidStart"));
  });
  const rate = slider(
    "lr",
    [0, Math.max(0.1, 2 * data.lr), 0.001],
    lr,
    (value) => {
      lr = value;
    },
    short,
  );

  const grids = patch.map((_, c) => {
    const made = (["patch", "kernel", "products", "gradient"] as const).map((key) => numberGrid(say(key)));
    const [x, w, p, g] = made as [NumberGrid, NumberGrid, NumberGrid, NumberGrid];
    const named = (key: string, { node }: NumberGrid): HTMLElement =>
      element("div", "ck-named", {}, ...(c === 0 ? [element("div", "ck-title", {}, say(key))] : []), node);
    const sign = (what: string): HTMLElement => element("span", "ck-sign", {}, what);
    const row = element(
      "div",
      "ck-row",
      {},
      named("patch", x),
      sign("×"),
      named("kernel", w),
      sign("="),
      named("products", p),
      element("span", "ck-gap"),
      named("gradient", g),
    );
    return { row, x, w, p, g };
  });
  const sum = element("div", "ck-line");
  const back = element("div", "ck-line ck-result");
  const said = element("div");
  const past = element("div", "ck-faint");
  box.append(
    element("div", "ck-head", {}, forward, backward, zero, step, rate.node, restart),
    ...grids.map(({ row }) => row),
    sum,
    back,
    said,
    past,
  );

  function show(words: string): void {
    const products = map((x, c, i, j) => x * kernel[c]![i]![j]!);
    const paints = [patch, kernel, products, gradient].map((planes) => paintOf(data.signed, limitOf(planes)));
    grids.forEach(({ x, w, p, g }, c) => {
      x.fill(patch[c]!, paints[0]!);
      w.fill(kernel[c]!, paints[1]!);
      p.fill(products[c]!, paints[2]!);
      // Before the way forward nobody has multiplied.
      p.node.classList.toggle("ck-blank", !isForward);
      p.node.ariaHidden = String(!isForward);
      g.fill(gradient[c]!, paints[3]!);
    });
    const made = output();
    const loss = (made - data.target) ** 2;
    const isNew = isForward && losses.at(-1) !== loss;
    if (isNew) losses.push(loss);
    sum.textContent = isForward
      ? `${say("output")} = ${short(made)}   ${say("loss")} = (${short(made)} − ${short(data.target)})² = ${short(loss)}`
      : `${say("output")} = ?   ${say("loss")} = ?`;
    back.textContent =
      backwards === 0
        ? `dL/dw = 0   dL/db = 0`
        : `${say("slope")} = 2 · (${say("output")} − ${say("targetWord")})   dL/dw = ${say("slope")} · x${backwards > 1 ? ` (${say("times", { count: backwards })})` : ""}   dL/db = ${short(biasGradient)}`;
    backward.disabled = !isForward;
    step.disabled = backwards === 0;
    said.textContent = words;
    past.textContent = losses.length > 1 ? `${say("past")}: ${losses.slice(-8).map(short).join(" → ")}` : "";
    tell(`${words} ${sum.textContent}`);
  }
  show(say("saidStart"));
}
