import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { jupyterIn, sourceArgv } from "../support/jupyter.ts";
import { startLab } from "../support/lab-server.ts";
import type { LabServer } from "../support/lab-server.ts";
import { temporaryFolder } from "../support/temporary.ts";

interface Message {
  readonly msg_type: string;
  readonly parent_header: { readonly msg_id?: string };
  readonly content: { readonly name?: string; readonly text?: string; readonly execution_state?: string };
}

/** One cell through a Jupyter server's WebSocket, as a page runs it. */
async function execute(server: string, kernel: string, code: string): Promise<{ stdout: string; stderr: string }> {
  const socket = new WebSocket(`${server.replace("http", "ws")}/api/kernels/${kernel}/channels?session_id=page`);
  const msg_id = randomUUID();
  const header = { msg_id, msg_type: "execute_request", session: "page", username: "", version: "5.4", date: "" };
  const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
  const texts = { stdout: "", stderr: "" };
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("error", () => reject(new Error("the socket to the server failed")));
    socket.addEventListener("open", () =>
      socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, content, buffers: [], channel: "shell" })),
    );
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.parent_header.msg_id !== msg_id) return;
      if (message.msg_type === "stream") {
        texts[message.content.name === "stderr" ? "stderr" : "stdout"] += message.content.text;
      }
      if (message.content.execution_state === "idle") resolve();
    });
  });
  socket.close();
  return texts;
}

describe("a kernel behind a Jupyter server", () => {
  const folder = temporaryFolder("server");
  let server: LabServer;

  before(async function () {
    this.timeout(60_000);
    server = await startLab(folder.path, jupyterIn(folder.path, {}, sourceArgv));
  });
  after(async () => {
    await server.stop();
    folder.remove();
  });

  it("loses no line of a flood that is larger than what the server lets through at once", async function () {
    this.timeout(60_000);
    const started = await fetch(`${server.url}/api/kernels`, {
      method: "POST",
      body: JSON.stringify({ name: "convkernel" }),
    });
    const { id } = (await started.json()) as { id: string };
    // 4.5 MB; the server drops everything above 3 MB in 3 s.
    const { stdout, stderr } = await execute(
      server.url,
      id,
      "for (let i = 0; i < 50_000; i++) console.log(String(i).padStart(89))",
    );
    expect(stderr).to.equal("");
    expect(stdout).to.equal(Array.from({ length: 50_000 }, (_, n) => `${String(n).padStart(89)}\n`).join(""));
  });
});
