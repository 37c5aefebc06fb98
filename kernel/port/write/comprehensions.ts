/** Comprehensions: `filter` and `map`, with `flatMap` for more than one loop. */
import { elementOf } from "../kinds/kinds.ts";
import type { Clause, Expression } from "../python/tree.ts";
import { namesIn, targetNames } from "../python/walk.ts";
import { dictFrom } from "./dicts.ts";
import type { Expressions } from "./express.ts";

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

export function comprehension(e: Expressions, expression: Of<"comprehension">): string {
  const { makes, element, value, clauses } = expression;
  const used = new Set([element, ...(value === undefined ? [] : [value])].flatMap((each) => namesIn(each)));
  for (const clause of clauses.slice(1))
    for (const name of namesIn(clause.kind === "if" ? clause.test : clause.iterable)) used.add(name);
  if (makes === "dict")
    return dictFrom(e, mapped(e, clauses, `[${e.of(element)}, ${e.of(value!)}]`, undefined, used), e.kind(expression));
  const list = mapped(e, clauses, e.of(element), element, used);
  return makes === "set" ? newSet(e, list, element) : list;
}

/** Lists in a set are compared by their contents. */
export function newSet(e: Expressions, values: string, element: Expression | undefined, holder?: Expression): string {
  const of = element === undefined ? (holder === undefined ? undefined : elementOf(e.kind(holder))) : e.kind(element);
  const holdsLists = of?.is === "tuple" || of?.is === "list";
  return `new ${holdsLists ? e.context.python("ListSet") : values === "" ? "Set<any>" : "Set"}(${values})`;
}

function mapped(
  e: Expressions,
  clauses: readonly Clause[],
  element: string,
  source: Expression | undefined,
  used: ReadonlySet<string>,
): string {
  const [first, ...rest] = clauses;
  if (first?.kind !== "for") throw new TypeError("port: a comprehension begins with for");
  const next = rest.findIndex(({ kind }) => kind === "for");
  const tests = (next < 0 ? rest : rest.slice(0, next)).flatMap((clause) =>
    clause.kind === "if" ? [clause.test] : [],
  );
  const target = e.target(first.target, used);
  const parameter = /^\w+$/.test(target) ? target : `(${target})`;
  const isPlain = source?.kind === "name" && first.target.kind === "name" && source.id === first.target.id;
  const arrow = element.startsWith("{") ? `(${element})` : element;
  const count = countOf(e, first.iterable);
  if (count !== undefined && next < 0 && tests.length === 0) {
    const isUsed = targetNames(first.target).some((name) => used.has(name));
    return `Array.from({ length: ${count} }, (${isUsed ? `_, ${target}` : ""}) => ${arrow})`;
  }
  // A data set has both methods itself, and reads only the items that are used.
  let text = e.is(first.iterable, "dataset") ? e.atom(first.iterable) : e.array(first.iterable);
  for (const test of tests)
    text += `.filter((${e.target(first.target, new Set(namesIn(test)))}) => ${e.condition(test)})`;
  if (next >= 0) return `${text}.flatMap(${parameter} => ${mapped(e, rest.slice(next), element, source, used)})`;
  if (isPlain) return text.startsWith("[...") || tests.length > 0 ? text : `[...${text}]`;
  return `${text}.map((${target}) => ${arrow})`;
}

/** The count of a `range` that starts at 0. */
function countOf(e: Expressions, iterable: Expression): string | undefined {
  const isRange =
    iterable.kind === "call" && iterable.of.kind === "name" && iterable.of.id === "range" && iterable.args.length === 1;
  if (!isRange) return undefined;
  const { value } = iterable.args[0]!;
  return e.mayBeNegative(value) ? `Math.max(${e.scalar(value)}, 0)` : e.scalar(value);
}
