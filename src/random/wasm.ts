/**
 * A few words of WebAssembly's binary format, enough to write a loop over vectors of four float32 as an expression tree.
 * @see https://webassembly.github.io/spec/core/binary/index.html
 */

/** Encoded instructions. */
export type Code = readonly number[];

/** Unsigned LEB128. */
const unsigned = (value: number): Code => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]);
/** Signed LEB128. */
const signed = (value: number): Code =>
  value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];

const vector = (opcode: number, ...operands: readonly Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(opcode)];
const binary = (opcode: number) => (a: Code, b: Code) => vector(opcode, a, b);
const unary = (opcode: number) => (a: Code) => vector(opcode, a);
const shift = (opcode: number) => (a: Code, bits: number) => vector(opcode, a, [0x41, ...signed(bits)]);
const constant = (bytes: ArrayBuffer): Code => [0xfd, 0x0c, ...new Uint8Array(bytes)];

export const i32x4 = {
  const: (value: number): Code => constant(Int32Array.of(value, value, value, value).buffer),
  shl: shift(0xab),
  shrS: shift(0xac),
  shrU: shift(0xad),
  add: binary(0xae),
  eq: binary(0x37),
  truncate: unary(0xf8),
};

export const f32x4 = {
  const: (value: number): Code => constant(Float32Array.of(value, value, value, value).buffer),
  splat: unary(0x13),
  eq: binary(0x41),
  lt: binary(0x43),
  sqrt: unary(0xe3),
  add: binary(0xe4),
  sub: binary(0xe5),
  mul: binary(0xe6),
  convert: unary(0xfa),
  /** a * b + c, rounded once where the processor can. */
  madd: (a: Code, b: Code, c: Code): Code => vector(0x105, a, b, c),
};

export const v128 = {
  load: (address: Code, offset = 0): Code => [...address, 0xfd, 0x00, 0, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0xfd, 0x0b, 0, ...unsigned(offset)],
  and: binary(0x4e),
  andNot: binary(0x4f),
  or: binary(0x50),
  xor: binary(0x51),
  /** The bits of `a` where `mask` has ones, else those of `b`. */
  select: (a: Code, b: Code, mask: Code): Code => vector(0x52, a, b, mask),
};

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
};

const BEGIN_LOOP: Code = [0x03, 0x40];
/** Unsigned less-than, branch to the loop's beginning, end of the loop. */
const REPEAT_IF_BELOW: Code = [0x49, 0x0d, 0, 0x0b];
const COPY: Code = [0xfc, 0x0a, 0, 0];
const MAGIC_AND_VERSION: Code = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [...value, 0x21, local];

/** Repeats `body` with the local `i` growing by `step` while it is below the local or constant `end`; at least once. */
export const loop = (i: number, step: number, end: Code, body: Code): Code => [
  ...BEGIN_LOOP,
  ...body,
  ...i32.add(get(i), i32.const(step)),
  0x22,
  i,
  ...end,
  ...REPEAT_IF_BELOW,
];

/** Copies bytes within the memory. */
export const copy = (to: number, from: number, count: number): Code => [
  ...i32.const(to),
  ...i32.const(from),
  ...i32.const(count),
  ...COPY,
];

const TYPE = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

/** A function without result. Locals are numbered from its parameters on; all but the parameters are vectors. */
export interface WasmFunction {
  readonly parameters: readonly ("i32" | "f32")[];
  readonly vectors: number;
  readonly body: Code;
}

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (code: Code): Code => [...unsigned(code.length), ...code];
const section = (id: number, items: readonly Code[]): Code => [id, ...sized(list(items))];
const name = (text: string): Code => sized([...Buffer.from(text)]);

/** A module with one page of memory, exported as `memory`, and these functions under their names. */
export function assemble(functions: Readonly<Record<string, WasmFunction>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(functions);
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(
      1,
      entries.map(([, { parameters }]) => [0x60, ...list(parameters.map((type) => [TYPE[type]])), 0]),
    ),
    ...section(
      3,
      entries.map((_, i) => [i]),
    ),
    ...section(5, [[0, 1]]),
    ...section(7, [[...name("memory"), 2, 0], ...entries.map(([key], i) => [...name(key), 0, i])]),
    ...section(
      10,
      entries.map(([, { vectors, body }]) => sized([...list([[...unsigned(vectors), TYPE.v128]]), ...body, 0x0b])),
    ),
  ]);
}
