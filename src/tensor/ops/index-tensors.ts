/**
 * Indexing with tensors: `x[i, :, j]` where i and j are tensors of positions.
 *
 * The positions broadcast together. Indexed dimensions go first; if they are adjacent, the result's dimensions return
 * to their place, otherwise they stay in front. Reference:
 * https://numpy.org/doc/2.3/user/basics.indexing.html#advanced-indexing
 */

import { Storage } from "../../backend/index.ts";
import {
  bool,
  broadcastShapes,
  formatShape,
  int64,
  numel,
  uint8,
  scalarTypeName,
  wrapDims,
  type TypedArray,
} from "../../shape/index.ts";
import { isGradEnabled } from "../autograd/grad-mode.ts";
import { defineGradient, type Gradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import { checkLeaf, checkOverlap, inPlace } from "../in-place.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { castTo } from "./to.ts";
import { addRows, rowsFrom, rowsOf, takeRows, type Rows } from "./rows.ts";

/** One entry for each dimension: positions, or null for the whole dimension. */
export type Positions = readonly (Tensor | null)[];

interface Plan {
  /** Dimensions of the tensor, the indexed ones first. */
  readonly order: readonly number[];
  readonly inverse: readonly number[];
  /** Sizes of the indexed dimensions and of the others. */
  readonly indexed: readonly number[];
  readonly others: readonly number[];
  /** The broadcast shape of the positions. */
  readonly shape: readonly number[];
  /**
   * For each place of `shape`, the row among the flattened indexed dimensions. An array, because a rule may keep only
   * saved tensors.
   */
  readonly rows: Rows;
  /** The order in which the result's dimensions finally stand, as positions in [shape..., others...]. */
  readonly outOrder: readonly number[];
}

function plan(t: Tensor, positions: Positions): Plan {
  const dims = t.sizes.map((_, d) => d);
  const taken = dims.filter((d) => positions[d] != null);
  const rest = dims.filter((d) => positions[d] == null);
  const order = [...taken, ...rest];
  const inverse = Array<number>(order.length);
  order.forEach((d, i) => (inverse[d] = i));
  const tensors = taken.map((d) => positions[d]!);
  let shape: readonly number[] = [];
  try {
    for (const { sizes } of tensors) shape = broadcastShapes(shape, sizes);
  } catch (cause) {
    throw new RangeError(
      `shape mismatch: indexing tensors could not be broadcast together with shapes ${tensors.map(({ sizes }) => formatShape(sizes)).join(", ")}`,
      { cause },
    );
  }
  let rows: Rows = new Int32Array(numel(shape));
  for (const [i, d] of taken.entries()) {
    const size = t.sizes[d]!;
    const own = rowsFrom(
      tensors[i]!.expand(shape),
      size,
      (value) => new RangeError(`index ${value} is out of bounds for dimension ${d} with size ${size}`),
    );
    rows = i === 0 ? own : rows.map((row, k) => row * size + own[k]!);
  }
  const isTogether = taken.every((d, i) => i === 0 || d === taken[i - 1]! + 1);
  const lead = isTogether ? taken[0]! : 0;
  const front = shape.map((_, i) => i);
  const others = rest.map((_, i) => shape.length + i);
  return {
    order,
    inverse,
    indexed: taken.map((d) => t.sizes[d]!),
    others: rest.map((d) => t.sizes[d]!),
    shape,
    rows,
    outOrder: [...others.slice(0, lead), ...front, ...others.slice(lead)],
  };
}

/** The mask, if the index is a mask over the leading dimensions and nothing else. */
function maskPlan(t: Tensor, mask: Tensor): Plan {
  const rows = trueRows(mask);
  const others = t.sizes.slice(mask.sizes.length);
  const order = wrapDims(undefined, t.sizes.length);
  const outOrder = order.slice(0, others.length + 1);
  return { order, inverse: order, indexed: mask.sizes, others, shape: [rows.length], rows, outOrder };
}

/** The positions of true elements in row-major order. */
function trueRows(mask: Tensor): Rows {
  const x = dense(mask);
  const values: ArrayLike<number | bigint> = x.storage.host();
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] != 0) count++;
  const rows = new Int32Array(count);
  for (let i = 0, k = 0; i < values.length; i++) if (values[i] != 0) rows[k++] = i;
  done(x, mask);
  return rows;
}

function isInOrder(order: readonly number[]): boolean {
  for (let i = 0; i < order.length; i++) if (order[i] !== i) return false;
  return true;
}
const permuted = (t: Tensor, order: readonly number[]): Tensor => (isInOrder(order) ? t : t.permute(order));
const inverseOf = (order: readonly number[]): number[] => {
  const inverse = Array<number>(order.length);
  order.forEach((d, i) => (inverse[d] = i));
  return inverse;
};

/** With the dimensions in this order, contiguous and no view. */
function reordered(t: Tensor, order: readonly number[]): Tensor {
  if (isInOrder(order)) return t;
  const out = t.permute(order).contiguous();
  return new Tensor(out.memory, out.sizes, out.isDense ? null : out.strides, out.offset);
}

/** The tensor as rows: [indexed dimensions flattened, ...others]. */
const asRows = (t: Tensor, { order, indexed, others }: Plan): Tensor =>
  permuted(t, order).reshape([numel(indexed), ...others]);

/** The rows [m, ...others] that were read at the positions, in the result's shape. */
function valueRows(t: Tensor, { outOrder, rows, others }: Plan): Tensor {
  return permuted(t, inverseOf(outOrder)).reshape([rows.length, ...others]);
}

