/** The functions of Python's `math` that JavaScript's `Math` lacks. Reference: https://docs.python.org/3.12/library/math.html */

/** The largest number that divides all of the given numbers. */
export const gcd = (...values: number[]): number =>
  values.reduce((a, b) => {
    let [x, y] = [Math.abs(a), Math.abs(b)];
    while (y !== 0) [x, y] = [y, x % y];
    return x;
  }, 0);

/** The smallest number that all of the given numbers divide. */
export const lcm = (...values: number[]): number =>
  values.reduce((a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / gcd(a, b)), 1);

export function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** The number of ways to choose `k` of `n`. */
export function comb(n: number, k: number): number {
  if (k > n) return 0;
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = Math.round((ways * (n - i + 1)) / i);
  return ways;
}

/** The number of ways to arrange `k` of `n` in order. */
export function perm(n: number, k = n): number {
  if (k > n) return 0;
  let ways = 1;
  for (let i = 0; i < k; i++) ways *= n - i;
  return ways;
}

/** The square root, rounded down. */
export const isqrt = (n: number): number => Math.floor(Math.sqrt(n));

export const degrees = (x: number): number => (x * 180) / Math.PI;
export const radians = (x: number): number => (x * Math.PI) / 180;
export const fmod = (x: number, y: number): number => x % y;
export const dist = (p: readonly number[], q: readonly number[]): number => Math.hypot(...p.map((x, i) => x - q[i]!));
export const isclose = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
