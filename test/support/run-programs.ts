/** Runs a program whole, as a module in plain Node, and in cells. */
import { stripTypeScriptTypes } from "node:module";
import { inspect } from "node:util";
import { createCells } from "./kernel-cells.ts";

// Node warns once that its type stripping is experimental, which is of no interest to people running the tests.
const warning = Object.getOwnPropertyDescriptor(process, "emitWarning")!;
process.emitWarning = () => {};
stripTypeScriptTypes("");
Object.defineProperty(process, "emitWarning", warning);

const OUT = Symbol.for("out of a random program");

/** What a program prints, followed by its error if it ended with one. */
export async function runWhole(statements: readonly string[]): Promise<string[]> {
  const printed: string[] = [];
  Object.defineProperty(globalThis, OUT, { value: printer(printed), configurable: true });
  const source = `const out = globalThis[Symbol.for("out of a random program")];\n${stripTypeScriptTypes(statements.join("\n"))}`;
  try {
    await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
  } catch (error) {
    printed.push(`error ${(error as Error).name}: ${(error as Error).message}`);
  }
  return printed;
}

export async function runInCells(cells: readonly string[]): Promise<string[]> {
  const printed: string[] = [];
  const kernel = createCells({ ambient: { out: printer(printed) } });
  for (const cell of cells) {
    const outcome = await kernel.run(cell);
    if (outcome.kind === "value") continue;
    const error = outcome.kind === "error" ? (outcome.error as Error) : undefined;
    printed.push(error ? `error ${error.name}: ${error.message}` : `${outcome.kind} ${inspect(outcome)}`);
    break;
  }
  return printed;
}

function printer(into: string[]): (...values: unknown[]) => void {
  return (...values) => {
    if (into.length < 2000) into.push(values.map((value) => inspect(value, { depth: 4 })).join(" "));
  };
}
