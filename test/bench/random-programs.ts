/**
 * Random programs, each run whole as a module of plain Node and cut at random into cells: they must print the same.
 * `npm run bench -- random-programs [COUNT] [FIRST SEED]`, 10,000 programs from seed 1 by default.
 */
import { cutIntoCells, Dice, randomProgram } from "../support/random-programs.ts";
import { runInCells, runWhole } from "../support/run-programs.ts";

const count = Number(process.argv[2] ?? 10_000);
const first = Number(process.argv[3] ?? 1);
const started = performance.now();
let cells = 0;
let lines = 0;
let characters = 0;
const different: number[] = [];

for (let seed = first; seed < first + count; seed++) {
  const program = randomProgram(seed);
  const cut = cutIntoCells(program, new Dice(seed + 1_000_000));
  const whole = await runWhole(program);
  const inCells = await runInCells(cut);
  cells += cut.length;
  lines += whole.length;
  characters += program.join("\n").length;
  const at = whole.findIndex((line, index) => line !== inCells[index]);
  if (at < 0 && whole.length === inCells.length) continue;
  different.push(seed);
  console.log(`seed ${seed}, line ${at}: whole ${whole[at]}, in cells ${inCells[at]}`);
}

console.log(`${count} programs, ${cells} cells, ${Math.round(characters / 1024)} KiB, ${lines} lines printed`);
console.log(`different: ${different.length}; ${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = different.length === 0 ? 0 : 1;
