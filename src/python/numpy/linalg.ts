/** Products of matrices, and `numpy.linalg`. Reference: https://numpy.org/doc/2.4/reference/routines.linalg.html */
import { ValueError } from "../errors.ts";
import { asArray, each, NdArray, sizeOf } from "./array.ts";
import { bool, type DType, type Elements, float32, float64, promote } from "./dtype.ts";
import { axesOf, fold, larger, smaller, sum } from "./reduce.ts";
import { concatenate, reshape, transpose } from "./shaping.ts";
import { broadcast, made, stretched, unary } from "./ufunc.ts";
import { shapeText } from "./words.ts";

export class LinAlgError extends ValueError {}

/** Multiplies rows [M, K] by columns [K, N]. */
function multiply(
  a: Elements,
  b: Elements,
  m: number,
  k: number,
  n: number,
  out: Elements,
  at: number,
  from: readonly [number, number],
): void {
  const [p, q] = from;
  const row = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let j = 0; j < k; j++) {
      const x = a[p + i * k + j]!;
      const start = q + j * n;
      for (let c = 0; c < n; c++) row[c]! += x * b[start + c]!;
    }
    for (let c = 0; c < n; c++) out[at + i * n + c] = row[c]!;
  }
}

const productType = (a: NdArray, b: NdArray): DType => promote(a.dtype, b.dtype);

function mismatch(x: NdArray, y: NdArray): never {
  throw new ValueError(
    `matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${y.shape.at(y.ndim > 1 ? -2 : -1)!} is different from ${x.shape.at(-1)!})`,
  );
}

export function matmul(left: unknown, right: unknown): NdArray {
  const [x, y] = [asArray(left), asArray(right)];
  if (x.ndim === 0 || y.ndim === 0)
    throw new ValueError(
      "matmul: Input operand 0 does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)",
    );
  const type = productType(x, y);
  const a = x.ndim === 1 ? reshape(x, [1, x.size]) : x;
  const b = y.ndim === 1 ? reshape(y, [y.size, 1]) : y;
  const [m, k, n] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  if (b.shape.at(-2) !== k) mismatch(x, y);
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [whole, other] = [a, b].map((each_, i) => {
    const wide = [...batch, ...(i === 0 ? [m, k] : [k, n])];
    return each_.view(wide, stretched(each_, wide));
  });
  const count = sizeOf(batch);
  const [rows, columns] = [batch.length === 0 ? a.row() : whole!.row(), batch.length === 0 ? b.row() : other!.row()];
  const out = type.allocate(count * m * n);
  for (let i = 0; i < count; i++) multiply(rows, columns, m, k, n, out, i * m * n, [i * m * k, i * k * n]);
  if (type === bool) for (let i = 0; i < out.length; i++) out[i] = out[i] === 0 ? 0 : 1;
  const shape = [...batch, ...(x.ndim === 1 ? [] : [m]), ...(y.ndim === 1 ? [] : [n])];
  return made(out, shape, type);
}

export function dot(left: unknown, right: unknown): NdArray {
  const [x, y] = [asArray(left), asArray(right)];
  if (x.ndim === 0 || y.ndim === 0) return sumProduct(x, y);
  const k = y.shape.at(y.ndim > 1 ? -2 : -1)!;
  if (x.shape.at(-1) !== k)
    throw new ValueError(
      `shapes ${shapeText(x.shape)} and ${shapeText(y.shape)} not aligned: ${x.shape.at(-1)!} (dim ${x.ndim - 1}) != ${k} (dim ${Math.max(0, y.ndim - 2)})`,
    );
  if (x.ndim <= 2 && y.ndim <= 2) return matmul(x, y);
  return tensordot(x, y, [[x.ndim - 1], [Math.max(0, y.ndim - 2)]]);
}

/** A product with a single number. */
function sumProduct(x: NdArray, y: NdArray): NdArray {
  const [one, all] = x.ndim === 0 ? [x, y] : [y, x];
  const factor = one.data[one.offset]!;
  return unary(
    (value) => value * factor,
    all,
    (type) => promote(type, one.dtype),
  );
}

export function tensordot(left: unknown, right: unknown, axes: unknown): NdArray {
  const [a, b] = [asArray(left), asArray(right)];
  const list = typeof axes === "number" ? undefined : (asArray(axes).tolist() as (number | number[])[]);
  const [from, to] =
    list === undefined
      ? [
          Array.from({ length: axes as number }, (_, i) => a.ndim - (axes as number) + i),
          Array.from({ length: axes as number }, (_, i) => i),
        ]
      : list.map((each_, i) => [each_].flat().map((d) => (d < 0 ? d + [a, b][i]!.ndim : d)));
  if (from!.some((d, i) => a.shape[d] !== b.shape[to![i]!])) throw new ValueError("shape-mismatch for sum");
  const [restA, restB] = [
    [...a.shape.keys()].filter((d) => !from!.includes(d)),
    [...b.shape.keys()].filter((d) => !to!.includes(d)),
  ];
  const k = sizeOf(from!.map((d) => a.shape[d]!));
  const [m, n] = [sizeOf(restA.map((d) => a.shape[d]!)), sizeOf(restB.map((d) => b.shape[d]!))];
  const rows = reshape(transpose(a, [...restA, ...from!]), [m, k]);
  const columns = reshape(transpose(b, [...to!, ...restB]), [k, n]);
  const shape = [...restA.map((d) => a.shape[d]!), ...restB.map((d) => b.shape[d]!)];
  return made(matmul(rows, columns).data, shape, productType(a, b));
}

