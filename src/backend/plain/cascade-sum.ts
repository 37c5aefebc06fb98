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

/**
 * Adds `width` columns, `rows` long, whose rows are `step` apart, starting at `from`. Their sums are left at the start of `acc` [LEVELS *
 * width], which must be zero.
 */
function addColumns(x: Float32Array, from: number, rows: number, step: number, width: number, acc: Float32Array): void {
  const power = Math.max(4, Math.floor(Math.ceil(Math.log2(Math.max(rows, 1))) / LEVELS));
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
  for (; i < rows; i++) for (let c = 0, at = from + i * step; c < width; c++) acc[c]! += x[at + c]!;
  for (let level = 1; level < LEVELS; level++) for (let c = 0; c < width; c++) acc[c]! += acc[level * width + c]!;
}

/** Adds `lanes` columns, each cut into four that are added side by side. */
function addLanes(x: Float32Array, from: number, rows: number, step: number, lanes: number, acc: Float32Array): void {
  const width = lanes * SIDE;
  const whole = Math.floor(rows / SIDE);
  if (step === lanes) addColumns(x, from, whole, width, width, acc);
  else {
    // Columns of a matrix: every fourth row is added to the same sum
    const one = new Float32Array(LEVELS * lanes);
    for (let k = 0; k < SIDE; k++) {
      one.fill(0);
      addColumns(x, from + k * step, whole, step * SIDE, lanes, one);
      acc.set(one.subarray(0, lanes), k * lanes);
    }
  }
  for (let i = whole * SIDE; i < rows; i++) for (let c = 0, at = from + i * step; c < lanes; c++) acc[c]! += x[at + c]!;
  for (let k = 1; k < SIDE; k++) for (let c = 0; c < lanes; c++) acc[c]! += acc[k * lanes + c]!;
}

/** The sums of `rows` rows of `n` numbers. */
export function sumRows(x: Float32Array, rows: number, n: number, out: Float32Array): void {
  const lanes = n >= L ? L : 1;
  const acc = new Float32Array(LEVELS * SIDE * lanes);
  const vectors = Math.floor(n / lanes);
  const { fround } = Math;
  for (let r = 0; r < rows; r++) {
    if (r > 0) acc.fill(0);
    addLanes(x, r * n, vectors, lanes, lanes, acc);
    let sum = 0;
    for (let i = r * n + vectors * lanes; i < (r + 1) * n; i++) sum = fround(sum + x[i]!);
    for (let c = 0; c < lanes; c++) sum = fround(sum + acc[c]!);
    out[r] = sum;
  }
}

/** The sums of the `columns` columns of a matrix of `n` rows. */
export function sumColumns(x: Float32Array, columns: number, n: number, out: Float32Array): void {
  const lanes = columns >= L ? L : 1;
  const wide = lanes * SIDE;
  const acc = new Float32Array(LEVELS * wide);
  let j = 0;
  for (; j + wide <= columns; j += wide) {
    acc.fill(0);
    addColumns(x, j, n, columns, wide, acc);
    out.set(acc.subarray(0, wide), j);
  }
  for (let width = lanes; j < columns; j += width) {
    if (j + width > columns) width = 1;
    acc.fill(0);
    addLanes(x, j, n, columns, width, acc);
    out.set(acc.subarray(0, width), j);
  }
}
