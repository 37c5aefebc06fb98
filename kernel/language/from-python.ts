/** A cell that is Python, as TypeScript. Loaded where a cell does not parse: the translator and the formatter take a while. */

const LONGEST_CELL = 20_000;

/** Undefined where it is no Python either. */
export async function fromPython(source: string): Promise<string | undefined> {
  if (source.length > LONGEST_CELL) return undefined;
  const { isPython, port } = await import("../port/index.ts");
  if (!isPython(source)) return undefined;
  try {
    const { cells } = await port([source]);
    return cells[0]!.trimEnd();
  } catch {
    // An offer that cannot be made is none: the error of the cell itself is told.
    return undefined;
  }
}
