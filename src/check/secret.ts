/**
 * Answers that may be stored in the notebook: their salted hash in place of the answers themselves. This hides them
 * from readers, not from a program: all whole numbers below ten thousand can be tried within an hour.
 */
import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { valueOf, type Value } from "./value.ts";

// Cost 2^13: some 30 ms per try, twice per check.
const options = { N: 2 ** 13, r: 8, p: 1 };
const bytes = 12;

/**
 * The answer's text on one of two grids. A number near the edge of a step on one grid lies in the middle of a step on
 * the other, so noise in the last digits cannot move it on both.
 */
function canonical(value: Value, digits: number, grid: 0 | 1): string {
  if (value.kind !== "numbers") return value.kind === "text" ? value.text.trim().toLowerCase() : "";
  let text = value.shape.join("x");
  for (let i = 0; i < value.values.length; i++) text += ` ${rounded(value.values[i]!, digits, grid)}`;
  return text;
}

/**
 * To the nearest step on one grid, down to the next lower step on the other. Anything below a millionth counts as zero.
 */
function rounded(value: number, digits: number, grid: 0 | 1): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) < 1e-6) return "0";
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits);
  const near = grid === 0 ? value : Math.floor(value / step) * step;
  return String(Number(near.toPrecision(digits)));
}

const hash = (text: string, salt: string): string => scryptSync(text, salt, bytes, options).toString("base64url");

/** `salt.hash.hash`: what a teacher writes into the notebook in place of an answer. */
export function makeSecret(answer: unknown, digits = 4): string {
  const value = valueOf(answer);
  if (value.kind === "nothing") throw new TypeError("check.makeSecret: expected an answer, got undefined");
  const salt = randomBytes(6).toString("base64url");
  return [salt, hash(canonical(value, digits, 0), salt), hash(canonical(value, digits, 1), salt)].join(".");
}

/** Whether the answer is the one that the secret was made from, to this many significant digits. */
export function fitsSecret(answer: Value, secret: string, digits: number): boolean {
  const [salt = "", ...hashes] = secret.split(".");
  if (salt === "" || hashes.length !== 2)
    throw new TypeError(`check.secret: expected a text made by check.makeSecret, got ${JSON.stringify(secret)}`);
  return hashes.some((expected, grid) => {
    const got = Buffer.from(hash(canonical(answer, digits, grid as 0 | 1), salt));
    const wanted = Buffer.from(expected);
    return got.length === wanted.length && timingSafeEqual(got, wanted);
  });
}
