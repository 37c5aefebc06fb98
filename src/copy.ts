/**
 * Copies like those of Python's `copy`. `structuredClone` cannot copy modules and tensors, because it knows neither
 * classes nor functions.
 */
import { Optimizer } from "./optim/optimizer.ts";
import { Module } from "./nn/module.ts";
import { Parameter } from "./nn/parameter.ts";
import { required, signature } from "./shape/index.ts";
import { Tensor } from "./tensor/index.ts";
import { any } from "./tensor/kinds.ts";

const deepcopySignature = signature("copy.deepcopy", { x: required(any) });

type Seen = Map<unknown, unknown>;

/**
 * A copy that shares nothing with the original: tensors, modules, optimiser state, arrays, objects, maps and sets, at
 * any depth.
 * An object that occurs twice in the original is one object in the copy, too.
 *
 * ```ts
 * const best = copy.deepcopy(model.stateDict()); // training goes on, `best` stays
 * ```
 * Reference: https://docs.python.org/3.13/library/copy.html
 * @throws Error in torch's words for a tensor that is the result of recorded operations.
 */
export function deepcopy<T>(x: T): T;
export function deepcopy(...given: unknown[]): unknown {
  return copied(deepcopySignature.read(given).x, new Map());
}

function copied(value: unknown, seen: Seen): unknown {
  if (value instanceof Tensor) return remembered(value, seen, () => tensorCopy(value));
  if (value instanceof Module)
    return remembered(value, seen, (keep) => value.copyWith((part) => copied(part, seen), keep));
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (Array.isArray(value)) return filled(value, [], seen);
  if (ArrayBuffer.isView(value)) return structuredClone(value);
  if (value instanceof Map)
    return remembered(value, seen, (keep) => {
      const copy = keep(new (value.constructor as new () => Map<unknown, unknown>)());
      for (const [key, item] of value) copy.set(copied(key, seen), copied(item, seen));
      return copy;
    });
  if (value instanceof Set)
    return remembered(value, seen, (keep) => {
      const copy = keep(new Set<unknown>());
      for (const item of value) copy.add(copied(item, seen));
      return copy;
    });
  if (value instanceof Optimizer)
    throw new TypeError("deepcopy(): an optimiser holds the parameters of its model; copy its stateDict() instead");
  return filled(value, Object.create(Object.getPrototypeOf(value) as object) as object, seen);
}

function filled(from: object, to: object, seen: Seen): object {
  seen.set(from, to);
  for (const [name, item] of Object.entries(from)) (to as Record<string, unknown>)[name] = copied(item, seen);
  return to;
}

function remembered<T>(value: T, seen: Seen, make: (keep: <C>(copy: C) => C) => unknown): unknown {
  if (seen.has(value)) return seen.get(value);
  const copy = make((early) => {
    seen.set(value, early);
    return early;
  });
  seen.set(value, copy);
  return copy;
}

function tensorCopy(tensor: Tensor): Tensor {
  if (!tensor.isLeaf)
    throw new Error(
      "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment. " +
        "If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage; " +
        "else copy tensor.detach()",
    );
  const data = tensor.detach().clone();
  const copy = tensor instanceof Parameter ? new Parameter(data, tensor.requiresGrad) : data;
  if (tensor instanceof Parameter) Object.setPrototypeOf(copy, Object.getPrototypeOf(tensor) as object);
  else if (tensor.requiresGrad) copy.requiresGrad = true;
  const grad = tensor.peekGrad();
  if (grad !== null) copy.grad = grad.detach().clone();
  return copy;
}
