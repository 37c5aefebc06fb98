/** Other kernels that run TypeScript, and can import this package: stock tslab and Deno, as npm installs them. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { randomUUID } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { Client, KernelProcess, type Message } from "./client.ts";
import { projectRoot } from "./python.ts";
import { temporaryFolder } from "./temporary.ts";

const require = createRequire(import.meta.url);

/** Program and arguments, to which the path of the connection file is appended. */
export const otherKernels = {
  tslab: [
    process.execPath,
    join(dirname(require.resolve("tslab/package.json")), "bin", "tslab"),
    "kernel",
    "--config-path",
  ],
  // The package's own command needs its install script; the executable is in the platform's package.
  deno: [denoExecutable(), "jupyter", "--kernel", "--conn"],
} as const;

function denoExecutable(): string {
  const libc = process.platform === "linux" ? "-glibc" : "";
  const manifest = require.resolve(`@deno/${process.platform}-${process.arch}${libc}/package.json`);
  return join(dirname(manifest), process.platform === "win32" ? "deno.exe" : "deno");
}

export interface OtherKernel {
  /** Runs cells one after another and returns each cell's iopub messages. */
  run(cells: readonly string[]): Promise<readonly (readonly Message[])[]>;
  stop(): Promise<void>;
}

/** Starts a kernel in a project that has this package installed. */
export async function startOther(name: keyof typeof otherKernels): Promise<OtherKernel> {
  const folder = temporaryFolder(`kernel-${name}`);
  mkdirSync(join(folder.path, "node_modules"));
  symlinkSync(projectRoot, join(folder.path, "node_modules", "convkernel"), "junction");
  writeFileSync(join(folder.path, "package.json"), JSON.stringify({ dependencies: { convkernel: "*" } }));
  writeFileSync(join(folder.path, "deno.json"), JSON.stringify({ nodeModulesDir: "manual" }));
  const connection = join(folder.path, "connection.json");
  writeFileSync(connection, JSON.stringify(await connectionInfo()));
  const kernel = new KernelProcess({ command: otherKernels[name], cwd: folder.path }, folder.path, connection);
  const client = new Client(await kernel.ports());
  // Their iopub does not announce that it is connected; the first answer on it shows that.
  for (let seen = false; !seen;) {
    const id = client.send("shell", "kernel_info_request", {});
    await client.next((message) => message.channel === "shell" && message.parent.msg_id === id);
    seen = client.log.some((message) => message.channel === "iopub");
  }
  return {
    async run(cells) {
      const ids: string[] = [];
      for (const code of cells) {
        const id = client.submit(code);
        ids.push(id);
        await client.exchange(id);
      }
      // A result may arrive after its cell's idle, but it is there once the next cell has been answered.
      await client.exchange(client.submit("1"));
      return ids.map((id) => client.log.filter(({ channel, parent }) => channel === "iopub" && parent.msg_id === id));
    },
    async stop() {
      client.close();
      await kernel.stop();
    },
  };
}

async function connectionInfo(): Promise<object> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  const how = { transport: "tcp", ip: "127.0.0.1", key: randomUUID(), signature_scheme: "hmac-sha256" };
  return { ...how, shell_port, iopub_port, stdin_port, control_port, hb_port };
}

/** Ports that were free a moment ago, because these kernels cannot choose their own. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
