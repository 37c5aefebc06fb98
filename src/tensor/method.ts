/**
 * Tensor's methods with their signatures, each also a function of `torch`: `x.sum(1)` is `torch.sum(x, 1)`. Types and
 * documentation are in the `declare module` of the file that defines the method; `torch-functions.ts` is generated from
 * them.
 */

import {
  Overloads,
  Signature,
  keyword,
  required,
  scalarTypeName,
  signatures,
  type Arguments,
  type Values,
} from "../shape/index.ts";
import type { DType, Scalar } from "../shape/index.ts";
import { defineGradient } from "./autograd/gradient.ts";
import { inPlace } from "./in-place.ts";
import * as is from "./kinds.ts";
import { Tensor } from "./tensor.ts";

/** One way to call a method: its arguments and what it computes. */
export interface Form<A extends Arguments = Arguments> {
  readonly args: A;
  readonly compute: (self: Tensor, args: Readonly<Record<string, unknown>>) => unknown;
}

/** A form together with the types of its arguments. */
export function form<A extends Arguments>(args: A, compute: (self: Tensor, args: Values<A>) => unknown): Form {
  return { args, compute: compute as Form["compute"] };
}

type Caller = (self: Tensor, given: readonly unknown[]) => unknown;

/** What a method is defined by, for its function form and its in-place form. */
interface Entry {
  readonly forms: Readonly<Record<string, Form>>;
  /** Takes one operand, and is nearly always called with nothing else. */
  readonly isOperation: boolean;
}

const table = new Map<string, Entry>();

function install(name: string, call: Caller): void {
  const method = {
    [name](this: Tensor, ...given: unknown[]): unknown {
      return call(this, given);
    },
  }[name];
  Object.defineProperty(Tensor.prototype, name, { value: method, writable: true, configurable: true });
}

/** Reads the arguments of a call with one form or several. */
function reader(path: string, forms: Readonly<Record<string, Arguments>>): Signature | Overloads {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const [only, ...others] = Object.values(forms);
  const made = others.length === 0 ? new Signature(name, only!) : new Overloads(name, forms);
  signatures.set(path, made);
  return made;
}

function argumentsOf(forms: Readonly<Record<string, Form>>): Record<string, Arguments> {
  return Object.fromEntries(Object.entries(forms).map(([key, { args }]) => [key, args]));
}

function define(name: string, entry: Entry): void {
  table.set(name, entry);
  install(name, callerOf(reader(`Tensor.${name}`, argumentsOf(entry.forms)), entry));
}

/** Reads and computes a call with these forms. The most common calls skip the reading. */
function callerOf(from: Signature | Overloads, { forms, isOperation }: Entry): Caller {
  if (from instanceof Overloads)
    return (self, given) => {
      const call = from.read(given);
      return forms[call.form]!.compute(self, call.args);
    };
  const { compute, args } = Object.values(forms)[0]!;
  const defaults = defaultsOf(args);
  if (isOperation)
    return (self, given) => {
      const other = given[0];
      if (given.length === 1 && (other instanceof Tensor || typeof other === "number"))
        return compute(self, { ...defaults, other });
      return compute(self, from.read(given));
    };
  const whole = wholeReader(args);
  if (whole !== null) return (self, given) => compute(self, whole(given) ?? from.read(given));
  const mayBeBare = Object.values(args).every(({ isRequired }) => !isRequired);
  if (!mayBeBare) return (self, given) => compute(self, from.read(given));
  return (self, given) => compute(self, given.length === 0 ? defaults : from.read(given));
}

/**
 * Reads calls that pass only whole numbers, such as `view(2, 3)` and `select(0, 1)`: making a view takes less time than
 * reading a signature.
 * Null for methods whose first arguments are not whole numbers.
 */
function wholeReader(args: Arguments): ((given: readonly unknown[]) => Record<string, unknown> | undefined) | null {
  const names = Object.keys(args);
  const list = Object.values(args);
  if (names.length === 1 && list[0]!.isVariadic && list[0]!.kind === is.ints) {
    const name = names[0]!;
    return (given) => {
      if (given.length === 0 || !areWhole(given)) return undefined;
      // Written this way because `{ [name]: given }` takes five times as long.
      const values: Record<string, unknown> = {};
      values[name] = given;
      return values;
    };
  }
  if (names.length === 0 || !list.every(({ kind, isKeyword }) => kind.isWhole && !isKeyword)) return null;
  const needed = list.filter(({ isRequired }) => isRequired).length;
  return (given) => {
    if (given.length < needed || given.length > names.length || !areWhole(given)) return undefined;
    const values: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) values[names[i]!] = i < given.length ? given[i] : list[i]!.default;
    return values;
  };
}

function areWhole(values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isInteger(values[i])) return false;
  return true;
}

const defaultsOf = (args: Arguments): Record<string, unknown> =>
  Object.freeze(Object.fromEntries(Object.entries(args).map(([name, argument]) => [name, argument.default])));

/** Adds a method to Tensor. The arguments come in torch's order, without `input`. */
export function method<A extends Arguments>(
  name: string,
  args: A,
  compute: (self: Tensor, args: Values<A>) => unknown,
): void {
  define(name, { forms: { only: form(args, compute) }, isOperation: false });
}

