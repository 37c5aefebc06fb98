/** Reads the programs of the fixtures, and finds what differs when they run here. */
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { torch } from "../../../src/index.ts";
import { difference, messageDifference, type Tolerance } from "./compare.ts";
import { expressionDifference } from "./expression.ts";
import { run, type Program } from "./program.ts";

// Loads the back end before mocha looks for globals that tests leave behind.
torch.backend();

/** The programs of one archive; without a name those of all except `signatures`, whose calls have a separate test. */
export function readPrograms(archive?: string): Program[] {
  const folder = new URL("../../fixtures/conformance/", import.meta.url);
  const files = readdirSync(folder).filter((name) =>
    archive === undefined ? name.endsWith(".json.gz") && name !== "signatures.json.gz" : name === `${archive}.json.gz`,
  );
  return files.flatMap((name) => JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString()) as Program[]);
}

/** Describes what differs; undefined if the program does the same as in PyTorch. */
export function check(program: Program, tolerance?: Tolerance): string | undefined {
  if (program.typescript !== undefined) return expressionDifference(program);
  const result = run(program);
  if (program.error !== undefined) {
    return "error" in result
      ? messageDifference(result.error, program.error)
      : `expected an error, got none: ${program.error}`;
  }
  if ("error" in result) return result.stack;
  for (const [i, value] of result.values.entries()) {
    const isDrawn = /^(random|networks.init)/.test(program.id) || program.outs[i] === "params";
    const found = difference(value, program.want![i]!, isDrawn ? "exact" : (tolerance ?? program.atol));
    if (found !== undefined) return `${program.outs[i]}: ${found}`;
  }
  return undefined;
}
