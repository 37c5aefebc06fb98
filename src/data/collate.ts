/** B = items of a batch. */
import { allocate, Storage } from "../backend/index.ts";
import { bool, float64, int64, required, shown, signature, type DType } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { gather } from "../tensor/dense.ts";
import { fromStorage, stack, Tensor } from "../tensor/index.ts";
import { noteOf, setNote } from "./note.ts";

/** The type of a batch of items: tensors get a first dimension of size B; tuples and objects hold such tensors. */
export type Collated<T> = T extends Tensor | number | bigint | boolean
  ? Tensor
  : T extends string
    ? string[]
    : T extends readonly unknown[]
      ? { -readonly [K in keyof T]: Collated<T[K]> }
      : T extends object
        ? { [K in keyof T]: Collated<T[K]> }
        : never;

const batch = is.where(is.listOf(is.any), "array of at least one item", (items) => items.length > 0);
const collateSignature = signature("torch.utils.data.defaultCollate", { batch: required(batch) });

/**
 * Makes one batch of items like torch's `default_collate`: tensors are stacked; numbers become int64 if all are whole,
 * else float64; booleans become bool; tuples and objects are collated member by member; strings stay a list.
 *
 * ```ts
 * defaultCollate([[torch.zeros(3), 1], [torch.ones(3), 7]])[1]; // tensor([1, 7])
 * ```
 * @throws RangeError if tensors or tuples differ in size, TypeError for items of any other kind.
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.default_collate
 */
export function defaultCollate<T>(batch: readonly T[]): Collated<T>;
export function defaultCollate(...given: unknown[]): unknown {
  return collateAny(collateSignature.read(given).batch);
}

const isAll = <U>(batch: readonly unknown[], test: (item: unknown) => item is U): batch is readonly U[] =>
  batch.every(test);
const isTensor = (item: unknown): item is Tensor => item instanceof Tensor;
const isNumber = (item: unknown): item is number => typeof item === "number";
const isBigInt = (item: unknown): item is bigint => typeof item === "bigint";
const isBoolean = (item: unknown): item is boolean => typeof item === "boolean";
const isString = (item: unknown): item is string => typeof item === "string";
const isTuple = (item: unknown): item is readonly unknown[] => Array.isArray(item);
const isPlain = (item: unknown): item is Readonly<Record<string, unknown>> =>
  typeof item === "object" && item !== null && [Object.prototype, null].includes(Object.getPrototypeOf(item) as null);

function collateAny(batch: readonly unknown[]): unknown {
  const [first] = batch;
  if (isAll(batch, isTensor)) return stackTensors(batch);
  if (isAll(batch, isNumber))
    return batch.every(Number.isSafeInteger) ? vector(int64, batch.map(BigInt)) : vector(float64, batch);
  if (isAll(batch, isBigInt)) return vector(int64, batch);
  if (isAll(batch, isBoolean)) return vector(bool, batch.map(Number));
  if (isAll(batch, isString)) return [...batch];
  if (isAll(batch, isTuple)) {
    if (batch.some((item) => item.length !== batch[0]!.length)) {
      const lengths = batch.map((item) => item.length).join(", ");
      throw new RangeError(
        `defaultCollate: each element in list of batch should be of equal size, got lengths ${lengths}`,
      );
    }
    return batch[0]!.map((_, i) => collateAny(batch.map((item) => item[i])));
  }
  if (isAll(batch, isPlain)) {
    const keys = batch.map((item) => Object.keys(item).toSorted().join(", "));
    const other = keys.find((each) => each !== keys[0]);
    if (other !== undefined) {
      throw new RangeError(
        `defaultCollate: each object in a batch should have the same keys, got { ${keys[0]} } and { ${other} }`,
      );
    }
    return Object.fromEntries(Object.keys(batch[0]!).map((key) => [key, collateAny(batch.map((item) => item[key]))]));
  }
  const kinds = [...new Set(batch.map(shown))];
  const more = kinds.includes("undefined") ? "; is a return missing?" : "";
  const isKnown = [isTensor, isNumber, isBigInt, isBoolean, isString, isTuple, isPlain].some((test) => test(first));
  throw new TypeError(
    `defaultCollate: batch must contain tensors, numbers, strings, tuples or objects of them${isKnown ? ", all of one kind" : ""}; ` +
      `found ${kinds.slice(0, isKnown ? 2 : 1).join(" and ")}${more}`,
  );
}

function vector(dtype: DType, values: readonly (number | bigint)[]): Tensor {
  const array = allocate(dtype, values.length);
  for (const [i, value] of values.entries()) array[i] = value;
  return fromStorage(Storage.fromHost(dtype, array), [values.length]);
}

/**
 * Copies the items' elements straight into one array; `torch.stack` gives the same result and is used when gradients
 * must flow.
 */
function stackTensors(batch: readonly Tensor[]): Tensor {
  const { dtype, sizes } = batch[0]!;
  const isPlainStack = batch.every(
    (t) =>
      t.dtype === dtype &&
      !t.requiresGrad &&
      t.sizes.length === sizes.length &&
      t.sizes.every((size, d) => size === sizes[d]),
  );
  if (!isPlainStack) return stack(batch);
  const count = batch[0]!.numel();
  const array = allocate(dtype, count * batch.length);
  for (const [i, t] of batch.entries()) gather(t.memory.host(), array.subarray(i * count, (i + 1) * count), t);
  const stacked = fromStorage(Storage.fromHost(dtype, array), [batch.length, ...sizes]);
  const note = noteOf(batch[0]!);
  if (note !== undefined && batch.every((t) => noteOf(t) === note)) setNote(stacked, note);
  return stacked;
}
