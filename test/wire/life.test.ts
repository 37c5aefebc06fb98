import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { expect } from "chai";
import { Client, KernelProcess } from "../support/client.ts";
import type { KernelOptions } from "../support/client.ts";
import { temporaryFolder } from "../support/temporary.ts";

describe("the kernel's process", () => {
  const kernels: KernelProcess[] = [];
  const clients: Client[] = [];

  const start = (options: KernelOptions = {}): KernelProcess => {
    const kernel = new KernelProcess(options);
    kernels.push(kernel);
    return kernel;
  };
  const connect = async (kernel: KernelProcess): Promise<Client> => {
    const client = new Client(await kernel.ports());
    clients.push(client);
    await client.ready();
    return client;
  };
  /** The process that runs user code. */
  const runnerOf = async (client: Client): Promise<number> => Number((await client.execute("process.pid")).result);
  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const ended = async (pid: number): Promise<void> => {
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    for (const kernel of kernels.splice(0)) await kernel.stop();
  });

  for (const [restart, channel] of [
    [false, "control"],
    [true, "control"],
    [false, "shell"],
  ] as const) {
    it(`ends with code 0 and a clean stderr after shutdown on ${channel} with restart ${restart}, its runner with it`, async () => {
      const kernel = start();
      const client = await connect(kernel);
      const runner = await runnerOf(client);
      const { reply, iopub } = await client.request("shutdown_request", { restart }, channel);
      expect(reply.content).to.deep.equal({ status: "ok", restart });
      expect(iopub.length).to.equal(2);
      expect(await kernel.exited).to.equal(0);
      expect(kernel.stderr).to.equal("");
      await ended(runner);
    });
  }

  it("ends while a cell never gives way", async () => {
    const kernel = start();
    const client = await connect(kernel);
    const runner = await runnerOf(client);
    client.submit("for (;;) {}");
    await client.request("shutdown_request", { restart: true }, "control");
    expect(await kernel.exited).to.equal(0);
    await ended(runner);
  });

  it("starts again on the same ports with the same file, under a new session", async () => {
    const first = start();
    const one = await connect(first);
    const info = await first.ports();
    // The new process waits for the ports while the old one still holds them.
    const second = new KernelProcess({}, first.folder, first.connectionFile);
    kernels.push(second);
    await one.request("shutdown_request", { restart: true }, "control");
    await first.exited;
    const two = await connect(second);
    expect(await second.ports()).to.deep.equal(info);
    expect((await two.execute("1 + 1")).result).to.equal("2");
    expect(two.log[0]!.header.session).to.not.equal(one.log[0]!.header.session);
  });

  it("keeps history over a restart, and over a crash", async () => {
    const first = start();
    const one = await connect(first);
    await one.execute("'before the crash'");
    // History is written after the idle; one message later it is there.
    await one.request("history_request", { hist_access_type: "tail", n: 1 });
    first.process.kill("SIGKILL");
    await first.exited;
    const second = new KernelProcess({}, first.folder, first.connectionFile);
    kernels.push(second);
    const two = await connect(second);
    const { reply } = await two.request("history_request", { hist_access_type: "tail", n: 1, output: true });
    expect(reply.content["history"]).to.deep.equal([[1, 1, ["'before the crash'", "'before the crash'"]]]);
  });

  it("needs no folder to write to", async () => {
    const client = await connect(start({ env: { JUPYTER_DATA_DIR: "/dev/null/data", HOME: "/dev/null" } }));
    await client.execute("'kept in memory'");
    const { reply } = await client.request("history_request", { hist_access_type: "tail", n: 1 });
    expect(reply.content["history"]).to.deep.equal([[1, 1, "'kept in memory'"]]);
  });

  it("ends on SIGTERM, and its runner with it", async () => {
    const kernel = start();
    const client = await connect(kernel);
    const runner = await runnerOf(client);
    kernel.process.kill("SIGTERM");
    expect(await kernel.exited).to.equal(0);
    await ended(runner);
  });

  it("leaves no runner behind when it is killed", async () => {
    const kernel = start();
    const runner = await runnerOf(await connect(kernel));
    kernel.process.kill("SIGKILL");
    await kernel.exited;
    await ended(runner);
  });

  it("ends when the process that started it has ended", async () => {
    const parent = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const kernel = start({ env: { JPY_PARENT_PID: String(parent.pid) } });
    await connect(kernel);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    expect(await kernel.exited).to.equal(0);
  });

  it("speaks without signatures where the key is empty", async () => {
    const client = await connect(start({ key: "" }));
    expect((await client.execute("1 + 1")).result).to.equal("2");
  });

  it("listens on ipc sockets", async function () {
    if (process.platform === "win32") return;
    const folder = temporaryFolder("ipc");
    const client = await connect(start({ transport: "ipc", ip: join(folder.path, "k") }));
    expect((await client.execute("1 + 1")).result).to.equal("2");
    expect(await client.beat("ping")).to.equal("ping");
    folder.remove();
  });

  it("listens on all addresses where it is told so", async () => {
    const kernel = start({ ip: "0.0.0.0" });
    const client = new Client({ ...(await kernel.ports()), ip: "127.0.0.1" });
    clients.push(client);
    await client.ready();
  });

  it("writes the ports it has chosen back into its file, and keeps the rest of the file", async () => {
    const kernel = start();
    await kernel.ports();
    const file = JSON.parse(readFileSync(kernel.connectionFile, "utf8")) as Record<string, unknown>;
    expect(file["key"]).to.be.a("string");
    const ports = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"].map((name) => file[name]);
    expect(new Set(ports).size).to.equal(5);
  });

  it("takes the connection file by name too, and says what is wrong with a bad one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kernel-"));
    const file = join(folder, "bad.json");
    writeFileSync(file, JSON.stringify({ transport: "pigeon" }));
    const kernel = new KernelProcess({}, folder, file);
    kernels.push(kernel);
    expect(await kernel.exited).to.equal(1);
    expect(kernel.stderr).to.contain(`expected transport "tcp" or "ipc", got "pigeon"`);
  });

  it("says in one sentence that the connection file names a host that is not there", async () => {
    const kernel = start({ ip: "no-such-host.invalid" });
    expect(await kernel.exited).to.equal(1);
    expect(kernel.stderr).to.match(
      /^convkernel: \S+connection\.json: expected an address of this machine, got tcp:.*\n$/,
    );
  });

  it("publishes once that it starts, before anything else but its welcome", async () => {
    const client = await connect(start());
    await client.execute("1");
    const states = client.log.filter(({ channel }) => channel === "iopub");
    expect(states.slice(0, 2).map(({ type }) => type)).to.deep.equal(["iopub_welcome", "status"]);
    const started = states.filter(({ content }) => content["execution_state"] === "starting");
    expect(started).to.deep.equal([states[1]]);
  });

  it("answers on control whatever a client has sent there", async () => {
    const kernel = start();
    const client = await connect(kernel);
    const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
    for (const channel of ["control", "shell", "stdin"] as const) {
      for (const part of [2, 3, 4, 5]) {
        const frames = client.frames("execute_request", { code: "1" });
        frames[part] = frames[part]!.replace(/}$/, `${frames[part] === "{}" ? "" : ","}"deep":${deep}}`);
        client.sendFrames(channel, client.signed(frames.slice(2)));
      }
      client.sendFrames(
        channel,
        client.signed(
          client
            .frames("x_request", {})
            .slice(2)
            .map((text) => text.replace("{", `{"long":"${"x".repeat(70_000)}",`)),
        ),
      );
    }
    const { reply } = await client.request("kernel_info_request", {}, "control");
    expect(reply.content["status"]).to.equal("ok");
    expect((await client.execute("1 + 1")).result).to.equal("2");
    expect((await client.request("interrupt_request", {}, "control")).reply.content["status"]).to.equal("ok");
  });

  it("refuses a cell that is larger than any text, and gives its memory back", async () => {
    const client = await connect(start());
    const { reply } = await client.execute("x".repeat(70_000_000));
    expect(reply.content["evalue"]).to.match(/^execute_request: a content of 70,000,\d\d\d bytes is too large/);
    expect((await client.execute("1 + 1")).result).to.equal("2");
  });

  it("answers kernel_info and is not chatty before anyone asks for more", async () => {
    const kernel = start();
    const client = await connect(kernel);
    await client.request("kernel_info_request", {}, "control");
    const types = new Set(client.log.map(({ type }) => type));
    expect([...types].toSorted()).to.deep.equal(["iopub_welcome", "kernel_info_reply", "status"]);
  });
});
