/**
 * Floods of output in a complete kernel: how soon Stop works, how much memory the front holds, and how much longer a cell takes than its
 * loop. `npm run bench -- output-flow [SECONDS before Stop]`
 */
import { readFileSync } from "node:fs";
import { Client, KernelProcess } from "../support/client.ts";

const seconds = Number(process.argv[2] ?? 20);
const write = (line: string): void => void process.stdout.write(`${line}\n`);

const kernel = new KernelProcess();
const client = new Client(await kernel.ports());
await client.ready();
await client.execute("1");

const residentMb = (): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${kernel.process.pid}/status`, "utf8"))?.[1]) / 1024;

write(`Stop after ${seconds} s                                     error after ms   front MB   not shown`);
for (const code of [
  "for (;;) display.html('y'.repeat(100));",
  "for (;;) display.html('y'.repeat(1_000_000));",
  "for (let i = 0; ; i++) console.log(i, 'y'.repeat(100));",
  "for (let i = 0; ; i++) { display.html('a'); console.log(i); }",
]) {
  client.log.length = 0;
  const id = client.submit(`let kept = 7; ${code}`);
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const held = residentMb();
  const start = performance.now();
  const error = client.next((message) => message.type === "error" && message.parent.msg_id === id);
  client.send("control", "interrupt_request", {});
  await error;
  const took = performance.now() - start;
  const { stderr } = await client.executed(id);
  const { result } = await client.execute("kept");
  if (String(result) !== "7") write("  variables were lost");
  write(`${code.padEnd(62)}${took.toFixed(0).padStart(8)}${held.toFixed(0).padStart(11)}   ${stderr.trim()}`);
}

write("\n20,000 turns of                                    loop s   cell s   ratio");
for (const [name, body] of [
  ["two displays updated in turn", "await a.update(i); await b.update(-i);"],
  ["a display and console.log", "await a.update(i); console.log(i);"],
  ["a display, one update", "await a.update(i);"],
] as const) {
  const start = performance.now();
  const { result, iopub } = await client.execute(`{
    const a = await display('p', { displayId: 'a' }), b = await display('q', { displayId: 'b' });
    const start = performance.now();
    for (let i = 0; i < 20000; i++) { ${body} }
    globalThis.loop = (performance.now() - start) / 1000;
  } loop`);
  const took = (performance.now() - start) / 1000;
  const last = (id: string): unknown =>
    iopub.findLast(({ content }) => (content["transient"] as { display_id?: string } | undefined)?.display_id === id)
      ?.content["data"];
  const loop = Number(result);
  write(
    `${name.padEnd(48)}${loop.toFixed(2).padStart(9)}${took.toFixed(2).padStart(9)}${(took / loop).toFixed(2).padStart(8)}` +
      `   last states ${JSON.stringify(last("a"))} ${JSON.stringify(last("b"))}`,
  );
}
client.close();
await kernel.stop();
