/**
 * Matplotlib figures that show one thing become one call of `plot`: `plt.plot(losses); plt.title("Loss"); plt.show()` is
 * `plot.line(losses, { title: "Loss" })`. All others are drawn by `python.plt`, step by step.
 */
import type { Argument, Expression, FunctionDefinition, Statement } from "../python/tree.ts";
import { below, bodiesOf, headOf } from "../python/walk.ts";
import type { Expressions } from "./express.ts";

interface Step {
  readonly name: string;
  readonly args: readonly Argument[];
}

export interface Drawn {
  readonly text: string;
  /** How many statements it replaces. */
  readonly count: number;
}

const PYPLOT = "matplotlib.pyplot.";
const DRAWING = new Set(["plot", "scatter", "bar", "hist", "imshow"]);
/** Calls whose effect a plain figure has anyway. */
const NEEDLESS = new Set(["figure", "tight_layout", "grid", "legend", "axis", "show"]);
const WORDS: Readonly<Record<string, string>> = { title: "title", xlabel: "xlabel", ylabel: "ylabel" };
const LIMITS: Readonly<Record<string, string>> = { xlim: "xlim", ylim: "ylim" };
/** Those of matplotlib's colour maps that `plot` has under the same name; grey is its default. */
const MAPS = new Set(["viridis", "RdBu", "PuOr"]);

/** The figure that begins at a statement; undefined if there is none, or it is not a plain one. */
export function plainFigure(
  e: Expressions,
  body: readonly Statement[],
  first: number,
  isCell: boolean,
): Drawn | undefined {
  if (e.context.isProgram || stepOf(e, body[first]!) === undefined) return undefined;
  if (hasPending(e, body.slice(0, first))) return undefined;
  const steps: Step[] = [];
  let end = first;
  for (; end < body.length; end++) {
    const step = stepOf(e, body[end]!);
    if (step === undefined) break;
    steps.push(step);
    if (step.name === "show") break;
  }
  const isShown = steps.at(-1)!.name === "show";
  const isLast = end >= body.length - (isShown ? 1 : 0);
  // Without `show`, the figure is shown at the end of the cell.
  if (!isShown && !(isCell && isLast)) return undefined;
  const drawn = drawing(e, steps);
  if (drawn === undefined) return undefined;
  return { text: drawn, count: steps.length };
}

function stepOf(e: Expressions, statement: Statement): Step | undefined {
  const value =
    statement.kind === "expression"
      ? statement.value
      : // `fig = plt.figure()`, where `fig` is never used.
        statement.kind === "assign" && statement.targets.length === 1 && isUnused(e, statement.targets[0]!)
        ? statement.value
        : undefined;
  if (value?.kind !== "call") return undefined;
  const kind = e.kind(value.of);
  if (kind.is !== "library" || !kind.path.startsWith(PYPLOT)) return undefined;
  const name = kind.path.slice(PYPLOT.length);
  if (statement.kind === "assign" && name !== "figure") return undefined;
  return { name, args: value.args };
}

const isUnused = (e: Expressions, target: Expression): boolean =>
  target.kind === "name" && e.context.names.count(target.id) === 1;

/** Whether an earlier figure has been begun and not been shown. */
function hasPending(e: Expressions, before: readonly Statement[]): boolean {
  const own = before.findLastIndex((statement) => stepOf(e, statement)?.name === "show");
  return before.slice(own + 1).some((statement) => draws(e, statement, new Set()));
}

/** Whether a statement draws with matplotlib, itself or in a function that it calls. */
function draws(e: Expressions, statement: Statement, seen: Set<unknown>): boolean {
  if (statement.kind === "function" || statement.kind === "class" || statement.kind === "import") return false;
  const inExpression = (each: Expression): boolean => {
    const kind = each.kind === "call" ? e.kind(each.of) : undefined;
    if (kind?.is === "library" && kind.path.startsWith(PYPLOT)) return !/\.(?:show|close|figure)$/.test(kind.path);
    if (kind?.is === "function" && !seen.has(kind.info) && "body" in kind.info.definition) {
      seen.add(kind.info);
      if (leavesFigure(e, (kind.info.definition as FunctionDefinition).body, seen)) return true;
    }
    return below(each).some((inner) => inExpression(inner));
  };
  return (
    headOf(statement).some((each) => inExpression(each)) ||
    bodiesOf(statement).some((inner) => inner.some((each) => draws(e, each, seen)))
  );
}

