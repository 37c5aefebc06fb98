/** The streams and the environment. Reference: https://docs.python.org/3.12/library/sys.html */

const streamOf = (name: "stdout" | "stderr") => ({
  /** Returns the number of characters. */
  write(text: string): number {
    process[name].write(text);
    return text.length;
  },
  /** Nothing waits to be written. */
  flush(): void {},
});

export const stdout = streamOf("stdout");
export const stderr = streamOf("stderr");
/** A notebook has no arguments. */
export const argv: string[] = ["notebook"];
/** The version of Python whose behaviour these functions have. */
export const versionInfo: number[] = [3, 12, 0];

/**
 * The environment's variables, as a dict.
 *
 * @example
 * environ["NO_SUCH_VARIABLE"] ?? "none"; // none
 */
export const environ: Record<string, string> = process.env as Record<string, string>;
