/**
 * Which errors a program catches. JavaScript raises none for a missing key or a division by zero. If the program does not catch them, the
 * plain operators read better; if it does, the errors must be raised.
 */
import type { Expression, Statement } from "../python/tree.ts";
import { bodiesOf } from "../python/walk.ts";
import type { Check } from "./context.ts";

export interface Caught {
  readonly checks: ReadonlySet<Check>;
  /** The names of the errors in `except` clauses. */
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

/** `isPlain`: it uses no tensors, so that whatever is caught as `Exception` is one of Python's own errors. */
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
      // Iterators end by raising it.
      if (statement.kind === "function" && statement.name === "__next__") names.add("StopIteration");
      if (statement.kind === "function" || statement.kind === "class") visit(statement.body);
      for (const inner of bodiesOf(statement)) visit(inner);
    }
  };
  visit(body);
  return { checks, names };
}