/** Whether a block ends with a figure that has not been shown. */
export function leavesFigure(e: Expressions, body: readonly Statement[], seen = new Set<unknown>()): boolean {
  const shown = body.findLastIndex((statement) => shows(e, statement));
  return body.slice(shown + 1).some((statement) => draws(e, statement, seen));
}

/** `plt.show()`, by itself or at the end of a loop's body. */
function shows(e: Expressions, statement: Statement): boolean {
  if (stepOf(e, statement)?.name === "show") return true;
  return statement.kind !== "function" && bodiesOf(statement).some((inner) => inner.some((each) => shows(e, each)));
}

function drawing(e: Expressions, steps: readonly Step[]): string | undefined {
  const drawn = steps.filter(({ name }) => DRAWING.has(name));
  const [only] = drawn;
  if (only === undefined || drawn.some(({ name }) => name !== only.name)) return undefined;
  const options: [name: string, text: string][] = [];
  for (const { name, args } of steps) {
    if (DRAWING.has(name) || NEEDLESS.has(name)) continue;
    const word = WORDS[name];
    const [first, second] = args.filter((each) => each.name === undefined).map(({ value }) => value);
    if (first === undefined) return undefined;
    if (word !== undefined) options.push([word, e.is(first, "string") ? e.of(first) : `String(${e.of(first)})`]);
    else if (LIMITS[name] !== undefined && second !== undefined)
      options.push([LIMITS[name], `[${e.scalar(first)}, ${e.scalar(second)}]`]);
    else return undefined;
  }
  const legend = steps.find(({ name }) => name === "legend")?.args[0]?.value;
  switch (only.name) {
    case "plot":
      return lines(e, drawn, legend, options);
    case "imshow":
      return drawn.length === 1 ? picture(e, only, options) : undefined;
    default:
      return drawn.length === 1 ? chart(e, only, options) : undefined;
  }
}

/** Options that a plain figure leaves out, because they only change how lines and points look. */
const LOOKS = new Set(
  "color c linewidth lw alpha marker markersize ms s linestyle ls figsize dpi edgecolor edgecolors width align density".split(
    " ",
  ),
);

const onlyLooks = (args: readonly Argument[], ...known: readonly string[]): boolean =>
  args.every(({ name, stars }) => stars === 0 && (name === undefined || LOOKS.has(name) || known.includes(name)));

const call = (
  e: Expressions,
  name: string,
  given: readonly string[],
  options: readonly (readonly [string, string])[],
): string => {
  const inner = options.map(([key, text]) => (key === text ? key : `${key}: ${text}`)).join(", ");
  return `${e.context.needs("plot")}.${name}(${[...given, ...(inner === "" ? [] : [`{ ${inner} }`])].join(", ")})`;
};

/** A one-dimensional series of numbers, from any container. */
const series = (e: Expressions, value: Expression): string =>
  e.is(value, "iterator", "set", "dict") ? e.array(value) : e.tensorOf(value);

function lines(
  e: Expressions,
  drawn: readonly Step[],
  legend: Expression | undefined,
  options: [string, string][],
): string | undefined {
  const names = legend?.kind === "list" || legend?.kind === "tuple" ? legend.items : undefined;
  const found: { readonly x: string | undefined; readonly y: string; readonly name: string | undefined }[] = [];
  let isDots = false;
  for (const [i, { args }] of drawn.entries()) {
    if (!onlyLooks(args, "label")) return undefined;
    const plain = args.filter((each) => each.name === undefined).map(({ value }) => value);
    const style = plain.at(-1)?.kind === "string" ? (plain.pop() as Expression & { kind: "string" }).value : "-";
    if (plain.length === 0 || plain.length > 2) return undefined;
    if (plain.some((value) => e.is(value, "int", "float", "any", "other") && value.kind !== "name")) return undefined;
    const isLine = /-|:/.test(style) || !/[ox.*+^sv]/.test(style);
    if (drawn.length > 1 && !isLine) return undefined;
    isDots = !isLine;
    const label = args.find(({ name }) => name === "label")?.value ?? names?.[i];
    const own = plain.at(-1)!;
    const word =
      label?.kind === "string"
        ? label.value
        : label === undefined && own.kind === "name" && drawn.length > 1
          ? own.id
          : undefined;
    if ((label !== undefined || drawn.length > 1) && word === undefined) return undefined;
    const x = plain.length === 2 ? series(e, plain[0]!) : undefined;
    found.push({ x, y: series(e, own), name: word });
  }
  const [first] = found;
  if (found.some(({ x }) => x !== first!.x)) return undefined;
  if (isDots) {
    if (first!.x === undefined || first!.name !== undefined) return undefined;
    return call(e, "scatter", [first!.x, first!.y], options);
  }
  const places: [string, string][] = first!.x === undefined ? [] : [["x", first!.x]];
  if (found.length === 1 && first!.name === undefined) return call(e, "line", [first!.y], [...places, ...options]);
  if (new Set(found.map(({ name }) => name)).size < found.length) return undefined;
  const named = found.map(({ name, y }) => {
    const key = /^[A-Za-z_]\w*$/.test(name!) ? name! : JSON.stringify(name);
    return key === y ? key : `${key}: ${y}`;
  });
  return call(e, "line", [`{ ${named.join(", ")} }`], [...places, ...options]);
}

