import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { describe, it } from "mocha";
import { expect } from "chai";
import { port } from "../../../kernel/port/index.ts";
import { createCells } from "../../support/kernel-cells.ts";
import { plain } from "../../support/ports.ts";
import { projectRoot } from "../../support/python.ts";

interface Construct {
  readonly name: string;
  readonly python: string;
  /** What Python prints. */
  readonly prints: string;
}

const constructs = JSON.parse(
  readFileSync(join(projectRoot, "test", "fixtures", "port", "constructs.json"), "utf8"),
) as readonly Construct[];

/** What the cell prints, or why it ended. */
async function printed(source: string): Promise<string> {
  let text = "";
  const { log } = console;
  const write = process.stdout.write.bind(process.stdout);
  console.log = (...values: unknown[]) => void (text += `${format(...values)}\n`);
  process.stdout.write = ((piece: string) => {
    text += piece;
    return true;
  }) as typeof write;
  try {
    const outcome = await createCells().run(source);
    if (outcome.kind === "error") text += String((outcome.error as Error).stack);
    else if (outcome.kind !== "value") text += JSON.stringify(outcome);
  } finally {
    console.log = log;
    process.stdout.write = write;
  }
  return text;
}

/** Makes both languages' notation of plain values the same: tuples print as lists here, and quotation marks differ. */
const comparable = (text: string): string =>
  plain(text).join("\n").replace(/'/g, '"').replaceAll("(", "[").replaceAll(")", "]").trim();

describe("Python without torch, ported", () => {
  for (const { name, python, prints } of constructs)
    it(`prints the same: ${name}`, async () => {
      const { cells, problems } = await port([python]);
      expect(problems).to.deep.equal([]);
      expect(comparable(await printed(cells[0]!)), cells[0]).to.equal(comparable(prints));
    });
});
