/**
 * Sums of float32 in the order in which PyTorch adds on a processor with vectors of eight, so that the last digit is the same. n = numbers
 * per sum, L = lanes of a vector.
 *
 * Several columns are added side by side, sixteen numbers per level, and a level's sums are added in the next one.
 *
 * Reference: https://github.com/pytorch/pytorch/blob/v2.13.0/aten/src/ATen/native/cpu/SumKernel.cpp
 */

const L = 8;
const LEVELS = 4;
/** The number of columns added side by side. */
const SIDE = 4;
/** Fewer rows than these stay on the first level, and the others hold zeros. */
const LEAST = 16;

/** Where sums grow: used by one call at a time, because for a small tensor new arrays would cost more than its sum. */
const sums = new Float32Array(LEVELS * SIDE * L);
const part = new Float32Array(LEVELS * L);

/**
 * Adds `width` columns, `rows` long, whose rows are `step` apart, starting at `from`. Their sums are left at the start of `acc` [LEVELS *
 * width], which must be zero.
 */
function addColumns(x: Float32Array, from: number, rows: number, step: number, width: number, acc: Float32Array): void {
  if (rows < LEAST) return addRest(x, from, 0, rows, step, width, acc);
  const power = Math.max(4, Math.floor(Math.ceil(Math.log2(rows)) / LEVELS));
  const stride = 2 ** power;
  let i = 0;
  while (i + stride <= rows) {
    for (const end = i + stride; i < end; i++)
      for (let c = 0, at = from + i * step; c < width; c++) acc[c]! += x[at + c]!;
    for (let level = 1; level < LEVELS; level++) {
      const own = level * width;
      for (let c = 0; c < width; c++) {
        acc[own + c]! += acc[own - width + c]!;
        acc[own - width + c] = 0;
      }
      if (Math.floor(i / 2 ** (level * power)) % stride !== 0) break;
    }
  }
  addRest(x, from, i, rows, step, width, acc);
  for (let level = 1; level < LEVELS; level++) for (let c = 0; c < width; c++) acc[c]! += acc[level * width + c]!;
}

/** Rows `i` to `rows`, added one after another. */
function addRest(
  x: Float32Array,
  from: number,
  i: number,
  rows: number,
  step: number,
  width: number,
  acc: Float32Array,
): void {
  for (; i < rows; i++) for (let c = 0, at = from + i * step; c < width; c++) acc[c]! += x[at + c]!;
}

/** Adds `lanes` columns, each cut into four that are added side by side. */
function addLanes(x: Float32Array, from: number, rows: number, step: number, lanes: number, acc: Float32Array): void {
  const width = lanes * SIDE;
  const whole = Math.floor(rows / SIDE);
  if (whole === 0) return addRest(x, from, 0, rows, step, lanes, acc);
  if (step === lanes) addColumns(x, from, whole, width, width, acc);
  else {
    // Columns of a matrix: every fourth row is added to the same sum
    for (let k = 0; k < SIDE; k++) {
      part.fill(0);
      addColumns(x, from + k * step, whole, step * SIDE, lanes, part);
      for (let c = 0; c < lanes; c++) acc[k * lanes + c] = part[c]!;
    }
  }
  addRest(x, from, whole * SIDE, rows, step, lanes, acc);
  for (let k = 1; k < SIDE; k++) for (let c = 0; c < lanes; c++) acc[c]! += acc[k * lanes + c]!;
}

/** The sums of `rows` rows of `n` numbers. */
export function sumRows(x: Float32Array, rows: number, n: number, out: Float32Array): void {
  const lanes = n >= L ? L : 1;
  const vectors = Math.floor(n / lanes);
  const { fround } = Math;
  for (let r = 0; r < rows; r++) {
    sums.fill(0);
    addLanes(x, r * n, vectors, lanes, lanes, sums);
    let sum = 0;
    for (let i = r * n + vectors * lanes; i < (r + 1) * n; i++) sum = fround(sum + x[i]!);
    for (let c = 0; c < lanes; c++) sum = fround(sum + sums[c]!);
    out[r] = sum;
  }
}

/** The sums of the `columns` columns of a matrix of `n` rows. */
export function sumColumns(x: Float32Array, columns: number, n: number, out: Float32Array): void {
  const lanes = columns >= L ? L : 1;
  const wide = lanes * SIDE;
  let j = 0;
  for (; j + wide <= columns; j += wide) {
    sums.fill(0);
    addColumns(x, j, n, columns, wide, sums);
    for (let c = 0; c < wide; c++) out[j + c] = sums[c]!;
  }
  for (let width = lanes; j < columns; j += width) {
    if (j + width > columns) width = 1;
    sums.fill(0);
    addLanes(x, j, n, columns, width, sums);
    for (let c = 0; c < width; c++) out[j + c] = sums[c]!;
  }
}
