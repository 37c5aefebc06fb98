/** Keeps the process when user code, or a library of theirs, ends it as a program would end itself. */
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