export function outer(left: unknown, right: unknown): NdArray {
  const [a, b] = [reshape(asArray(left), [-1, 1]), reshape(asArray(right), [1, -1])];
  return matmul(a, b);
}

/** A sum of products over the letters that the result lacks. */
export function einsum(given: string, operands: readonly unknown[]): NdArray {
  const arrays = operands.map((each_) => asArray(each_));
  const text = given.replaceAll(" ", "");
  const [inputs = "", wanted] = text.split("->");
  const dots = Math.max(
    0,
    ...inputs.split(",").map((term, i) => (term.includes("...") ? arrays[i]!.ndim - (term.length - 3) : 0)),
  );
  const capital = Array.from({ length: dots }, (_, i) => String.fromCharCode(0x2460 + i)).join("");
  const terms = inputs.split(",").map((term, i) => {
    if (!term.includes("...")) return term;
    const own = arrays[i]!.ndim - (term.length - 3);
    return term.replace("...", capital.slice(dots - own));
  });
  if (terms.length !== arrays.length)
    throw new ValueError("more operands provided to einstein sum function than specified in the subscripts string");
  const sizes = new Map<string, number>();
  for (const [i, term] of terms.entries()) {
    if (term.length !== arrays[i]!.ndim)
      throw new ValueError(
        `einstein sum subscripts string contains too ${term.length > arrays[i]!.ndim ? "many" : "few"} subscripts for operand ${i}`,
      );
    for (const [d, letter] of term.split("").entries()) {
      const n = arrays[i]!.shape[d]!;
      const known = sizes.get(letter) ?? 1;
      if (known !== 1 && n !== 1 && known !== n)
        throw new ValueError(
          `operands could not be broadcast together with remapped shapes: ${letter} is ${known} and ${n}`,
        );
      sizes.set(letter, Math.max(known, n));
    }
  }
  const all = [...sizes.keys()];
  const counts = new Map(all.map((letter) => [letter, terms.join("").split(letter).length - 1]));
  const once = all.filter((letter) => counts.get(letter) === 1 && !capital.includes(letter)).sort();
  const output = (wanted === undefined ? capital + once.join("") : wanted.replace("...", capital)).split("");
  const summed = all.filter((letter) => !output.includes(letter));
  const type = arrays.map(({ dtype }) => dtype).reduce((a, b) => promote(a, b));
  const letters = [...output, ...summed];
  const shape = letters.map((letter) => sizes.get(letter)!);
  const outShape = output.map((letter) => sizes.get(letter)!);
  const out = type.allocate(sizeOf(outShape));
  const inner = sizeOf(summed.map((letter) => sizes.get(letter)!));
  const places = arrays.map((a, i) => {
    const steps = letters.map((letter) =>
      terms[i]!.split("").reduce((step, own, d) => (own === letter && a.shape[d] !== 1 ? step + a.steps[d]! : step), 0),
    );
    const found = new Float64Array(sizeOf(shape));
    let k = 0;
    each(shape, steps, a.offset, (at) => (found[k++] = at));
    return found;
  });
  for (let k = 0; k < out.length; k++) {
    let total = 0;
    for (let i = 0; i < inner; i++) {
      let product = 1;
      for (let each_ = 0; each_ < arrays.length; each_++)
        product *= arrays[each_]!.data[places[each_]![k * inner + i]!]!;
      total += product;
    }
    out[k] = total;
  }
  return made(out, outShape, type);
}

const floating = (a: NdArray): NdArray => (a.dtype.isFloat ? a : a.astype(float64));