const fromRows = (rows: Tensor, { indexed, others, inverse }: Plan): Tensor =>
  permuted(rows.reshape([...indexed, ...others]), inverse);

const indexBackward = defineGradient<Plan>("IndexBackward0", (node, grad) => {
  const p = node.context;
  return [fromRows(addRows(valueRows(grad, p), p.rows, numel(p.indexed)), p)];
});

/** The elements at these positions, or those where a mask over the leading dimensions is true. */
export function indexTensors(t: Tensor, positions: Positions | Tensor): Tensor {
  const p = positions instanceof Tensor ? maskPlan(t, positions) : plan(t, positions);
  const source = isInOrder(p.order) ? t : t.detach().permute(p.order);
  const x = dense(source);
  const storage = rowsOf({ storage: x.storage, shape: [numel(p.indexed), ...p.others] }, p.rows);
  done(x, source);
  const taken = fromStorage(storage, [...p.shape, ...p.others]);
  return indexBackward.record(reordered(taken, p.outOrder), [t], [], p);
}

type Put = Plan & { readonly accumulate: boolean };
const indexPutBackward: Gradient<Put> = defineGradient<Put>("IndexPutBackward0", (node, grad) => {
  const p = node.context;
  const cleared = () =>
    indexPutBackward.record(putRows(grad, p, null, false), [grad, null], [], { ...p, accumulate: false });
  const values = () => permuted(takeRows(asRows(grad, p), p.rows).reshape([...p.shape, ...p.others]), p.outOrder);
  return [node.needs(0) && (p.accumulate ? grad : cleared()), node.needs(1) && values()];
});

/** Values broadcast to the shape that the positions select. */
function fitValues(values: Tensor, p: Plan): Tensor {
  const sizes = [...p.shape, ...p.others];
  const shape = p.outOrder.map((i) => sizes[i]!);
  const fits =
    values.dim() <= shape.length && values.sizes.every((n, d) => n === 1 || n === shape.at(d - values.dim()));
  if (!fits)
    throw new RangeError(
      `shape mismatch: value tensor of shape ${formatShape(values.sizes)} cannot be broadcast to indexing result of shape ${formatShape(shape)}`,
    );
  return values.expand(shape);
}

/** A copy of `t` with `values` (broadcast; null: zeros) at the positions. */
function putRows(t: Tensor, p: Plan, values: Tensor | null, accumulate: boolean): Tensor {
  const source = asRows(t.detach(), p).clone();
  putInto(source.memory.hostForWrite(), 0, p, values, accumulate);
  source.memory.settle();
  return fromRows(source, p).contiguous();
}

/** Writes values into an array of rows. */
function putInto(target: TypedArray, offset: number, p: Plan, values: Tensor | null, accumulate: boolean): void {
  const width = numel(p.others);
  if (values === null || numel(values.sizes) === 1) {
    const zero = target instanceof BigInt64Array ? 0n : 0;
    const value = values === null ? zero : values.memory.host()[values.offset]!;
    put(target, p.rows, width, offset, accumulate, value);
    return;
  }
  const fitting = valueRows(fitValues(values.detach(), p), p);
  const x = dense(fitting);
  put(target, p.rows, width, offset, accumulate, x.storage.host());
  done(x, fitting);
}

/** Writes rows, or the same value everywhere. */
function put(
  target: TypedArray,
  rows: Rows,
  width: number,
  offset: number,
  accumulate: boolean,
  given: TypedArray | number | bigint,
): void {
  for (let r = 0, i = 0; r < rows.length; r++)
    for (let j = 0, to = offset + rows[r]! * width; j < width; j++, to++, i++) {
      const value = typeof given === "object" ? given[i]! : given;
      target[to] = accumulate ? (target[to]! as number) + (value as number) : value;
    }
}

/** Writes `values` (broadcast) at the positions, in place; with `accumulate` adds them. */
export function indexPut(t: Tensor, positions: Positions | Tensor, given: Tensor, accumulate = false): void {
  checkLeaf(t);
  checkOverlap(t);
  const p = positions instanceof Tensor ? maskPlan(t, positions) : plan(t, positions);
  if (given.dtype !== t.dtype && given.dim() > 0)
    throw new TypeError(
      `Index put requires the source and destination dtypes match, got ${scalarTypeName(t.dtype)} for the destination and ${scalarTypeName(given.dtype)} for the source.`,
    );
  const values = castTo(given, t.dtype);
  const isRecorded = isGradEnabled() && (t.requiresGrad || values.requiresGrad);
  if (!isRecorded && t.isContiguous() && isInOrder(p.order)) {
    if (numel(values.sizes) !== 1) fitValues(values, p);
    putInto(t.memory.hostForWrite(), t.offset, p, values, accumulate);
    t.memory.settle();
    t.changed();
    return;
  }
  inPlace(t, () => {
    const out = putRows(t, p, values, accumulate);
    return indexPutBackward.record(out, [t, values], [], { ...p, accumulate });
  });
}

/** The positions of true elements of a mask, one tensor for each of its dimensions. */
export function maskPositions(mask: Tensor): Tensor[] {
  const x = dense(mask);
  const values = x.storage.host();
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i] != 0) found.push(i);
  done(x, mask);
  const result: Tensor[] = [];
  let inner = 1;
  for (let d = mask.dim() - 1; d >= 0; d--) {
    const size = mask.sizes[d]!;
    const array = BigInt64Array.from(found, (i) => BigInt(Math.floor(i / inner) % size));
    result.unshift(fromStorage(Storage.fromHost(int64, array), [array.length]));
    inner *= size;
  }
  return result;
}

export const isMask = (t: Tensor): boolean => t.dtype === bool || t.dtype === uint8;
