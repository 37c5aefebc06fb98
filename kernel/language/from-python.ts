/** A cell that is Python, as TypeScript. Loaded where a cell does not parse: the translator and the formatter take a while. */

const LONGEST_CELL = 20_000;

/** What is said below the cell; undefined where it is no Python either. */
export async function fromPython(source: string): Promise<string | undefined> {
  if (source.length > LONGEST_CELL) return undefined;
  const { isPython, port } = await import("../port/index.ts");
  return offer(source, isPython, port);
}

/** @param port - Taken by itself: a translator that fails says so below the cell, whose own error has been told. */
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
