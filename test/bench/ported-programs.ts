/** Random Python programs, ported, and compared with Python's own output: `node test/bench/ported-programs.ts [COUNT] [FIRST]`. */
import { printedByPort, printedByPython } from "../support/run-python-programs.ts";
import { pythonProgram } from "../support/python-programs.ts";

const [count = 5000, first = 1] = process.argv.slice(2).map(Number);
const programs = Array.from({ length: count }, (_, i) => pythonProgram(first + i));
const expected = printedByPython(programs);
let same = 0;
const different: { seed: number; python: string; typescript: string; want: string; got: string }[] = [];
for (const [i, python] of programs.entries()) {
  const { printed, typescript } = await printedByPort(python);
  if (printed === expected[i]) same++;
  else different.push({ seed: first + i, python, typescript, want: expected[i]!, got: printed });
}
console.log(`${same} of ${count} programs print the same`);
for (const { seed, python, typescript, want, got } of different.slice(0, Number(process.env["SHOWN"] ?? 3))) {
  const lines = [want.split("\n"), got.split("\n")] as const;
  const at = lines[0].findIndex((line, i) => line !== lines[1][i]);
  console.log(
    `\nprogram ${seed}, line ${at + 1} of the output\n  Python: ${lines[0][at] ?? "(nothing)"}\n  ported: ${lines[1][at] ?? "(nothing)"}`,
  );
  if (process.env["WHOLE"] !== undefined) console.log(`${python}\n----\n${typescript}`);
}
if (different.length > 0) process.exitCode = 1;
