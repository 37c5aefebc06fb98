/** `namedtuple(...)` and classes of `NamedTuple`: a class with known fields. */
import type { ClassDefinition, Expression, Parameter, Statement } from "./tree.ts";

type Placed<T> = T & { readonly at: number; readonly end: number };

const nameOf = (expression: Expression | undefined): string | undefined =>
  expression?.kind === "name" ? expression.id : expression?.kind === "attribute" ? expression.name : undefined;

/** `Point = namedtuple("Point", "x y")` as a class; undefined if it is something else. */
export function namedTupleOf(statement: Statement): Placed<ClassDefinition> | undefined {
  if (statement.kind !== "assign" || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  const { value, at, end } = statement;
  if (target?.kind !== "name" || value?.kind !== "call") return undefined;
  const kind = nameOf(value.of);
  const given = value.args[1]?.value;
  if ((kind !== "namedtuple" && kind !== "NamedTuple") || given === undefined) return undefined;
  const names = fieldNames(given);
  if (names === undefined) return undefined;
  const defaults = value.args.find(({ name }) => name === "defaults")?.value;
  const fallbacks = defaults?.kind === "list" || defaults?.kind === "tuple" ? defaults.items : [];
  const first = names.length - fallbacks.length;
  const fields = names.map((name, i) => field(name, fallbacks[i - first]));
  return { kind: "class", name: target.id, bases: [], body: [], fields, at, end };
}

/** `["x", "y"]`, `"x y"`, `[("x", int), ("y", int)]` */
function fieldNames(given: Expression): string[] | undefined {
  if (given.kind === "string") return given.value.split(/[\s,]+/).filter((name) => name !== "");
  if (given.kind !== "list" && given.kind !== "tuple") return undefined;
  const names = given.items.map((item) => {
    const name = item.kind === "tuple" ? item.items[0] : item;
    return name?.kind === "string" ? name.value : undefined;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** A subclass of `NamedTuple`: everything in it that is not a method is a field. */
export function withFields(definition: Placed<ClassDefinition>): Placed<ClassDefinition> {
  if (nameOf(definition.bases[0]) !== "NamedTuple") return definition;
  const fields: Parameter[] = [];
  const body = definition.body.filter((statement) => {
    const target = statement.kind === "assign" ? statement.targets[0] : undefined;
    if (statement.kind !== "assign" || target?.kind !== "name") return true;
    fields.push(field(target.id, statement.value));
    return false;
  });
  return { ...definition, bases: [], body, fields };
}

const field = (name: string, fallback: Expression | undefined): Parameter => ({
  name,
  stars: 0,
  fallback,
  type: undefined,
});