function chart(e: Expressions, { name, args }: Step, options: [string, string][]): string | undefined {
  const known = name === "hist" ? ["bins"] : [];
  if (!onlyLooks(args, ...known)) return undefined;
  const [first, second, third] = args.filter((each) => each.name === undefined).map(({ value }) => value);
  if (first === undefined || third !== undefined) return undefined;
  if (name === "hist") {
    const bins = second ?? args.find((each) => each.name === "bins")?.value;
    if (bins !== undefined && !e.is(bins, "int")) return undefined;
    return call(e, "histogram", [series(e, first)], [["bins", bins === undefined ? "10" : e.of(bins)], ...options]);
  }
  if (second === undefined) return undefined;
  const color = args.find((each) => each.name === "c")?.value;
  const classes = color !== undefined && e.is(color, "tensor", "list", "array") ? color : undefined;
  if (name === "scatter")
    return call(
      e,
      "scatter",
      [series(e, first), series(e, second)],
      [...(classes === undefined ? [] : [["labels", e.tensorOf(classes)] as const]), ...options],
    );
  return call(e, "bar", [series(e, first), series(e, second)], options);
}

/** Pictures have their channels first in this library. */
function picture(e: Expressions, { args }: Step, options: readonly (readonly [string, string])[]): string | undefined {
  const [first, ...rest] = args;
  const cmap = rest.find(({ name }) => name === "cmap")?.value;
  if (first === undefined || rest.some(({ name }) => name !== "cmap")) return undefined;
  if (options.some(([name]) => name !== "title")) return undefined;
  const turned = channelsFirst(e, first.value);
  const map = cmap?.kind === "string" ? cmap.value : undefined;
  if (turned === undefined && (map === undefined || !e.is(first.value, "tensor", "array"))) return undefined;
  const isGrey = map === undefined || /^(?:gr[ae]ys?|binary)(?:_r)?$/i.test(map);
  if (!isGrey && !MAPS.has(map)) return undefined;
  const caption = options.map(([, text]) => ["caption", text] as const);
  const colors = isGrey ? [] : [["colors", JSON.stringify(map)] as const];
  return call(e, "image", [turned ?? e.tensorOf(first.value)], [...colors, ...caption]);
}

/** `img` of `img.permute(1, 2, 0)`, as matplotlib wants it. */
function channelsFirst(e: Expressions, value: Expression): string | undefined {
  if (value.kind !== "call") return undefined;
  const numbers = (items: readonly Expression[]): string =>
    items.map((each) => (each.kind === "number" ? each.text : "?")).join();
  const values = value.args.map((each) => each.value);
  const kind = e.kind(value.of);
  if (kind.is === "library" && kind.path === "numpy.transpose" && values[1]?.kind === "tuple")
    return numbers(values[1].items) === "1,2,0" ? e.tensorOf(values[0]!) : undefined;
  if (value.of.kind !== "attribute" || !["permute", "transpose"].includes(value.of.name)) return undefined;
  const items = values[0]?.kind === "tuple" || values[0]?.kind === "list" ? values[0].items : values;
  return numbers(items) === "1,2,0" && e.is(value.of.of, "tensor", "array") ? e.tensorOf(value.of.of) : undefined;
}
