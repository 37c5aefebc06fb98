/**
 * Frames between the front and its runner: a JSON message and binary buffers after it, over a byte stream.
 *
 * Layout, little endian: u32 size of what follows, u32 sequence, u32 flags, u32 JSON bytes, u32 buffer count, one u32 length per
 * buffer, the JSON, the buffers. Sequence and flags are for `front/output-order.ts`; in frames sent by the front they are 0.
 *
 * User code may write into the runner's descriptors, so each frame from the runner begins with a secret, and anything between frames is
 * dropped.
 */

// The runner shares its globals with user code, which may replace them, so the ones needed are saved here, once.
const Json = JSON;
const Bytes = Buffer;

const FIXED = 20;

export interface Frame {
  readonly sequence: number;
  readonly flags: number;
  readonly message: unknown;
  readonly buffers: readonly Uint8Array[];
  /** Of the whole frame, in bytes. */
  readonly size: number;
}

export interface Stamp {
  readonly sequence: number;
  readonly flags: number;
}

const UNSTAMPED: Stamp = { sequence: 0, flags: 0 };
const NO_SECRET = Bytes.alloc(0);

export function encodeFrame(
  message: object,
  buffers: readonly Uint8Array[] = [],
  stamp: Stamp = UNSTAMPED,
  secret: Uint8Array = NO_SECRET,
): Buffer {
  const json = Json.stringify(message);
  const jsonLength = Bytes.byteLength(json);
  let size = FIXED + 4 * buffers.length + jsonLength;
  for (const buffer of buffers) size += buffer.byteLength;
  const whole = Bytes.allocUnsafe(secret.byteLength + size);
  whole.set(secret);
  const frame = whole.subarray(secret.byteLength);
  frame.writeUInt32LE(size - 4, 0);
  frame.writeUInt32LE(stamp.sequence, 4);
  frame.writeUInt32LE(stamp.flags, 8);
  frame.writeUInt32LE(jsonLength, 12);
  frame.writeUInt32LE(buffers.length, 16);
  let at = FIXED;
  for (const buffer of buffers) at = frame.writeUInt32LE(buffer.byteLength, at);
  at += frame.write(json, at);
  for (const buffer of buffers) {
    frame.set(buffer, at);
    at += buffer.byteLength;
  }
  return whole;
}

/** Takes chunks as they arrive and returns whole frames. */
export class FrameDecoder {
  readonly #secret: Buffer;
  #chunks: Buffer[] = [];
  #held = 0;
  #wanted: number;

  constructor(secret: Buffer = NO_SECRET) {
    this.#secret = secret;
    this.#wanted = secret.length + FIXED;
  }

  *push(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    while (this.#held >= this.#wanted) {
      const all = this.#fromSecret(this.#chunks.length === 1 ? this.#chunks[0]! : Bytes.concat(this.#chunks));
      const begin = this.#secret.length;
      const size = all.length < begin + FIXED ? begin + FIXED : begin + 4 + all.readUInt32LE(begin);
      this.#held = all.length;
      if (all.length < size) {
        this.#chunks = [all];
        this.#wanted = size;
        return;
      }
      this.#chunks = all.length === size ? [] : [all.subarray(size)];
      this.#held -= size;
      this.#wanted = begin + FIXED;
      yield decode(all.subarray(begin, size));
    }
  }

  /** Drops bytes that belong to no frame; the last bytes are kept if they may be the beginning of the secret. */
  #fromSecret(all: Buffer): Buffer {
    const at = all.indexOf(this.#secret);
    if (at >= 0) return at === 0 ? all : all.subarray(at);
    return all.subarray(Math.max(0, all.length - this.#secret.length + 1));
  }
}

function decode(frame: Buffer): Frame {
  const jsonLength = frame.readUInt32LE(12);
  const count = frame.readUInt32LE(16);
  const start = FIXED + 4 * count;
  const buffers: Uint8Array[] = [];
  let at = start + jsonLength;
  for (let i = 0; i < count; i++) {
    const length = frame.readUInt32LE(FIXED + 4 * i);
    buffers.push(frame.subarray(at, at + length));
    at += length;
  }
  return {
    sequence: frame.readUInt32LE(4),
    flags: frame.readUInt32LE(8),
    message: Json.parse(frame.toString("utf8", start, start + jsonLength)),
    buffers,
    size: frame.length,
  };
}
