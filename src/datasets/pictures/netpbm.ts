/**
 * Netpbm pictures, which sharp does not read: black and white, grey and colour, as text and as bytes.
 * @see https://netpbm.sourceforge.net/doc/ppm.html
 */
import type { Pixels } from "./bitmap.ts";

export const isNetpbm = (file: Buffer): boolean => /^P[1-6][\s#]/.test(file.toString("latin1", 0, 3));

/** White space, and comments up to the end of the line. */
const BLANKS = /^(?:\s|#[^\n\r]*[\n\r])*/;

/** @throws Error for a file that is truncated or has a damaged header. */
export function readNetpbm(file: Buffer): Pixels {
  const kind = Number(file.toString("latin1", 1, 2));
  let at = 2;
  const skipBlanks = (): void => {
    // A long comment takes several rounds.
    for (let length = -1; length !== 0; at += length)
      length = BLANKS.exec(file.toString("latin1", at, at + 4096))![0].length;
  };
  const number = (digits = 9): number => {
    skipBlanks();
    const text = /^\d+/.exec(file.toString("latin1", at, at + digits))?.[0];
    if (text === undefined)
      throw new Error(at < file.length ? "a picture with a damaged header" : "a truncated picture");
    at += text.length;
    return Number(text);
  };
  const [width, height] = [number(), number()];
  const isBits = kind === 1 || kind === 4;
  const isText = kind <= 3;
  const top = isBits ? 1 : number();
  if (width < 1 || height < 1 || top < 1 || top > 65_535) throw new Error("a picture with a damaged header");
  const channels = kind % 3 === 0 ? 3 : 1;
  const start = at + 1; // one blank
  const wide = top > 255 ? 2 : 1;
  const stride = isBits ? Math.ceil(width / 8) : width * channels * wide;
  // As text, each value takes at least one digit.
  const least = isText ? width * height * channels : stride * height;
  if (file.length < start + least - (isText ? 1 : 0)) throw new Error("a truncated picture");
  const value = (y: number, i: number): number => {
    if (isText) return number(isBits ? 1 : 5);
    if (isBits) return (file[start + y * stride + (i >> 3)]! >> (7 - (i & 7))) & 1;
    const place = start + y * stride + i * wide;
    return wide === 2 ? file.readUInt16BE(place) : file[place]!;
  };
  const data = new Uint8Array(3 * width * height);
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let i = 0; i < width * channels; i++) {
      const share = Math.min(1, value(y, i) / top);
      // In a bitmap, 1 is black.
      const byte = Math.round(255 * (isBits ? 1 - share : share));
      if (channels === 3) data[pixel++] = byte;
      else for (let c = 0; c < 3; c++) data[pixel++] = byte;
    }
  }
  return { data, width, height };
}
