/**
 * The Python behind the fixture of expressions, ported and run: which cases give the same as PyTorch.
 * `node test/bench/ported-fixtures.ts [STEP]`
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "oxc-transform";
import { port } from "../../kernel/port/index.ts";
import { readPrograms } from "../src/conformance/check.ts";
import { expressionDifference } from "../src/conformance/expression.ts";
import { projectRoot } from "../support/python.ts";

const step = Number(process.argv[2] ?? 1);
const source = readFileSync(join(projectRoot, "test/fixtures/conformance/expression_cases.py"), "utf8");
/** T, P, G and the other helpers that the cases call. */
const helpers = source.slice(source.indexOf("def T("), source.indexOf("def show("));
const chosen = readPrograms("expressions").filter(({ text }, i) => text !== undefined && i % step === 0);

let same = 0;
const different: string[] = [];
for (const each of chosen) {
  const lines = each.python!.split("; ");
  const python = [...lines.slice(0, -1), `result = ${lines.at(-1)!}`].join("\n");
  const { cells, problems } = await port([`import torch\n${helpers}`, python]);
  const { code } = transformSync("case.ts", cells[1]!, { sourceType: "module" });
  const typescript = `${code.replace(/^export \{\};$/m, "")}\nreturn result;`;
  const why =
    problems.length > 0 ? `${each.python}\n  ${problems[0]!.reason}` : expressionDifference({ ...each, typescript });
  if (why === undefined) same++;
  else different.push(`[${each.id}] ${why}`);
}
console.log(`${same} of ${chosen.length} cases print the same`);
for (const each of different) console.log(each);
if (different.length > 0) process.exitCode = 1;
