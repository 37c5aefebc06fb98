/** Reads files that others have put there: does not wait for a pipe, and does not read a file that is too large. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** Not a plain file, or too large a one. */
export class NotPlain extends Error {
  override readonly name = "NotPlain";
}

export interface PlainOptions {
  /** Whether to follow links, which is safe if the caller has made them. */
  readonly follow?: boolean;
}

/** @throws {NotPlain} @throws the file system's errors */
export function readPlain(path: string, mostBytes: number, { follow = false }: PlainOptions = {}): Buffer {
  // Windows has neither flag, and no pipes among its files.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants> & { O_RDONLY: number };
  let file: number;
  try {
    file = openSync(path, O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ELOOP") throw new NotPlain("it is a link to another file");
    // The file is a socket.
    if (code === "ENXIO") throw new NotPlain("it is no plain file");
    throw error;
  }
  try {
    const now = fstatSync(file);
    if (now.isDirectory()) throw new NotPlain("it is a folder");
    if (!now.isFile()) throw new NotPlain("it is no plain file");
    if (now.size > mostBytes)
      throw new NotPlain(
        `it is too large: ${Math.ceil(now.size / 1e6)} MB, and ${Math.floor(mostBytes / 1e6)} MB are the most`,
      );
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
