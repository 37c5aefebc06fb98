/**
 * Which errors a program waits for. JavaScript raises none for a key that is not there or for a division by zero: where nobody waits for
 * them the plain operators read better, and where somebody does the program has to be told.
 */
import type { Expression, Statement } from "../python/tree.ts";
import { bodiesOf } from "../python/walk.ts";
import type { Check } from "./context.ts";

export interface Caught {
  readonly checks: ReadonlySet<Check>;
  /** The names of the errors that handlers name. */
  readonly names: ReadonlySet<string>;
}

const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  KeyError: ["key"],
  IndexError: ["index"],
  LookupError: ["key", "index"],
  ValueError: ["value"],
  ZeroDivisionError: ["zero"],
  ArithmeticError: ["zero"],
  StopIteration: ["stop"],
  Exception: ["key", "index", "value", "zero", "stop"],
};

/** `isPlain`: no tensors are in it, so that whatever is caught as `Exception` is Python's own. */
export function caughtIn(body: readonly Statement[], isPlain: boolean): Caught {
  const checks = new Set<Check>();
  const names = new Set<string>();
  const named = (type: Expression | undefined): readonly string[] => {
    if (type === undefined) return ["Exception"];
    if (type.kind === "tuple") return type.items.flatMap((item) => named(item));
    return type.kind === "name" ? [type.id] : [];
  };
  const visit = (block: readonly Statement[]): void => {
    for (const statement of block) {
      if (statement.kind === "try")
        for (const { type } of statement.handlers)
          for (const name of named(type)) {
            names.add(name);
            if (name === "Exception" && !isPlain) continue;
            for (const check of CHECKS[name] ?? []) checks.add(check);
          }
      // Iterators end by it.
      if (statement.kind === "function" && statement.name === "__next__") names.add("StopIteration");
      if (statement.kind === "function" || statement.kind === "class") visit(statement.body);
      for (const inner of bodiesOf(statement)) visit(inner);
    }
  };
  visit(body);
  return { checks, names };
}
