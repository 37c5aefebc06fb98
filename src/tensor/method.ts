/**
 * Tensor's methods with their signatures, each also a function of `torch`: `x.sum(1)` is `torch.sum(x, 1)`. The types and the documentation
 * stand in the `declare module` of the file that makes the method; `torch-functions.ts` is made from them.
 */

import { Overloads, Signature, keyword, required, signatures, type Arguments, type Values } from "../shape/index.ts";
import type { Scalar } from "../shape/index.ts";
import * as is from "./kinds.ts";
import { Tensor } from "./tensor.ts";

/** One way to call a method: its arguments and what it computes. */
export interface Form<A extends Arguments = Arguments> {
  readonly args: A;
  readonly compute: (self: Tensor, args: Values<A>) => unknown;
}

/** A form, with the types of its arguments. */
export function form<A extends Arguments>(args: A, compute: (self: Tensor, args: Values<A>) => unknown): Form {
  return { args, compute: compute as Form["compute"] };
}

type Compute = (self: Tensor, args: Readonly<Record<string, unknown>>) => unknown;
type Caller = (self: Tensor, given: readonly unknown[]) => unknown;

/** Methods by name, for the functions of the same name. */
const table = new Map<string, Readonly<Record<string, Form>>>();

function install(name: string, call: Caller): void {
  const method = {
    [name](this: Tensor, ...given: unknown[]): unknown {
      return call(this, given);
    },
  }[name];
  Object.defineProperty(Tensor.prototype, name, { value: method, writable: true, configurable: true });
}

/** Reads a call of one form or of several. */
function reader(path: string, forms: Readonly<Record<string, Arguments>>): Signature | Overloads {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const [only, ...others] = Object.values(forms);
  const made = others.length === 0 ? new Signature(name, only!) : new Overloads(name, forms);
  signatures.set(path, made);
  return made;
}

function read(from: Signature | Overloads, given: readonly unknown[]): { form: string; args: Values<Arguments> } {
  return from instanceof Overloads ? from.read(given) : { form: "", args: from.read(given) };
}

/** Gives Tensor a method. The arguments come in torch's order, without `input`. */
export function method<A extends Arguments>(
  name: string,
  args: A,
  compute: (self: Tensor, args: Values<A>) => unknown,
): void {
  const made = reader(`Tensor.${name}`, { only: args }) as Signature;
  table.set(name, { only: { args, compute: compute as Compute } });
  install(name, (self, given) => (compute as Compute)(self, made.read(given)));
}

/** Gives Tensor a method that torch overloads; where a call fits two forms, the first one counts. */
export function overloadedMethod(name: string, forms: Readonly<Record<string, Form>>): void {
  const args = Object.fromEntries(Object.entries(forms).map(([key, each]) => [key, each.args]));
  const made = reader(`Tensor.${name}`, args) as Overloads;
  table.set(name, forms);
  install(name, (self, given) => {
    const call = made.read(given);
    return forms[call.form]!.compute(self, call.args);
  });
}

/** Gives Tensor a method of one operand, which is a tensor or a number, and perhaps of named arguments. */
export function operation<A extends Arguments>(
  name: string,
  more: A,
  compute: (self: Tensor, other: Tensor | Scalar, more: Values<A>) => unknown,
): void {
  const args = { other: required(is.tensorOrNumber), ...more };
  const made = reader(`Tensor.${name}`, { only: args }) as Signature;
  const run = compute as (self: Tensor, other: Tensor | Scalar, more: unknown) => unknown;
  const spread: Compute = (self, { other, ...rest }) => run(self, other as Tensor | Scalar, rest);
  table.set(name, { only: { args, compute: spread } });
  const defaults = Object.freeze(
    Object.fromEntries(Object.entries(more).map(([key, argument]) => [key, argument.default])),
  );
  install(name, (self, given) => {
    const other = given[0];
    // What nearly every call is needs no reading.
    if (given.length === 1 && (other instanceof Tensor || typeof other === "number")) return run(self, other, defaults);
    return spread(self, made.read(given));
  });
}

const functions = new Map<string, (given: readonly unknown[]) => unknown>();

/** Calls the method `name` as a function of torch: the tensor is the first argument, `input`. */
export function callAsFunction(name: string, given: readonly unknown[]): unknown {
  let call = functions.get(name);
  if (call === undefined) functions.set(name, (call = functionOf(name)));
  return call(given);
}

function functionOf(name: string): (given: readonly unknown[]) => unknown {
  const forms = table.get(name);
  if (forms === undefined) throw new Error(`internal: torch.${name} is no method of Tensor`);
  const made = functionSignature(name);
  const only = Object.values(forms)[0]!;
  return (given) => {
    const { form, args } = read(made, given);
    const { input, ...rest } = args as { input: Tensor };
    return (forms[form] ?? only).compute(input, rest);
  };
}

/** The signature of the function that a method is too; there sizes come as one array. */
export function functionSignature(name: string): Signature | Overloads {
  const known = signatures.get(`torch.${name}`);
  if (known !== undefined) return known;
  const forms = Object.entries(table.get(name)!).map(([key, { args }]) => {
    const rest = Object.entries(args).map(([each, argument]) => [each, { ...argument, isVariadic: false }] as const);
    return [key, { input: required(is.tensor), ...Object.fromEntries(rest) }] as const;
  });
  return reader(`torch.${name}`, Object.fromEntries(forms));
}

/** Names of all methods that have a signature. */
export const methodNames = (): string[] => [...table.keys()];

/** Named arguments of tensors that are made: `dtype`, `device` (there is one), `requiresGrad`. */
export const creation = {
  dtype: keyword(is.orNull(is.dtype), null),
  device: keyword(is.orNull(is.device), null),
  requiresGrad: keyword(is.bool, false),
};