export function norm(given: unknown, ord: unknown, axis: unknown, keepdims: boolean): NdArray {
  const a = floating(asArray(given));
  const root = (x: NdArray): NdArray => unary(Math.sqrt, x);
  const square = (x: NdArray): NdArray => unary((value) => value * value, x);
  const magnitude = unary(Math.abs, a);
  const isDefault = ord === null || ord === undefined;
  if (isDefault && (axis === null || axis === undefined)) {
    // A dot product of the flat array with itself.
    const flat = a.row();
    const total = Float64Array.of(0);
    for (const value of flat) total[0]! += value * value;
    const found = Math.sqrt(a.dtype === float32 ? Math.fround(total[0]!) : total[0]!);
    const shape = keepdims ? a.shape.map(() => 1) : [];
    const data = a.dtype.allocate(1);
    data[0] = found;
    return made(data, shape, a.dtype);
  }
  const axes = axesOf(axis, a.ndim);
  const options = { axis: axes, keepdims };
  const count = axes.length;
  if (isDefault || ord === "fro" || (ord === 2 && count === 1)) return root(sum(square(a), options));
  if (ord === Infinity && count === 1) return fold(magnitude, larger, undefined, options, "maximum");
  if (ord === -Infinity && count === 1) return fold(magnitude, smaller, undefined, options, "minimum");
  if (ord === 1 && count === 1) return sum(magnitude, options);
  if (ord === 0 && count === 1)
    return sum(
      unary((value) => Number(value !== 0), a),
      options,
    );
  if (typeof ord === "number" && count === 1)
    return unary(
      (value) => value ** (1 / ord),
      sum(
        unary((value) => value ** ord, magnitude),
        options,
      ),
    );
  if ((ord === 1 || ord === Infinity) && a.ndim === 2)
    return fold(sum(magnitude, { axis: ord === 1 ? 0 : 1 }), larger, undefined, {}, "maximum");
  throw new ValueError(
    `np.linalg.norm: ord ${String(ord as number)} for matrices is not here; torch.linalg.norm has it`,
  );
}

function square(given: unknown): NdArray {
  const a = floating(asArray(given));
  if (a.ndim < 2) throw new LinAlgError(`${a.ndim}-dimensional array given. Array must be at least two-dimensional`);
  if (a.shape.at(-1) !== a.shape.at(-2)) throw new LinAlgError("Last 2 dimensions of the array must be square");
  if (a.ndim > 2) throw new LinAlgError("np.linalg: one matrix at a time; torch.linalg takes several");
  return a;
}

/** Gaussian elimination with the largest pivot, in place: rows [N, N + extra]. Returns the determinant of the square part. */
function eliminate(rows: Float64Array[], n: number): number {
  let found = 1;
  for (let i = 0; i < n; i++) {
    let best = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(rows[r]![i]!) > Math.abs(rows[best]![i]!)) best = r;
    if (best !== i) {
      [rows[i], rows[best]] = [rows[best]!, rows[i]!];
      found = -found;
    }
    const pivot = rows[i]![i]!;
    found *= pivot;
    if (pivot === 0) return 0;
    for (let r = i + 1; r < n; r++) {
      const factor = rows[r]![i]! / pivot;
      rows[r]![i] = factor;
      for (let c = i + 1; c < rows[r]!.length; c++) rows[r]![c]! -= factor * rows[i]![c]!;
    }
  }
  return found;
}

const rowsOf = (a: NdArray): Float64Array[] => (a.tolist() as number[][]).map((row) => Float64Array.from(row));

export function det(given: unknown): NdArray {
  const a = square(given);
  const data = a.dtype.allocate(1);
  data[0] = eliminate(rowsOf(a), a.shape[0]!);
  return made(data, [], a.dtype);
}

export function solve(given: unknown, right: unknown): NdArray {
  const a = square(given);
  const b = floating(asArray(right));
  const n = a.shape[0]!;
  const columns = b.ndim === 1 ? reshape(b, [n, 1]) : b;
  const rows = rowsOf(concatenate([a, columns], 1));
  if (eliminate(rows, n) === 0) throw new LinAlgError("Singular matrix");
  const wide = columns.shape[1]!;
  const type = promote(a.dtype, b.dtype);
  const out = type.allocate(n * wide);
  for (let c = 0; c < wide; c++)
    for (let i = n - 1; i >= 0; i--) {
      let value = rows[i]![n + c]!;
      for (let j = i + 1; j < n; j++) value -= rows[i]![j]! * out[j * wide + c]!;
      out[i * wide + c] = value / rows[i]![i]!;
    }
  return new NdArray(out, b.shape, type);
}

export function inv(given: unknown): NdArray {
  const a = square(given);
  const n = a.shape[0]!;
  const one = new NdArray(
    Float64Array.from({ length: n * n }, (_, i) => Number(i % (n + 1) === 0)),
    [n, n],
    a.dtype,
  );
  return solve(a, one);
}

export function matrixPower(given: unknown, n: number): NdArray {
  let base = asArray(given);
  if (n < 0) [base, n] = [inv(base), -n];
  let found = new NdArray(base.dtype.allocate(base.size), base.shape, base.dtype);
  for (let i = 0; i < base.shape[0]!; i++) found.data[i * (base.shape[0]! + 1)] = 1;
  for (; n > 0; n--) found = matmul(found, base);
  return found;
}

export function trace(given: unknown): NdArray {
  const a = asArray(given);
  return sum(a.view([Math.min(a.shape[0]!, a.shape[1]!)], [a.steps[0]! + a.steps[1]!]));
}
