/** The entry point that `convkernel port FILE` starts with the kernel's Node. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { portNotebook } from "./notebook.ts";
import { port } from "./port.ts";

const usage = `usage: convkernel port FILE [-o FILE]

  Translates a notebook of Python (.ipynb), or a program (.py), to TypeScript: same cells, same text, code that prints the same
  numbers. What has no counterpart is left as a call that says so when it is reached, and listed at the end.

  -o, --output FILE   where it goes; without it beside the source, under its name with -ts.ipynb or .ts. A file that is there is not written over
`;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`convkernel port: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { output: { type: "string", short: "o" }, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  const [file, ...rest] = positionals;
  if (values.help || file === undefined || rest.length > 0) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  if (statSync(file).isDirectory()) throw new Error(`${file} is a folder. Name a notebook or a program`);
  const isProgram = file.endsWith(".py");
  const output = values.output ?? file.replace(/(?:\.ipynb|\.py)?$/, isProgram ? ".ts" : "-ts.ipynb");
  if (existsSync(output)) throw new Error(`${output} is there already. Name another one with -o, or move it away`);
  if (!existsSync(dirname(output))) throw new Error(`there is no folder ${dirname(output)} for the result`);
  const source = readFileSync(file, "utf8");
  const { text, problems } = isProgram ? await program(source) : await portNotebook(source);
  writeFileSync(output, text);
  process.stdout.write(`${output}\n`);
  for (const { cell, line, reason } of problems) process.stdout.write(`  cell ${cell}: ${line}\n    ${reason}\n`);
  if (problems.length > 0)
    process.stdout.write(`${problems.length} ${problems.length === 1 ? "place needs" : "places need"} a hand.\n`);
  return 0;
}

async function program(source: string): Promise<Awaited<ReturnType<typeof portNotebook>>> {
  const { cells, problems } = await port([source], { isProgram: true });
  return { text: cells[0]!, problems };
}
