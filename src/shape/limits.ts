/** The numbers that a dtype can represent. */
import { optional, required, signature } from "./signature.ts";
import { bfloat16, float16, float32, float64, int16, int32, int64, int8, uint8, type DType } from "./dtype.ts";
import * as is from "./kinds.ts";

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/** The numbers of a floating dtype. */
export interface FloatInfo {
  readonly bits: number;
  /** The smallest number that, added to 1, gives a larger number. */
  readonly eps: number;
  readonly max: number;
  readonly min: number;
  /** The smallest positive number with full precision. */
  readonly tiny: number;
  readonly smallestNormal: number;
  /** The number of reliable decimal digits, as a power: 1e-6 for six. */
  readonly resolution: number;
  readonly dtype: string;
  toString(): string;
}

/** The numbers of an integer dtype; for int64 they are bigints. */
export interface IntegerInfo {
  readonly bits: number;
  readonly max: number | bigint;
  readonly min: number | bigint;
  readonly dtype: string;
  toString(): string;
}

const floats = new Map<DType, readonly [eps: number, max: number, tiny: number, resolution: number]>([
  [float32, [2 ** -23, (2 - 2 ** -23) * 2 ** 127, 2 ** -126, 1e-6]],
  [float64, [2 ** -52, Number.MAX_VALUE, 2 ** -1022, 1e-15]],
  [float16, [2 ** -10, 65504, 2 ** -14, 1e-3]],
  [bfloat16, [2 ** -7, (2 - 2 ** -7) * 2 ** 127, 2 ** -126, 1e-2]],
]);
const wholes: readonly DType[] = [uint8, int8, int16, int32, int64];

const finfoSignature = signature("torch.finfo", {
  type: optional(
    is.kind("floating torch.dtype", (value): value is DType => floats.has(value as DType), {
      explain: (value) =>
        wholes.includes(value as DType) ? "torch.iinfo tells of whole ones" : is.dtype.explain!(value),
    }),
    float32,
    "dtype",
  ),
});
const iinfoSignature = signature("torch.iinfo", {
  type: required(
    is.kind("whole torch.dtype", (value): value is DType => wholes.includes(value as DType), {
      explain: (value) =>
        floats.has(value as DType) ? "torch.finfo tells of floating ones" : is.dtype.explain!(value),
    }),
    "dtype",
  ),
});

/** C's `%g`: six significant digits, and an exponent of at least two digits if one is needed. */
function short(value: number): string {
  // On a tie, such as 2^-10, C takes the even digit and JavaScript the larger one.
  const exact = value.toExponential(6);
  const isTie = Number(exact) === value && /[02468]5e/u.test(exact);
  const [digits, exponent] = (isTie ? exact.replace("5e", "e") : value.toExponential(5)).split("e") as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${digits}e${power}`));
  const sign = power < 0 ? "-" : "+";
  return `${digits.replace(/\.?0+$/, "")}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** Shown as torch shows it. */
function described<T extends object>(info: T, text: string): T {
  const show = { value: () => text };
  return Object.freeze(Object.defineProperties(info, { toString: show, [inspectCustom]: show }));
}

/**
 * The limits of a floating dtype.
 * See https://docs.pytorch.org/docs/2.13/type_info.html#torch.torch.finfo.
 *
 * ```ts
 * torch.finfo(torch.float32).eps; // 1.1920928955078125e-7
 * ```
 * @throws TypeError for any other dtype.
 */
export function finfo(type?: DType): FloatInfo;
export function finfo(...given: unknown[]): FloatInfo {
  const { type } = finfoSignature.read(given);
  const [eps, max, tiny, resolution] = floats.get(type)!;
  const info = {
    bits: type.itemsize * 8,
    eps,
    max,
    min: -max,
    tiny,
    smallestNormal: tiny,
    resolution,
    dtype: type.name,
  };
  return described(
    info,
    `finfo(resolution=${short(resolution)}, min=${short(-max)}, max=${short(max)}, eps=${short(eps)}, ` +
      `smallest_normal=${short(tiny)}, tiny=${short(tiny)}, dtype=${type.name})`,
  );
}

/**
 * The limits of an integer dtype.
 * See https://docs.pytorch.org/docs/2.13/type_info.html#torch.torch.iinfo.
 *
 * ```ts
 * torch.iinfo(torch.uint8).max; // 255
 * ```
 * @throws TypeError for any other dtype.
 */
export function iinfo(type: DType): IntegerInfo;
export function iinfo(...given: unknown[]): IntegerInfo {
  const { type } = iinfoSignature.read(given);
  const bits = type.itemsize * 8;
  const isSigned = type !== uint8;
  const span = 2n ** BigInt(isSigned ? bits - 1 : bits);
  const number = (value: bigint): number | bigint => (type === int64 ? value : Number(value));
  const info = { bits, max: number(span - 1n), min: number(isSigned ? -span : 0n), dtype: type.name };
  return described(info, `iinfo(min=${short(Number(info.min))}, max=${short(Number(info.max))}, dtype=${type.name})`);
}
