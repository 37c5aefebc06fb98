/**
 * `torch.autograd.functional`: derivatives of functions of tensors. `func` takes the inputs and returns one tensor, or
 * several in an array.
 * Reference: https://docs.pytorch.org/docs/2.13/autograd.html#functional-higher-level-api
 */
import { optional, required, sameShape, signature } from "../shape/index.ts";
import { enableGrad, grad } from "./autograd/index.ts";
import * as is from "./kinds.ts";
import { stack } from "./ops/join.ts";
import { Tensor } from "./tensor.ts";

/** One tensor, or several in an array: the result has the same form as the input. */
export type Some = Tensor | readonly Tensor[];
export type Func = (...inputs: Tensor[]) => Some;

/** `createGraph` records the derivative's own operations, for higher derivatives. */
export interface FunctionalOptions {
  readonly createGraph?: boolean;
}

const common = {
  func: required(is.callable<Func>()),
  inputs: required(is.tensorOrTensors),
};
const createGraph = optional(is.bool, false);
const strict = optional(is.only(false), false);
const vector = optional(is.orNull(is.tensorOrTensors), null);
const vectorize = optional(is.bool, false);
const signed = {
  vjp: signature("autograd.functional.vjp", { ...common, v: vector, createGraph, strict }),
  jvp: signature("autograd.functional.jvp", { ...common, v: vector, createGraph, strict }),
  jacobian: signature("autograd.functional.jacobian", {
    ...common,
    createGraph,
    strict,
    vectorize,
    strategy: optional(is.only("reverse-mode"), "reverse-mode"),
  }),
  hessian: signature("autograd.functional.hessian", {
    ...common,
    createGraph,
    strict,
    vectorize,
    outerJacobianStrategy: optional(is.only("reverse-mode"), "reverse-mode"),
  }),
};

const listed = (some: Some): readonly Tensor[] => (some instanceof Tensor ? [some] : some);
const likeGiven = (results: readonly Tensor[], given: unknown): Some =>
  given instanceof Tensor ? results[0]! : results;

/**
 * Copies of the inputs to differentiate by; they stay connected to the caller's own graph only if that is requested.
 */
const prepared = (inputs: Some, keeps: boolean): Tensor[] =>
  listed(inputs).map((x) => (keeps && x.requiresGrad ? x.view([...x.sizes]) : x.detach().requiresGrad_()));

function called(name: string, func: Func, inputs: readonly Tensor[]): Some {
  const made: unknown = func(...inputs);
  const isRight =
    made instanceof Tensor || (Array.isArray(made) && made.length > 0 && made.every((each) => each instanceof Tensor));
  if (!isRight)
    throw new TypeError(
      `The outputs of the user-provided function given to ${name} must be either a Tensor or a tuple of Tensors` +
        (made instanceof Promise ? "; it gives a Promise: the function cannot be async" : ""),
    );
  return made as Some;
}

/** The derivatives of `outputs`, zeros where they do not depend on an input. */
function derivatives(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  weights: readonly Tensor[] | null,
  createsGraph: boolean,
): Tensor[] {
  const known = outputs.map((output, i) => [output, weights?.[i] ?? null] as const);
  const used = known.filter(([output]) => output.requiresGrad);
  if (used.length === 0) return inputs.map((x) => x.detach().zerosLike());
  const found = grad(
    used.map(([output]) => output),
    inputs,
    {
      gradOutputs: used.map(([, weight]) => weight),
      createGraph: createsGraph,
      retainGraph: true,
      allowUnused: true,
    },
  );
  return found.map((each, i) => each ?? inputs[i]!.detach().zerosLike());
}

const settled = (some: Some, keeps: boolean): Some =>
  keeps ? some : some instanceof Tensor ? some.detach() : some.map((each) => each.detach());

/** The vector, or 1 where torch lets the caller leave it out because there is just one element. */
function vectorFor(v: Some | null, like: Some, missing: string): readonly Tensor[] {
  const expected = listed(like);
  if (v === null) {
    if (expected.length !== 1 || expected[0]!.numel() !== 1) throw new RangeError(missing);
    return [expected[0]!.detach().onesLike()];
  }
  const given = listed(v);
  if (given.length !== expected.length)
    throw new RangeError(`v is a tuple of invalid length: should be ${expected.length} but got ${given.length}.`);
  given.forEach((each, i) => {
    if (!sameShape(each.sizes, expected[i]!.sizes))
      throw new RangeError(
        `v${expected.length > 1 ? `[${i}]` : ""} has invalid size: should be ${expected[i]!.shape.toString()} but got ${each.shape.toString()}.`,
      );
  });
  return given;
}

/**
 * The function's output, and the product of `v` with its Jacobian: what `backward(v)` computes.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.vjp.html.
 */
