/**
 * Cells that end their process: the time from the request to the error, and from there to the answer of the next cell.
 * `npm run bench -- crash [TIMES]`
 */
import { DEADLY_CELLS } from "../kernel/runner/crash-cases.ts";
import { RunnerClient } from "../kernel/runner/runner-client.ts";

const times = Number(process.argv[2] ?? 10);
const client = new RunnerClient({ memoryMb: 128 });
const median = (all: number[]): string => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!.toFixed(0);

process.stdout.write(`${"ended by".padEnd(36)}answered  alive  error ms  next cell ms\n`);
for (const { name, code, says } of DEADLY_CELLS) {
  const [errors, nexts]: [number[], number[]] = [[], []];
  let answered = 0;
  let alive = 0;
  for (let i = 0; i < times; i++) {
    await client.run("let before = 1");
    let start = performance.now();
    const outcome = await client.run(code);
    errors.push(performance.now() - start);
    if (outcome.kind === "error" && says.test(outcome.evalue)) answered++;
    start = performance.now();
    if ((await client.text("1 + 1")) === "2") alive++;
    nexts.push(performance.now() - start);
  }
  process.stdout.write(
    `${name.padEnd(36)}${`${answered}/${times}`.padStart(8)}${`${alive}/${times}`.padStart(7)}` +
      `${median(errors).padStart(10)}${median(nexts).padStart(14)}\n`,
  );
}
await client.close();
