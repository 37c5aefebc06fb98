/** Keeps the process when user code, or a library of theirs, ends it as a program would end itself. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";

export class ProcessExit extends Error {
  override readonly name = "ProcessExit";

  constructor(code: string | number) {
    super(`process.exit(${code}) was called. The kernel goes on and variables are kept; restart it to get rid of them`);
  }
}

/** `process.exit` fails the cell instead; it throws, because what comes after it must not run. */
export function guardExit(): void {
  process.exit = (code) => {
    throw new ProcessExit(code ?? process.exitCode ?? 0);
  };
}

/** Tells when user code closes descriptor 1 or 2: the next file it opens may get that number, and must not get our marks. */
export function watchDescriptors(closing: (fd: 1 | 2) => void): void {
  const { close, closeSync } = fs;
  const note = (fd: number): void => {
    if (fd === 1 || fd === 2) closing(fd);
  };
  fs.closeSync = (fd) => {
    note(fd);
    closeSync(fd);
  };
  fs.close = Object.assign(
    (fd: number, callback?: fs.NoParamCallback) => {
      note(fd);
      close(fd, callback);
    },
    { __promisify__: close.__promisify__ },
  );
  syncBuiltinESMExports();
}
