/** A thread that reads picture files, several at once: the decoder has a thread of its own for each. */
import { readFile, stat } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { isBitmap, readBitmap } from "./bitmap.ts";
import { isNetpbm, readNetpbm } from "./netpbm.ts";

/** A request to the thread. */
export interface Question {
  readonly id: number;
  readonly path: string;
}

/** A picture as [3, H, W], or the reason why there is none. */
export type Picture =
  | {
      readonly id: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly height: number;
      readonly width: number;
      /** How the camera was held, from 1 (upright) to 8, where the file says so. */
      readonly orientation?: number | undefined;
    }
  | { readonly id: number; readonly error: string };

export interface DecodeWorkerData {
  readonly port: MessagePort;
  /** Counts the answers, for a thread that waits without an event loop. */
  readonly answers: Int32Array<SharedArrayBuffer>;
}

/** A small file may claim to be a picture of any size; PIL treats this many pixels as an attack. */
const MOST_PIXELS = 178_956_970;

if (parentPort !== null) {
  const { port, answers } = workerData as DecodeWorkerData;
  const sharp = await import("sharp").then(
    ({ default: load }) => load,
    (error: Error) => error,
  );
  if (!(sharp instanceof Error)) sharp.cache(false);
  const answer = (picture: Picture): void => {
    port.postMessage(picture, "bytes" in picture ? [picture.bytes.buffer] : []);
    Atomics.add(answers, 0, 1);
    Atomics.notify(answers, 0);
  };
  port.on("message", async ({ id, path }: Question) => {
    try {
      // A pipe has no end, and perhaps nobody ever writes to it.
      if (!(await stat(path)).isFile()) throw new Error("it is not a file");
      const file = await readFile(path);
      const read = isBitmap(file) ? readBitmap : isNetpbm(file) ? readNetpbm : undefined;
      if (read !== undefined) {
        const { data, width, height } = read(file);
        return answer({ id, bytes: planes(data, 3), height, width });
      }
      if (sharp instanceof Error) throw new Error(`the decoder "sharp" does not load here: ${sharp.message}`);
      // Like PIL's convert("RGB"): transparency is dropped, and the camera's orientation is ignored.
      const picture = sharp(file, { failOn: "error", limitInputPixels: MOST_PIXELS });
      const { orientation } = await picture.metadata();
      const { data, info } = await picture
        .toColourspace("srgb")
        .removeAlpha()
        .raw({ depth: "uchar" })
        .toBuffer({ resolveWithObject: true });
      return answer({ id, bytes: planes(data, info.channels), height: info.height, width: info.width, orientation });
    } catch (error) {
      answer({ id, error: (error as Error).message.split("\n")[0]! });
    }
  });
}

/** [H, W, C] as [3, H, W]; a grey picture gets three equal planes. */
function planes(pixels: Uint8Array, channels: number): Uint8Array<ArrayBuffer> {
  const size = pixels.length / channels;
  const result = new Uint8Array(3 * size);
  for (let c = 0; c < 3; c++) {
    const from = Math.min(c, channels - 1);
    for (let i = 0; i < size; i++) result[c * size + i] = pixels[i * channels + from]!;
  }
  return result;
}
