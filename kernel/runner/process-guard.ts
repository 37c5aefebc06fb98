/** Keeps the process alive when user code, or a library it uses, tries to exit as a program of its own would. */
import type { EventEmitter } from "node:events";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";
import { FD } from "../contract/pipe-protocol.ts";

export class ProcessExit extends Error {
  override readonly name = "ProcessExit";

  constructor(code: string | number) {
    super(`process.exit(${code}) was called. The kernel goes on and variables are kept; restart it to get rid of them`);
  }
}

/** Makes `process.exit` fail the cell instead: it throws, because the code after it must not run. */
export function guardExit(): void {
  process.exit = (code) => {
    throw new ProcessExit(code ?? process.exitCode ?? 0);
  };
}

const EMITTING = ["addListener", "emit", "listenerCount", "listeners", "off", "on", "once", "removeListener"] as const;

/**
 * Copies an emitter's inherited methods onto itself, because Node calls them on the process and its streams, whatever user code has done to
 * the prototypes.
 */
export function ownMethods(emitter: EventEmitter): void {
  for (const name of EMITTING) {
    const value = emitter[name] as unknown;
    Object.defineProperty(emitter, name, { value, writable: true, configurable: true });
  }
}

/** Listens to an event of the process; the listener stays even if user code removes all listeners. */
export function listenForGood(
  event: "uncaughtException" | "unhandledRejection",
  listener: (error: unknown) => void,
): void {
  process.on(event, listener);
  const removeAllListeners = process.removeAllListeners.bind(process) as (...names: (string | symbol)[]) => unknown;
  const removeListener = process.removeListener.bind(process);
  process.removeListener = process.off = (name: string | symbol, given: Parameters<typeof removeListener>[1]) =>
    given === listener ? process : removeListener(name, given);
  process.removeAllListeners = (...names: (string | symbol)[]) => {
    removeAllListeners(...names);
    const left = process.listeners(event as "exit") as unknown[];
    for (let i = 0; i < left.length; i++) if (left[i] === listener) return process;
    return process.on(event, listener);
  };
}

/** Calls `closing` when user code closes descriptor 1 or 2: the next file it opens may get that number, and must not get our marks. */
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
  closeDescriptors();
  syncBuiltinESMExports();
}

/** Functions of `node:fs` whose first argument is a descriptor. */
const ON_DESCRIPTORS =
  "appendFile close fchmod fchown fdatasync fstat fsync ftruncate futimes read readFile readv write writeFile writev".split(
    " ",
  );
const OURS: ReadonlySet<unknown> = new Set(Object.values(FD));

/**
 * Bars user code from the kernel's own descriptors: a program that uses them by number gets the error for a descriptor that is not open.
 */
function closeDescriptors(): void {
  const functions = fs as unknown as Record<string, (...given: unknown[]) => unknown>;
  for (const stem of ON_DESCRIPTORS) {
    for (const name of [stem, `${stem}Sync`]) {
      const original = functions[name]!;
      functions[name] = Object.assign((...given: unknown[]): unknown => {
        if (OURS.has(given[0])) throw badDescriptor(stem);
        return original(...given);
      }, original);
    }
  }
}

function badDescriptor(syscall: string): Error {
  const code = "EBADF";
  return Object.assign(new Error(`${code}: bad file descriptor, ${syscall}`), { errno: -9, code, syscall });
}