/** Adds a method to Tensor that torch overloads; if a call fits two forms, the first one is used. */
export function overloadedMethod(name: string, forms: Readonly<Record<string, Form>>): void {
  define(name, { forms, isOperation: false });
}

/** Adds a method with one operand to Tensor, a tensor or a number, and possibly named arguments. */
export function operation<A extends Arguments>(
  name: string,
  more: A,
  compute: (self: Tensor, args: Values<A> & { other: Tensor | Scalar }) => unknown,
): void {
  const args = { other: required(is.tensorOrNumber), ...more };
  define(name, { forms: { only: form(args, compute as never) }, isOperation: true });
}

/** Constant almost everywhere: comparisons, whose result has no history of its own, written over a tensor that has one. */
const constantBackward = defineGradient("ZeroBackward0", (_node, grad) => [grad.zerosLike()]);

/** Adds the in-place method `add_` for `add` to Tensor: the result is written over the tensor. */
export function inPlaceMethod(name: string): void {
  const { forms, isOperation } = table.get(name)!;
  const twins = Object.entries(forms).map(([key, { args, compute }]) => {
    const takesType = "dtype" in args;
    const twin = form(args, (self, given) => {
      const asked = takesType ? (given as { readonly dtype?: DType | null }).dtype : null;
      if (asked !== null && asked !== undefined && asked !== self.dtype)
        throw new TypeError(
          `Bad in-place call: input tensor dtype ${scalarTypeName(self.dtype).toLowerCase()} and output tensor dtype ${scalarTypeName(asked).toLowerCase()} should match`,
        );
      return inPlace(self, () => {
        const out = compute(self, given) as Tensor;
        return out.gradFn === null && self.requiresGrad
          ? constantBackward.record(out.to(self.dtype), [self], [], undefined)
          : out;
      });
    });
    return [key, twin] as const;
  });
  define(`${name}_`, { forms: Object.fromEntries(twins), isOperation });
}

/** Adds the method `alias` to Tensor, another name for `name`; its arguments may have different names. */
export function aliasMethod(alias: string, name: string, renamed: Readonly<Record<string, string>> = {}): void {
  const { forms, isOperation } = table.get(name)!;
  if (Object.keys(renamed).length === 0) return define(alias, { forms, isOperation });
  const own = Object.entries(forms).map(([key, { args, compute }]) => {
    const entries = Object.entries(args).map(([each, argument]) => [renamed[each] ?? each, argument] as const);
    const back = (given: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(Object.keys(args).map((each) => [each, given[renamed[each] ?? each]]));
    return [key, { args: Object.fromEntries(entries), compute: (self, given) => compute(self, back(given)) }] as const;
  }) satisfies (readonly [string, Form])[];
  define(alias, { forms: Object.fromEntries(own), isOperation });
}

const functions = new Map<string, (given: readonly unknown[]) => unknown>();

/** Calls the method `name` as a function of torch: the tensor is the first argument, `input`. */
export function callAsFunction(name: string, given: readonly unknown[]): unknown {
  let call = functions.get(name);
  if (call === undefined) functions.set(name, (call = functionOf(name)));
  return call(given);
}

function functionOf(name: string): (given: readonly unknown[]) => unknown {
  const entry = table.get(name);
  if (entry === undefined) throw new Error(`internal: torch.${name} is no method of Tensor`);
  const { forms, isOperation } = entry;
  const from = functionSignature(name);
  const only = Object.values(forms)[0]!;
  // `input` stays among the arguments, where nothing reads it: removing it would cost more than reading all the others.
  const run = (form: Form, values: Readonly<Record<string, unknown>>) =>
    form.compute(values["input"] as Tensor, values);
  if (from instanceof Overloads)
    return (given) => {
      const call = from.read(given);
      return run(forms[call.form]!, call.args);
    };
  const defaults = defaultsOf(only.args);
  return (given) => {
    const [input, other] = given;
    if (isOperation && given.length === 2 && input instanceof Tensor && other instanceof Tensor)
      return only.compute(input, { ...defaults, other });
    return run(only, from.read(given));
  };
}

/** The signature of the function that shares a method's name; the function takes sizes as one array. */
export function functionSignature(name: string): Signature | Overloads {
  const known = signatures.get(`torch.${name}`);
  if (known !== undefined) return known;
  const forms = Object.entries(argumentsOf(table.get(name)!.forms)).map(([key, args]) => {
    const rest = Object.entries(args).map(([each, argument]) => [each, { ...argument, isVariadic: false }] as const);
    return [key, { input: required(is.tensor), ...Object.fromEntries(rest) }] as const;
  });
  return reader(`torch.${name}`, Object.fromEntries(forms));
}

/** The names of all methods that have a signature. */
export const methodNames = (): string[] => [...table.keys()];

/** Named arguments of functions that make tensors: `dtype`, `device` (there is only one), `requiresGrad`. */
export const creation = {
  dtype: keyword(is.orNull(is.dtype), null),
  device: keyword(is.orNull(is.device), null),
  requiresGrad: keyword(is.bool, false),
};
