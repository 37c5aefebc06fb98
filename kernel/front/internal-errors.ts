/** Reports a bug of the kernel, which costs one answer and a line in the log, but not the user's variables. */
export function reportInternal(error: unknown): void {
  process.stderr.write(`convkernel: internal: ${error instanceof Error ? error.stack : String(error)}\n`);
}
