/** Unpacks tar archives, compressed or not: only the named files, each checked in a separate folder before it is put in place. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { noteCheck, type NamedFile } from "./checks.ts";
import { whenAborted } from "./fetch/interrupt.ts";
import { size } from "./fetch/progress.ts";
import { requirePackage } from "../backend/index.ts";

/** The folder in which files are unpacked, below the folder that they go to. */
const ASIDE = ".unpacking-";

/** A file in an archive that is not what it should be. */
export interface Fault {
  readonly name: string;
  /** The MD5 of what is there; undefined if nothing is. */
  readonly md5: string | undefined;
}

/**
 * Unpacks the files of a tar or tar.gz into `folder`, whatever folder they are in there; files that are there already stay as they are.
 * Nothing is put in place unless all files are as they should be; returns those that are not.
 * @throws Error if the archive is damaged or not an archive, and if it declares or contains more than `most` bytes.
 */
export async function unpack(
  archive: string,
  folder: string,
  files: readonly NamedFile[],
  { signal, most = Infinity }: { readonly signal: AbortSignal | undefined; readonly most?: number | undefined },
): Promise<readonly Fault[]> {
  mkdirSync(folder, { recursive: true });
  clear(folder);
  const aside = join(folder, `${ASIDE}${crypto.randomUUID()}`);
  mkdirSync(aside);
  const found = new Map<string, string>();
  const stop = new AbortController();
  const leave = whenAborted(signal, (reason) => {
    stop.abort(reason);
    rmSync(aside, { recursive: true, force: true });
  });
  try {
    // A CommonJS package, which cannot be part of a bundle of modules.
    const { extract } = requirePackage("tar-stream") as typeof import("tar-stream");
    const tar = extract();
    const source = createReadStream(archive);
    const isPacked = await beginsWith(archive, [0x1f, 0x8b]);
    const limit = limited(most);
    const steps = isPacked ? ([source, createGunzip(), limit, tar] as const) : ([source, limit, tar] as const);
    const unpacking = pipeline(steps, { signal: stop.signal });
    // It is awaited below; a failure also ends the loop, which then reports it.
    unpacking.catch(() => undefined);
    for await (const entry of tar) {
      const name = basename(entry.header.name);
      // The declared size is checked before anything is written.
      if ((entry.header.size ?? 0) > most) throw tooMuch(most);
      const isWanted = entry.header.type === "file" && files.some((file) => file.name === name);
      if (!isWanted || found.has(name)) entry.resume();
      else found.set(name, await write(entry as AsyncIterable<Uint8Array>, join(aside, name)));
    }
    await unpacking;
    signal?.throwIfAborted();
    const faults = files.flatMap(({ name, md5 }) => {
      const got = found.get(name);
      return got === undefined || (md5 !== null && got !== md5) ? [{ name, md5: got }] : [];
    });
    if (faults.length > 0) return faults;
    for (const { name } of files) {
      const path = join(folder, name);
      if (existsSync(path)) continue;
      renameSync(join(aside, name), path);
      noteCheck(path, found.get(name)!);
    }
    return [];
  } finally {
    leave();
    rmSync(aside, { recursive: true, force: true });
  }
}

const tooMuch = (most: number): Error => new Error(`it unpacks to more than ${size(most)}`);

/** Passes bytes on, up to `most`, because a small archive may unpack to any size. */
function limited(most: number): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum += chunk.length;
      done(sum > most ? tooMuch(most) : null, chunk);
    },
  });
}

/** Removes what killed runs have left behind; nobody else unpacks here now. */
function clear(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(ASIDE)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Writes a file; resolves to the MD5 of what was written. */
async function write(entry: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const sum = createHash("md5");
  const summed = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      sum.update(chunk);
      yield chunk;
    }
  };
  await pipeline(entry, summed, createWriteStream(path));
  return sum.digest("hex");
}

async function beginsWith(path: string, bytes: readonly number[]): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(bytes.length), 0, bytes.length, 0);
    return bytes.every((byte, i) => buffer[i] === byte);
  } finally {
    await file.close();
  }
}
