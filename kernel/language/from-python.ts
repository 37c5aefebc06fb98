/**
 * Translates a cell that is Python into TypeScript. Loaded only when a cell does not parse, because the translator and the formatter take a
 * while to load.
 */

const LONGEST_CELL = 20_000;

/** The text shown below the cell; undefined if it is not Python either. */
export async function fromPython(source: string): Promise<string | undefined> {
  if (source.length > LONGEST_CELL) return undefined;
  const { isPython, port } = await import("../port/index.ts");
  return offer(source, isPython, port);
}

/** @param port - The translator. If it fails, that is reported below the cell, whose own error has already been shown. */
export async function offer(
  source: string,
  isPython: (source: string) => boolean,
  port: (sources: readonly string[]) => Promise<{ readonly cells: readonly string[] }>,
): Promise<string | undefined> {
  try {
    if (!isPython(source)) return undefined;
    const { cells } = await port([source]);
    return `This is Python. In TypeScript:\n\n${cells[0]!.trimEnd()}`;
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    return `This is Python, and its translation to TypeScript failed: ${reason!}`;
  }
}
