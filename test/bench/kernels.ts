/**
 * This kernel compared with tslab, Deno's kernel and ipykernel, in turns, over zeromq as a front end sees them.
 * `npm run bench -- kernels [ROUNDS]`; the peers are found by CONVKERNEL_BENCH_DENO (the executable; by default fetched from npm into the
 * temporary folder), CONVKERNEL_PYTHON (with ipykernel) and the project's own tslab. A kernel that is not found is left out, with a
 * message.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { Client, KernelProcess } from "../support/client.ts";
import { memoryOfTree } from "../support/memory.ts";
import { findPython } from "../support/python.ts";

const DENO = "2.9.6";
const ROOT = join(import.meta.dirname, "..", "..");

interface Peer {
  readonly name: string;
  /** The command before the path of the connection file. */
  readonly command: readonly string[];
  readonly cells: {
    readonly print: string;
    readonly complete: string;
    readonly inspect: string;
    readonly error: string;
    /** The rest is for kernels with TypeScript. */
    readonly tfjs?: string;
  };
}

const typescript = {
  print: 'console.log("printed")',
  complete: "Math.fl",
  inspect: "Math.floor",
  error: 'throw new Error("expected")',
  tfjs: 'import * as tf from "@tensorflow/tfjs";\nconst t = tf.tensor([1, 2, 3]);\nt.shape',
};

function peers(): Peer[] {
  const require = createRequire(import.meta.url);
  const found: Peer[] = [
    { name: "convkernel", command: [process.execPath, ownMain()], cells: typescript },
    {
      name: "tslab",
      command: [
        process.execPath,
        join(require.resolve("tslab/package.json"), "../bin/tslab"),
        "kernel",
        "--config-path",
      ],
      cells: typescript,
    },
  ];
  const deno = attempt(() => process.env["CONVKERNEL_BENCH_DENO"] ?? fetchDeno());
  if (deno !== undefined)
    found.push({ name: "deno", command: [deno, "jupyter", "--kernel", "--conn"], cells: typescript });
  const python = attempt(findPython);
  if (python !== undefined) {
    found.push({
      name: "ipykernel",
      command: [python, "-m", "ipykernel_launcher", "-f"],
      cells: { print: 'print("printed")', complete: "len.__na", inspect: "len", error: 'raise ValueError("expected")' },
    });
  }
  return found;
}

/** The build, which is what users run, or the sources if there is none. */
function ownMain(): string {
  const built = join(ROOT, "dist/kernel/front/main.js");
  if (existsSync(built)) return built;
  console.log("convkernel: not built, so it starts from its TypeScript, which takes longer");
  return join(ROOT, "kernel/front/main.ts");
}

function attempt<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    console.log(`left out: ${(error as Error).message}`);
    return undefined;
  }
}

function fetchDeno(): string {
  const folder = join(tmpdir(), `convkernel-bench-deno-${DENO}`);
  const find = (): string | undefined =>
    existsSync(join(folder, "node_modules/@deno"))
      ? readdirSync(join(folder, "node_modules/@deno"))
          .map((each) => join(folder, "node_modules/@deno", each, process.platform === "win32" ? "deno.exe" : "deno"))
          .find((path) => existsSync(path))
      : undefined;
  if (find() === undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", `deno@${DENO}`], {
      cwd: folder,
      stdio: "ignore",
    });
  }
  const path = find();
  if (path === undefined) throw new Error("deno: npm did not install an executable for this platform");
  return path;
}

/** A folder in which every kernel finds tfjs. */
function notebookFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kernels-"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
  writeFileSync(join(folder, "package.json"), '{ "dependencies": { "@tensorflow/tfjs": "*" } }');
  writeFileSync(join(folder, "deno.json"), '{ "nodeModulesDir": "manual" }');
  return folder;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const results = new Map<string, Map<string, number[]>>();

function note(what: string, who: string, value: number): void {
  if (!results.has(what)) results.set(what, new Map());
  const row = results.get(what)!;
  row.set(who, [...(row.get(who) ?? []), value]);
}

async function timed<T>(work: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
  const from = performance.now();
  const result = await work();
  return [performance.now() - from, result];
}

