/**
 * Windows bitmaps, which sharp does not read: 1, 4, 8, 16, 24 or 32 bits per pixel, uncompressed.
 * @see https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
 */

/** Red, green and blue for each pixel, row by row. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const PLAIN = 0;
const MASKED = [3, 6];

export const isBitmap = (file: Buffer): boolean => file.length > 26 && file.toString("latin1", 0, 2) === "BM";

/** @throws Error for a file that is truncated or compressed. */
export function readBitmap(file: Buffer): Pixels {
  const start = file.readUInt32LE(10);
  const head = file.readUInt32LE(14);
  const isOld = head === 12;
  if (!isOld && (head < 40 || file.length < 14 + head)) throw new Error("a bitmap with a damaged header");
  const width = isOld ? file.readUInt16LE(18) : file.readInt32LE(18);
  const rows = isOld ? file.readUInt16LE(20) : file.readInt32LE(22);
  const bits = file.readUInt16LE(isOld ? 24 : 28);
  const packing = isOld ? PLAIN : file.readUInt32LE(30);
  const isMasked = MASKED.includes(packing);
  if (![1, 4, 8, 16, 24, 32].includes(bits) || (packing !== PLAIN && !isMasked) || (isMasked && bits < 16)) {
    throw new Error(`a bitmap of ${bits} bits per pixel with compression ${packing}; save it as PNG`);
  }
  // A negative height means that the first row is the top one.
  const height = Math.abs(rows);
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (width < 1 || height < 1 || file.length < start + stride * height) throw new Error("a truncated bitmap");
  const colour = bits <= 8 ? palette(file, { head, bits, start, isOld }) : masked(file, { head, bits, isMasked });
  const data = new Uint8Array(3 * width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = start + stride * (rows < 0 ? y : height - 1 - y);
    for (let x = 0; x < width; x++, at += 3) colour(row, x, data, at);
  }
  return { data, width, height };
}

/** Writes the colour of a pixel in the row that begins at `row`. */
type Reader = (row: number, x: number, data: Uint8Array, at: number) => void;

function palette(
  file: Buffer,
  { head, bits, start, isOld }: { head: number; bits: number; start: number; isOld: boolean },
): Reader {
  const first = 14 + head;
  const size = isOld ? 3 : 4;
  const perByte = 8 / bits;
  return (row, x, data, at) => {
    const byte = file[row + Math.floor(x / perByte)]!;
    const index = (byte >> (8 - bits * ((x % perByte) + 1))) & (2 ** bits - 1);
    const entry = first + size * index;
    if (entry + 3 > start) throw new Error("a bitmap with a colour that its palette lacks");
    for (let c = 0; c < 3; c++) data[at + c] = file[entry + 2 - c]!;
  };
}

function masked(file: Buffer, { head, bits, isMasked }: { head: number; bits: number; isMasked: boolean }): Reader {
  const bytes = bits / 8;
  if (!isMasked && bits !== 16) {
    return (row, x, data, at) => {
      for (let c = 0; c < 3; c++) data[at + c] = file[row + x * bytes + 2 - c]!;
    };
  }
  // The same place after a header of 40 bytes and within a longer one. Without masks, 16 bits hold 5 of each colour.
  const masks = isMasked ? [54, 58, 62].map((place) => file.readUInt32LE(place)) : [0x7c00, 0x3e0, 0x1f];
  if (masks.includes(0) || (isMasked && head < 52 && file.length < 66))
    throw new Error("a bitmap with a damaged header");
  const shifts = masks.map((mask) => 31 - Math.clz32(mask & -mask));
  const tops = masks.map((mask, c) => mask >>> shifts[c]!);
  return (row, x, data, at) => {
    const word = bytes === 2 ? file.readUInt16LE(row + x * bytes) : file.readUInt32LE(row + x * bytes);
    for (let c = 0; c < 3; c++) data[at + c] = Math.floor((255 * ((word & masks[c]!) >>> shifts[c]!)) / tops[c]!);
  };
}
