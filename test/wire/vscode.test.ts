/**
 * Imitates how VS Code treats kernels that it starts itself; VS Code is not involved.
 * Reference: https://github.com/microsoft/vscode-jupyter/tree/main/src/kernels/raw (kernelProcess.node.ts, rawKernelConnection.node.ts)
 */
import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Client, KernelProcess } from "../support/client.ts";

/** VS Code first checks whether the ports are in use, with plain connections that it drops. */
async function startAsVsCode(): Promise<{ kernel: KernelProcess; client: Client }> {
  // The environment contains nothing of Jupyter's, but much of VS Code's own.
  const kernel = new KernelProcess({ env: { JPY_PARENT_PID: "", ELECTRON_RUN_AS_NODE: "1", VSCODE_PID: "1" } });
  const ports = await kernel.ports();
  for (const name of ["shell_port", "iopub_port", "shell_port"]) {
    const socket = connect(Number(ports[name]), String(ports["ip"]));
    await once(socket, "connect");
    socket.destroy();
  }
  const client = new Client(ports);
  await client.ready();
  return { kernel, client };
}

describe("what VS Code does with a kernel", function () {
  this.timeout(60_000);
  let kernel: KernelProcess;
  let client: Client;
  before(async () => ({ kernel, client } = await startAsVsCode()));
  after(async () => {
    client.close();
    await kernel.stop();
  });

  it("connects to the ports and goes away before the first message, and runs cells then", async () => {
    expect((await client.execute("6 * 7", { metadata: { cellId: "a", trusted: true } })).result).to.equal("42");
    expect(kernel.stderr).to.equal("");
  });

  it("sends interrupt_request on the shell socket, not on control", async () => {
    await client.execute("let kept = 1");
    const loop = client.submit("console.log('in'); while (true);");
    await client.next(({ type }) => type === "stream");
    const { reply } = await client.request("interrupt_request", {});
    expect(reply).to.deep.include({ channel: "shell", type: "interrupt_reply" });
    expect((await client.executed(loop)).reply.content).to.include({ status: "error", ename: "KeyboardInterrupt" });
    expect((await client.execute("kept")).result).to.equal("1");
  });

  it("asks for words and a hover while a cell runs, and gets both", async () => {
    const loop = client.submit("console.log('in'); while (true);");
    await client.next(({ type }) => type === "stream");
    const complete = await client.request("complete_request", { code: "Math.ma", cursor_pos: 7 });
    expect(complete.reply.content["matches"]).to.include("max");
    const inspect = await client.request("inspect_request", { code: "Math.max", cursor_pos: 8, detail_level: 0 });
    expect(inspect.reply.content).to.include({ status: "ok" });
    await client.request("interrupt_request", {});
    await client.executed(loop);
  });

  it("ends it by SIGTERM, children first, without a shutdown_request", async () => {
    const own = await startAsVsCode();
    process.kill(Number((await own.client.execute("process.pid")).result), "SIGTERM");
    own.kernel.process.kill("SIGTERM");
    await own.kernel.exited;
    expect(own.kernel.stderr).to.equal("");
    own.client.close();
    await own.kernel.stop();
  });
});
