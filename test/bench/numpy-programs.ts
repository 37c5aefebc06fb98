/**
 * Random programs over NumPy's arrays, ported, and compared with what NumPy prints: `node test/bench/numpy-programs.ts [COUNT] [FIRST]`. The
 * Python to compare with is that of `NUMPY_PYTHON`, or `python3`; it wants NumPy 2.
 */
import { np } from "../../src/index.ts";
import { numpyProgram } from "../support/numpy-programs.ts";
import { printedByPort, printedByPython } from "../support/run-python-programs.ts";

const [count = 1000, first = 1] = process.argv.slice(2).map(Number);
const programs = Array.from({ length: count }, (_, i) => numpyProgram(first + i));
const expected = printedByPython(programs, process.env["NUMPY_PYTHON"] ?? "python3");
let same = 0;
let shown = 0;
for (const [i, python] of programs.entries()) {
  np.setPrintoptions({ precision: 8, suppress: false });
  const { printed } = await printedByPort(python);
  if (printed === expected[i]) {
    same++;
    continue;
  }
  if (shown++ >= Number(process.env["SHOWN"] ?? 5)) continue;
  const [want, got] = [expected[i]!.split("\n"), printed.split("\n")];
  const at = want.findIndex((line, k) => line !== got[k]);
  console.log(`program ${first + i}, line ${at + 1}\n  NumPy:  ${want[at] ?? ""}\n  ported: ${got[at] ?? ""}`);
  if (process.env["WHOLE"] !== undefined) console.log(python);
}
console.log(`${same} of ${count} programs print the same`);
if (same < count) process.exitCode = 1;