export function vjp(func: Func, inputs: Tensor, v?: Some | null, options?: FunctionalOptions): [Some, Tensor];
export function vjp(
  func: Func,
  inputs: readonly Tensor[],
  v?: Some | null,
  options?: FunctionalOptions,
): [Some, readonly Tensor[]];
export function vjp(...given: unknown[]): [Some, Some] {
  const { func, inputs, v, createGraph: keeps } = signed.vjp.read(given);
  return enableGrad(() => {
    const xs = prepared(inputs, keeps);
    const outputs = called("vjp", func, xs);
    const weights = vectorFor(
      v,
      outputs,
      "The vector v can only be None if the user-provided function returns a single Tensor with a single element.",
    );
    const found = derivatives(listed(outputs), xs, weights, keeps);
    return [settled(outputs, keeps), settled(likeGiven(found, inputs), keeps)];
  });
}

/**
 * The function's output, and the product of its Jacobian with `v`: how the output changes along `v`.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.jvp.html.
 */
export function jvp(func: Func, inputs: Some, v?: Some | null, options?: FunctionalOptions): [Some, Some];
export function jvp(...given: unknown[]): [Some, Some] {
  const { func, inputs, v, createGraph: keeps } = signed.jvp.read(given);
  return enableGrad(() => {
    const xs = prepared(inputs, keeps);
    const along = vectorFor(
      v,
      inputs,
      "The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.",
    );
    const outputs = called("jvp", func, xs);
    // The product with the Jacobian's transpose is linear in its vector, so its derivative by that vector is the
    // product wanted here.
    const dual = listed(outputs).map((output) => output.detach().zerosLike().requiresGrad_());
    const back = derivatives(listed(outputs), xs, dual, true);
    const found = derivatives(back, dual, along, keeps);
    return [settled(outputs, keeps), settled(likeGiven(found, outputs), keeps)];
  });
}

type Matrix = Tensor | readonly Tensor[] | readonly (readonly Tensor[])[];

function jacobianOf(name: string, func: Func, inputs: Some, keeps: boolean): Matrix {
  return enableGrad(() => {
    const xs = prepared(inputs, keeps);
    const outputs = called(name, func, xs);
    const rows = listed(outputs).map((output) => {
      const elements = output.reshape([-1]);
      const each = Array.from({ length: output.numel() }, (_, i) =>
        derivatives([elements.select(0, i)], xs, null, keeps),
      );
      return xs.map((x, k) => {
        const sizes = [...output.sizes, ...x.sizes];
        if (each.length === 0) return x.detach().newZeros(sizes);
        const whole = stack(each.map((row) => row[k]!)).reshape(sizes);
        return keeps ? whole : whole.detach();
      });
    });
    const likeInputs = rows.map((row) => likeGiven(row, inputs));
    return (outputs instanceof Tensor ? likeInputs[0]! : likeInputs) as Matrix;
  });
}

/**
 * All derivatives of each output element by each input element: for one input and one output, a tensor [...output,
 * ...input].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.jacobian.html.
 *
 * ```ts
 * torch.autograd.functional.jacobian((x) => x.pow(2), torch.tensor([1, 2]).float()).tolist(); // [[2, 0], [0, 4]]
 * ```
 */
export function jacobian(func: (...inputs: Tensor[]) => Tensor, inputs: Tensor, options?: FunctionalOptions): Tensor;
export function jacobian(func: Func, inputs: Some, options?: FunctionalOptions): Matrix;
export function jacobian(...given: unknown[]): Matrix {
  const { func, inputs, createGraph: keeps } = signed.jacobian.read(given);
  return jacobianOf("jacobian", func, inputs, keeps);
}

/**
 * The second derivatives of a function that returns one number: for one input, a tensor [...input, ...input].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.hessian.html.
 *
 * ```ts
 * torch.autograd.functional.hessian((x) => x.pow(3).sum(), torch.tensor([1, 2]).float()).tolist(); // [[6, 0], [0, 12]]
 * ```
 * @throws RangeError in torch's words if the function returns more than one number.
 */
export function hessian(func: (...inputs: Tensor[]) => Tensor, inputs: Tensor, options?: FunctionalOptions): Tensor;
export function hessian(func: Func, inputs: Some, options?: FunctionalOptions): Matrix;
export function hessian(...given: unknown[]): Matrix {
  const { func, inputs, createGraph: keeps } = signed.hessian.read(given);
  const single: Func = (...xs) => {
    const made = called("hessian", func, xs);
    if (!(made instanceof Tensor)) throw new TypeError("The function given to hessian should return a single Tensor");
    if (made.numel() !== 1)
      throw new RangeError("The Tensor returned by the function given to hessian should contain a single element");
    return made.reshape([]);
  };
  const slopes: Func = (...xs) => jacobianOf("hessian", single, inputs instanceof Tensor ? xs[0]! : xs, true) as Some;
  return jacobianOf("hessian", slopes, inputs, keeps);
}
