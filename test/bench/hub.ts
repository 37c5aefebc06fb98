/**
 * A class on a real JupyterHub, through its proxy, with the configuration that we ship: how long each learner waits, what each costs, and
 * what is left when all have gone. Linux only.
 * `npm run bench -- hub [LEARNERS]` (20 by default), about ten minutes
 */
import { join } from "node:path";
import { processesOf, startHub } from "../support/hub.ts";
import { shareOf } from "../support/memory.ts";
import { joined, readNotebook } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";
import { ServerKernel } from "../support/server-kernel.ts";
import { temporaryFolder } from "../support/temporary.ts";

const count = Number(process.argv[2] ?? 20);
/** A kernel that has been idle for so long is ended: longer than it takes until all have started theirs. */
const CULL_S = Math.max(60, 9 * count);

const cells = readNotebook(join(projectRoot, "notebooks", "00-original.ipynb"))
  .cells.filter(({ cell_type }) => cell_type === "code")
  .map(({ source }) => joined(source));
/** The lesson's bias after its last cell, as PyTorch prints it. */
const [CHECK, EXPECTED] = ["conv.bias.item().toFixed(4)", "'0.1157'"];

const kinds = {
  "hub and proxy": /-m jupyterhub|configurable-http-proxy/,
  "server of a learner": /singleuser/,
  "kernel: front": /kernel\/front\/main/,
  "kernel: runner": /kernel\/runner\/main/,
  "kernel: types": /--lsp/,
};

const folder = temporaryFolder("hub");
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function seconds<T>(work: Promise<T>): Promise<[seconds: number, result: T]> {
  const from = performance.now();
  const result = await work;
  return [(performance.now() - from) / 1000, result];
}

function row(name: string, values: readonly number[], digits = 1): void {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits).padStart(9));
  console.log(`${name.padEnd(34)}${median(values).toFixed(digits).padStart(9)}${least}${most}`);
}

/** Megabytes of every process below the hub, with shared pages counted proportionally. */
function memory(title: string): void {
  const all = processesOf(folder.path).map(({ pid, command }) => ({ command, held: (shareOf(pid) ?? 0) / 1024 }));
  console.log(`\n${title}: MB (PSS) a process\n${"".padEnd(34)}   median    least     most   number`);
  for (const [name, which] of Object.entries(kinds)) {
    const held = all.filter(({ command }) => which.test(command)).map((process) => process.held);
    if (held.length === 0) continue;
    const [least, most] = [Math.min(...held), Math.max(...held)].map((value) => value.toFixed(1).padStart(9));
    console.log(
      `${name.padEnd(34)}${median(held).toFixed(1).padStart(9)}${least}${most}${String(held.length).padStart(9)}`,
    );
  }
  const total = all.reduce((sum, { held }) => sum + held, 0);
  console.log(`all together: ${(total / 1024).toFixed(2)} GB, ${(total / count).toFixed(0)} MB a learner`);
}

async function gone(what: RegExp): Promise<number> {
  const from = performance.now();
  while (processesOf(folder.path).some(({ command }) => what.test(command)))
    await new Promise((resolve) => setTimeout(resolve, 500));
  return (performance.now() - from) / 1000;
}

const hub = await startHub(folder.path, CULL_S);
try {
  const users = Array.from({ length: count }, (_, n) => `learner${n + 1}`);
  const times = { server: [] as number[], kernel: [] as number[], next: [] as number[], first: [] as number[] };
  const kernels: ServerKernel[] = [];
  const tokens = new Map<string, string>();
  for (const user of users) {
    await hub.signIn(user);
    const [server, token] = await seconds(hub.startServer(user));
    times.server.push(server);
    tokens.set(user, token);
    process.stderr.write(`${user} of ${count} is in\n`);
  }
  for (const [user, token] of tokens) {
    const start = async (): Promise<ServerKernel> => {
      const kernel = await ServerKernel.start(`${hub.url}/user/${user}`, token);
      await kernel.execute("1 + 1");
      return kernel;
    };
    const [started, kernel] = await seconds(start());
    times.kernel.push(started);
    kernels.push(kernel);
    times.next.push((await seconds(kernel.execute("1 + 1")))[0]);
    times.first.push((await seconds(kernel.execute(cells[0]!)))[0]);
  }
  console.log(`one learner after another, s${"".padEnd(6)}   median    least     most`);
  row("server", times.server);
  row("kernel started, 1 + 1 answered", times.kernel, 2);
  row("the next 1 + 1, until idle", times.next, 3);
  row("the lesson's first cell", times.first, 2);
  memory("all signed in, first cell run");

  const lesson = async (kernel: ServerKernel): Promise<void> => {
    for (const code of cells.slice(1)) {
      const { status, text } = await kernel.execute(code);
      if (status !== "ok") throw new Error(`hub: a cell of the lesson failed: ${text}`);
    }
    const { text } = await kernel.execute(CHECK);
    if (text !== EXPECTED) throw new Error(`hub: the lesson ended with ${text}, not ${EXPECTED}`);
  };
  const together = await Promise.all(kernels.map((kernel) => seconds(lesson(kernel))));
  console.log(`\nall at once, s${"".padEnd(20)}   median    least     most`);
  row(
    `the lesson's other ${cells.length - 1} cells`,
    together.map(([time]) => time),
  );
  memory("after the lesson");

  for (const kernel of kernels) kernel.close();
  const culled = await gone(/kernel\/front\/main|kernel\/runner|--lsp/);
  console.log(`\nkernels that are idle for ${CULL_S} s: all ended after ${culled.toFixed(0)} s`);
  for (const user of users) await hub.api("DELETE", `/users/${user}/server`);
  await gone(/singleuser/);
} finally {
  await hub.stop();
}
console.log(`processes left when the hub has stopped: ${processesOf(folder.path).length}`);
folder.remove();
