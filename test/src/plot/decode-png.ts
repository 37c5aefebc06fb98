/** Reads the PNG files that this package writes: 8 bits; red, green, blue and opacity; rows that are unfiltered or repeat the row above. */
import { crc32, inflateSync } from "node:zlib";

export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity. */
  readonly at: (x: number, y: number) => readonly number[];
}

export function decodePng(png: Buffer): Decoded {
  if (png.subarray(0, 8).toString("latin1") !== "\x89PNG\r\n\x1a\n") throw new Error("decodePng: no PNG file");
  const parts: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== png.readUInt32BE(at + 8 + length)) throw new Error("decodePng: wrong checksum");
    const type = body.subarray(0, 4).toString("latin1");
    const data = body.subarray(4);
    if (type === "IHDR") [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    if (type === "IDAT") parts.push(data);
    at += 12 + length;
  }
  const rows = inflateSync(Buffer.concat(parts));
  const bytes = width * 4;
  const pixels = Buffer.alloc(bytes * height);
  for (let row = 0; row < height; row++) {
    const from = row * (bytes + 1);
    const filter = rows[from];
    for (let i = 0; i < bytes; i++) {
      const above = filter === 2 ? pixels[(row - 1) * bytes + i]! : 0;
      pixels[row * bytes + i] = (rows[from + 1 + i]! + above) & 0xff;
    }
  }
  return { width, height, at: (x, y) => [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)] };
}
