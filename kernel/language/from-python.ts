/**
 * Translates a cell that is Python into TypeScript. Loaded only when a cell does not parse, because the translator and the formatter take a
 * while to load.
 */
/** Only its type: the translator itself is loaded where it is needed. */
type Given = import("../port/index.ts").Given;

const LONGEST_CELL = 20_000;

/** Which of some types the names of earlier cells have (`TypeService.typesOf`). */
type TypesOf = (words: readonly string[], types: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/** What the library's own exports are called. */
const EXPORTS =
  "torch nn F optim datasets transforms inspect plot progress python range enumerate zip slice summary tuple copy Tensor".split(
    " ",
  );

/** What a name stands for in a translation, by its TypeScript type; `$` is the library. The first that fits counts. */
const TYPES: readonly (readonly [type: string, given: Given])[] = [
  ...EXPORTS.map((name) => [`typeof $.${name}`, "import"] as const),
  ["$.Tensor", "tensor"],
  ["$.nn.Module<any>", "module"],
  ["$.torch.Size", "size"],
  ["$.optim.Optimizer<any>", "optimizer"],
  ["$.torch.utils.data.DataLoader<any>", "loader"],
  ["$.torch.utils.data.Dataset<any>", "dataset"],
  ["number", "number"],
  ["string", "string"],
  ["boolean", "bool"],
  ["readonly number[]", "numbers"],
  ["readonly string[]", "strings"],
  ["readonly $.Tensor[]", "tensors"],
  ["readonly unknown[]", "list"],
];

/** The text shown below the cell; undefined if it is not Python either. */
export async function fromPython(source: string, typesOf: TypesOf): Promise<string | undefined> {
  if (source.length > LONGEST_CELL) return undefined;
  const { camelCase, isPython, port } = await import("../port/index.ts");
  return offer(source, isPython, async (sources) => {
    const words = new Set((source.match(/[A-Za-z_]\w*/gu) ?? []).flatMap((word) => [word, camelCase(word)]));
    const found = await typesOf(
      [...words, ...EXPORTS],
      TYPES.map(([type]) => type),
    );
    const given = [...found].map(([name, type]) => [name, TYPES[type]?.[1] ?? "unknown"] as const);
    return port(sources, { given: Object.fromEntries(given) });
  });
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
    const text = cells[0]!.trimEnd();
    return bare(text) === bare(source) ? undefined : `This is Python. In TypeScript:\n\n${text}`;
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    return `This is Python, and its translation to TypeScript failed: ${reason!}`;
  }
}

/** Without what a formatter changes. */
const bare = (text: string): string => text.replaceAll(/[\s;]/gu, "");
