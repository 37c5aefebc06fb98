/** Calls of library functions that take a callback: `map`, `reduce` and the like pass their elements to it. */
import type { Argument } from "../python/tree.ts";
import { give, giveKey, giveKinds, giveOne } from "./giving.ts";
import { ANY, elementOf, instanceOf, join, methodOf, OTHER } from "./kinds.ts";
import type { FunctionInfo, Kind } from "./kinds.ts";
import { libraryResult } from "./results.ts";

const partials = new WeakMap<readonly Argument[], Map<FunctionInfo, FunctionInfo>>();

/** A function, or a class, some of whose arguments are given already. */
function partial(of: Kind, args: readonly Argument[], kinds: readonly Kind[]): Kind {
  if (of.is === "other" && of.functions !== undefined) {
    const each = of.functions.map((info) => partial({ is: "function", info }, args, kinds));
    return { is: "other", functions: each.flatMap((kind) => (kind.is === "function" ? [kind.info] : [])) };
  }
  const info = of.is === "function" ? of.info : of.is === "class" ? methodOf(of.info, "__init__") : undefined;
  if (info === undefined) return of.is === "class" ? OTHER : of;
  const [given, rest] = [args.slice(1), kinds.slice(1)];
  give(info, given, rest);
  const count = given.filter(({ name }) => name === undefined).length;
  const open = info.definition.parameters
    .slice((info.isMethod ? 1 : 0) + count)
    .filter(({ name }) => given.every((each) => each.name !== name));
  const mine = partials.get(args) ?? new Map<FunctionInfo, FunctionInfo>();
  partials.set(args, mine);
  const known = mine.get(info) ?? {
    definition: { name: info.definition.name, parameters: open },
    given: info.given,
    result: ANY,
    isMethod: false,
    isGivenNames: info.isGivenNames,
  };
  known.result = of.is === "class" ? instanceOf(of.info) : info.result;
  mine.set(info, known);
  return { is: "function", info: known };
}

export function libraryCall(path: string, args: readonly Argument[], kinds: readonly Kind[]): Kind {
  const [first, second = ANY, third] = kinds;
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (args.some((each) => each.name === "key")) {
    const isSeveral = args.filter((each) => each.name === undefined).length > 1;
    giveKey(args, kinds, isSeveral ? join(first, second) : elementOf(first ?? ANY));
  }
  if (path === "builtins.next" && first?.is === "instance") return methodOf(first.info, "__next__")?.result ?? ANY;
  if (path === "functools.partial" && first !== undefined) return partial(first, args, kinds);
  if (first?.is === "function") {
    if (path === "builtins.map")
      giveKinds(
        first.info,
        kinds.slice(1).map((kind) => elementOf(kind)),
      );
    else if (["builtins.filter", "itertools.takewhile", "itertools.dropwhile"].includes(path))
      giveOne(first.info, elementOf(second));
    else if (path === "functools.reduce")
      giveKinds(first.info, [
        join(third, first.info.result.is === "any" ? elementOf(second) : first.info.result),
        elementOf(second),
      ]);
  }
  if (path === "builtins.map") {
    const given = kinds.slice(1).map((kind) => elementOf(kind));
    if (first?.is === "library") return { is: "iterator", of: libraryCall(first.path, args.slice(1), given) };
    const called = first?.is === "instance" ? methodOf(first.info, "__call__") : undefined;
    if (called !== undefined) giveKinds(called, given);
    return { is: "iterator", of: first?.is === "function" ? first.info.result : (called?.result ?? ANY) };
  }
  if (name === "accumulate" && second.is === "function")
    giveKinds(second.info, [elementOf(first ?? ANY), elementOf(first ?? ANY)]);
  return libraryResult(path, { args, kinds });
}