/** One kernel from its start to its end. */
async function measure({ name, command, cells }: Peer, folder: string): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "kernel-"));
  const [shell, iopub, stdin, control, heartbeat] = await freePorts(5);
  const connection = join(home, "connection.json");
  writeFileSync(
    connection,
    JSON.stringify({
      transport: "tcp",
      ip: "127.0.0.1",
      key: randomUUID(),
      signature_scheme: "hmac-sha256",
      shell_port: shell,
      iopub_port: iopub,
      stdin_port: stdin,
      control_port: control,
      hb_port: heartbeat,
      kernel_name: name,
    }),
  );
  const started = performance.now();
  const env = { TF_CPP_MIN_LOG_LEVEL: "3", DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  const kernel = new KernelProcess({ command, cwd: folder, env }, home, connection);
  const client = new Client(JSON.parse(readFileSync(connection, "utf8")) as Record<string, string | number>);
  try {
    const first = client.send("shell", "kernel_info_request", {});
    await client.next((message) => message.channel === "shell" && message.parent.msg_id === first);
    note("start to ready", name, performance.now() - started);
    await iopubConnected(client);

    const execute = async (what: string, code: string): Promise<void> => {
      const from = performance.now();
      const id = client.submit(code);
      const answered = client
        .next((message) => message.channel === "shell" && message.parent.msg_id === id)
        .then(() => performance.now() - from);
      const execution = await client.executed(id);
      note(`${what}: idle`, name, performance.now() - from);
      note(what, name, await answered);
      const failed = execution.reply.content["status"] !== "ok" && code !== cells.error;
      if (failed)
        throw new Error(
          `${name}: ${code}: ${JSON.stringify([execution.reply.content, ...execution.outputs.map(({ content }) => content)]).slice(0, 900)}`,
        );
    };
    await execute("first cell", "1+1");
    for (let i = 0; i < 20; i++) await execute("1+1", "1+1");
    for (let i = 0; i < 20; i++) await execute("print", cells.print);
    const ask = async (what: string, type: string, content: object): Promise<void> => {
      for (let i = 0; i < 11; i++) {
        const [time] = await timed(() => client.request(type, content));
        if (i > 0) note(what, name, time);
      }
    };
    await ask("completion", "complete_request", { code: cells.complete, cursor_pos: cells.complete.length });
    await ask("inspection", "inspect_request", {
      code: cells.inspect,
      cursor_pos: cells.inspect.length,
      detail_level: 0,
    });
    for (let i = 0; i < 10; i++) {
      await execute("error", cells.error);
      // tslab refuses cells that arrive within 0.2 s after an error.
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    note("memory, small cells, MB", name, memoryOfTree(kernel.process.pid!));
    if (cells.tfjs === undefined) return;
    await execute("cell that imports tfjs", cells.tfjs);
    for (let i = 0; i < 20; i++) {
      await execute("typed cell after it", `const a${i}: tf.Tensor = t.add(${i}).reshape([3, 1]);\na${i}.shape`);
    }
    await ask("completion, tfjs", "complete_request", { code: "t.resh", cursor_pos: 6 });
    await ask("inspection, tfjs", "inspect_request", { code: "t.reshape", cursor_pos: 8, detail_level: 0 });
    note("memory, tfjs, MB", name, memoryOfTree(kernel.process.pid!));
  } finally {
    client.close();
    await kernel.stop();
  }
}

/** Subscriptions take effect some time after the connection. */
async function iopubConnected(client: Client): Promise<void> {
  for (;;) {
    const id = client.send("shell", "kernel_info_request", {});
    const seen = (): boolean =>
      client.log.some((message) => message.channel === "iopub" && message.parent.msg_id === id);
    for (let i = 0; i < 20 && !seen(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
    if (!seen()) continue;
    await client.exchange(id);
    return;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const rounds = Number(process.argv[2] ?? 3);
const all = peers();
const folder = notebookFolder();
try {
  for (let round = 1; round <= rounds; round++) {
    for (const peer of all) {
      const [time] = await timed(() => measure(peer, folder));
      process.stderr.write(`round ${round} of ${rounds}: ${peer.name}, ${(time / 1000).toFixed(0)} s\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${"median, ms".padEnd(28)}${all.map(({ name }) => name.padStart(12)).join("")}`);
for (const [what, row] of [...results].filter(([name]) => !name.endsWith(": idle"))) {
  const cells = all.map(({ name }) => (row.has(name) ? median(row.get(name)!).toFixed(1) : "-").padStart(12));
  console.log(`${what.padEnd(28)}${cells.join("")}`);
  const idle = results.get(`${what}: idle`);
  if (idle === undefined) continue;
  const until = all.map(({ name }) => (idle.has(name) ? median(idle.get(name)!).toFixed(1) : "-").padStart(12));
  console.log(`${"  until idle".padEnd(28)}${until.join("")}`);
}
