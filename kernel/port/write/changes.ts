/** Names whose values change their kind, so the type that TypeScript infers from the first value does not fit the next. */
import { isNumber } from "../kinds/kinds.ts";
import type { Kind } from "../kinds/kinds.ts";
import type { Expression, Statement } from "../python/tree.ts";
import { bodiesOf, namesIn } from "../python/walk.ts";
import type { Context } from "./context.ts";
import type { Declarations } from "./declarations.ts";

/** Notes names that begin as a number and become a tensor, such as a sum of losses. In TypeScript they are tensors from the start. */
export function noteSums(body: readonly Statement[], context: Context): void {
  const numbers = new Map<string, Statement[]>();
  const changes: [string, Statement][] = [];
  const sums = new Set<string>();
  const visit = (block: readonly Statement[]): void => {
    for (const statement of block) {
      if (statement.kind === "function" || statement.kind === "class") noteSums(statement.body, context);
      const [target] =
        statement.kind === "assign" ? statement.targets : statement.kind === "augment" ? [statement.target] : [];
      if (target?.kind === "name" && "value" in statement && statement.value !== undefined) {
        const value = statement.value as Expression;
        const isTensor = context.kinds.of(value).is === "tensor";
        if (statement.kind === "assign" && value.kind === "number")
          numbers.set(target.id, [...(numbers.get(target.id) ?? []), statement]);
        const isSum = statement.kind === "augment" || (value.kind === "binary" && namesIn(value).includes(target.id));
        if (isTensor && isSum) sums.add(target.id);
        if (statement.kind === "augment") changes.push([target.id, statement]);
      }
      for (const inner of bodiesOf(statement)) visit(inner);
    }
  };
  visit(body);
  for (const name of sums) for (const statement of numbers.get(name) ?? []) context.becomesTensor.add(statement);
  for (const [name, statement] of changes)
    if (sums.has(name) && numbers.has(name)) context.becomesTensor.add(statement);
}

/** Notes names that are assigned values of several kinds, so the type that TypeScript infers from the first does not fit the next. */
export function noteChanges(body: readonly Statement[], context: Context, declarations?: Declarations): void {
  const functions = new Set<string>();
  const seen = new Map<string, { readonly kinds: Set<string>; readonly places: Statement[] }>();
  const replaced = new Set<string>();
  const note = (name: string, kind: string, statement: Statement): void => {
    if (functions.has(name)) replaced.add(name);
    if (!seen.has(name) || declarations?.at.get(statement)?.has(name)) seen.set(name, { kinds: new Set(), places: [] });
    const { kinds, places } = seen.get(name)!;
    if (kind !== "any") kinds.add(kind);
    places.push(statement);
    if (kinds.size > 1) for (const place of places) context.changing.add(place);
  };
  const visit = (block: readonly Statement[]): void => {
    for (const statement of block) {
      if (statement.kind === "function") functions.add(statement.name);
      if (statement.kind === "function" || statement.kind === "class") noteChanges(statement.body, context);
      if (statement.kind === "assign" && statement.value !== undefined)
        for (const target of statement.targets)
          for (const item of target.kind === "tuple" ? target.items : [target])
            if (item.kind === "name") note(item.id, coarse(context.kinds.of(item)), statement);
      for (const inner of bodiesOf(statement)) visit(inner);
    }
  };
  visit(body);
  if (declarations !== undefined) for (const name of replaced) context.replaced.add(name);
}

function coarse(kind: Kind): string {
  if (kind.is === "array" && kind.isMixed) return "number or array";
  if (isNumber(kind) && kind.is !== "bool") return "number";
  if (kind.is === "list") return `list of ${coarse(kind.of)}`;
  if (kind.is === "tuple") return `list of ${kind.items.map((item) => coarse(item)).join()}`;
  return kind.is === "instance" ? kind.info.definition.name : kind.is;
}
