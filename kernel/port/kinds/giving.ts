/** The kinds of arguments that functions get: a user's function from its calls, a callback from the library that calls it. */
import type { Argument, Expression, Parameter } from "../python/tree.ts";
import { ANY, elementOf, isNumber, join, MODULE, OTHER, TENSOR, tupleOf } from "./kinds.ts";
import type { FunctionInfo, Kind } from "./kinds.ts";

export function give(info: FunctionInfo, args: readonly Argument[], kinds: readonly Kind[]): void {
  const { definition, given, isMethod } = info;
  const parameters = definition.parameters.slice(isMethod ? 1 : 0);
  const set = (name: string, kind: Kind): void => void given.set(name, join(given.get(name), kind));
  const rest = parameters.findIndex((each) => each.stars === 1);
  for (const [i, { name, stars }] of args.entries()) {
    if (stars === 2) info.isGivenNames = true;
    else if (name !== undefined) {
      const own = parameters.some((each) => each.name === name && each.stars === 0);
      const double = parameters.find((each) => each.stars === 2);
      if (own) set(name, kinds[i]!);
      else if (double !== undefined) set(double.name, kinds[i]!);
      if (!own) info.isGivenNames = true;
    } else {
      const parameter = rest >= 0 && i >= rest ? parameters[rest] : parameters[i];
      if (stars === 0 && parameter !== undefined)
        set(parameter.name, parameter.stars === 1 ? mixed(given.get(parameter.name), kinds[i]!) : kinds[i]!);
      if (stars === 1) giveSpread(parameters.slice(i), kinds[i]!, set);
    }
  }
}

/** Numbers and tensors in one list stay apart: a number there does not become a tensor later. */
const mixed = (known: Kind | undefined, kind: Kind): Kind =>
  known !== undefined && (known.is === "tensor" ? isNumber(kind) : isNumber(known) && kind.is === "tensor")
    ? OTHER
    : kind;

function giveSpread(parameters: readonly Parameter[], spread: Kind, set: (name: string, kind: Kind) => void): void {
  for (const [i, { name, stars }] of parameters.entries()) {
    if (stars === 2) break;
    const isPair = spread.is === "tuple" && spread.isLong !== true && stars === 0;
    set(name, isPair ? (spread.items[i] ?? ANY) : elementOf(spread));
  }
}

export function giveKinds(info: FunctionInfo | undefined, kinds: readonly Kind[]): void {
  if (info === undefined) return;
  const none: Expression = { kind: "constant", value: null, at: 0 };
  give(
    info,
    kinds.map(() => ({ name: undefined, stars: 0, value: none })),
    kinds,
  );
}

export function giveOne(info: FunctionInfo, kind: Kind): void {
  giveKinds(info, [kind]);
}

/** What `sorted` and the like pass to their key function. */
export function giveKey(args: readonly Argument[], kinds: readonly Kind[], element: Kind): void {
  const key = kinds[args.findIndex(({ name }) => name === "key")];
  if (key?.is === "function") giveOne(key.info, element);
}

/** What torch passes to a hook. */
export function giveHook(name: string, hook: Kind | undefined): void {
  if (hook?.is !== "function") return;
  const given: Readonly<Record<string, readonly Kind[]>> = {
    register_hook: [TENSOR],
    register_forward_hook: [MODULE, tupleOf(TENSOR), TENSOR],
    register_forward_pre_hook: [MODULE, tupleOf(TENSOR)],
    register_full_backward_hook: [MODULE, tupleOf(TENSOR), tupleOf(TENSOR)],
    apply: [MODULE],
  };
  const kinds = given[name];
  if (kinds !== undefined) giveKinds(hook.info, kinds);
}
