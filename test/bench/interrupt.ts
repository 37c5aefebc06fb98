/**
 * Stop button: every kind of code 20 times in one kernel, the time from the request to the error, and whether the variables survive.
 * `npm run bench -- interrupt [TIMES] [WORDS of the kinds]`
 */
import { RunnerClient } from "../kernel/runner/runner-client.ts";
import { INTERRUPT_CASES, INTERRUPT_PRELUDE } from "../kernel/runner/stop/interrupt-cases.ts";

const times = Number(process.argv[2] ?? 20);
const wanted = process.argv.slice(3).join(" ");
const client = new RunnerClient();
client.answer = () => new Promise(() => {});
await client.run(INTERRUPT_PRELUDE);
let last = 0;

process.stdout.write(`${"kind".padEnd(38)}stopped  kept  median ms  worst ms\n`);
for (const { name, code } of INTERRUPT_CASES.filter(({ name }) => name.includes(wanted))) {
  const took: number[] = [];
  let kept = 0;
  let stopped = 0;
  for (let i = 0; i < times; i++) {
    client.sent.length = 0;
    const running = client.run(code);
    await client.until((item) => item.kind === "stdout" && item.text.includes("go"));
    // Half of the requests come after the code has been running for a while.
    await new Promise((resolve) => setTimeout(resolve, 50 * (i % 2)));
    const start = performance.now();
    const interrupted = client.runner.interrupt();
    const outcome = await running;
    took.push(performance.now() - start);
    await interrupted;
    if (outcome.kind === "error" && outcome.ename === "KeyboardInterrupt" && !outcome.variablesLost) stopped++;
    else process.stdout.write(`  ${JSON.stringify(outcome)}\n`);
    const count = Number(await client.text("count"));
    if (count > last) kept++;
    if (Number.isNaN(count)) await client.run(INTERRUPT_PRELUDE);
    last = Number.isNaN(count) ? 0 : count;
  }
  took.sort((a, b) => a - b);
  const median = took[Math.floor(took.length / 2)]!;
  process.stdout.write(
    `${name.padEnd(38)}${`${stopped}/${times}`.padStart(7)}${`${kept}/${times}`.padStart(7)}` +
      `${median.toFixed(1).padStart(11)}${took.at(-1)!.toFixed(1).padStart(10)}\n`,
  );
}
await client.close();
