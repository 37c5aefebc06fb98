import { expect } from "chai";
import { after, afterEach, describe, it } from "mocha";
import type { CommMessage } from "../../../kernel/contract/runner.ts";
import { RunnerClient } from "./runner-client.ts";

describe("comms", () => {
  const client = new RunnerClient();
  after(() => client.close());
  afterEach(() => {
    client.sent.length = 0;
  });

  const isComm = (item: { kind: string }): item is { kind: "comm"; parent: string; message: CommMessage } =>
    item.kind === "comm";
  const message = (type: CommMessage["type"], content: object, buffers: readonly Uint8Array[] = []): CommMessage => ({
    type,
    content: { ...content },
    metadata: {},
    buffers,
  });

  it("are opened by user code and carry buffers both ways", async () => {
    await client.run(`
      const comm = jupyter.openComm("echo", { hello: 1 }, { buffers: [Uint8Array.of(1, 2)], metadata: { version: "1" } });
      comm.onMessage(({ data, buffers }) => comm.send({ got: data }, { buffers: buffers.map((b) => b.map((x) => x + 1)) }));`);
    const opened = (await client.until(isComm)).message;
    expect(opened).to.deep.include({ type: "comm_open", metadata: { version: "1" } });
    expect(opened.content).to.deep.include({ target_name: "echo", data: { hello: 1 } });
    expect([...opened.buffers[0]!]).to.deep.equal([1, 2]);
    const id = opened.content["comm_id"];
    expect(await client.runner.comms()).to.deep.equal({ [String(id)]: { target_name: "echo" } });

    client.sent.length = 0;
    client.runner.comm("from-front", message("comm_msg", { comm_id: id, data: { a: 1 } }, [Uint8Array.of(9)]));
    const answer = await client.until(isComm);
    expect(answer.parent).to.equal("from-front");
    expect(answer.message.content).to.deep.equal({ comm_id: id, data: { got: { a: 1 } } });
    expect([...answer.message.buffers[0]!]).to.deep.equal([10]);

    client.runner.comm("from-front", message("comm_close", { comm_id: id }));
    expect(await client.runner.comms()).to.deep.equal({});
  });

  it("show what their handlers print, display and throw in the cell that opened them", async () => {
    await client.run(
      'const widget = jupyter.openComm("w"); widget.onMessage(({ data }) => { console.log("moved", data); display.text("drawn"); setTimeout(() => console.log("later"), 5); throw new Error("in a handler") })',
    );
    const opened = await client.until(isComm);
    client.sent.length = 0;
    await client.run("1");
    client.runner.comm(
      "from-front",
      message("comm_msg", { comm_id: opened.message.content["comm_id"], data: { x: 1 } }),
    );
    await client.until((item) => item.kind === "stdout" && item.text.includes("later"));
    expect(client.sent.map((item) => [item.kind, "parent" in item && item.parent])).to.deep.equal([
      ["stdout", opened.parent],
      ["display", opened.parent],
      ["broadcast", opened.parent],
      ["stdout", opened.parent],
    ]);
  });

  it("are opened by the front end for a registered target, and closed for any other", async () => {
    await client.run(`
      jupyter.registerTarget("slider", (comm, { data }) => {
        console.log("opened", data);
        comm.onClose(() => console.log("closed"));
      });`);
    client.runner.comm("p1", message("comm_open", { comm_id: "s", target_name: "slider", data: { max: 5 } }));
    client.runner.comm("p2", message("comm_close", { comm_id: "s" }));
    client.runner.comm("p3", message("comm_open", { comm_id: "u", target_name: "unknown", data: {} }));
    const refused = await client.until(isComm);
    expect(refused).to.deep.include({ parent: "p3" });
    expect(refused.message).to.deep.include({ type: "comm_close", content: { comm_id: "u", data: {} } });
    expect(client.sent.slice(0, 1)).to.deep.equal([
      // Shown in the cell that registered the target, because front ends show no output for a comm message.
      { kind: "stdout", parent: "cell-4", text: "opened { max: 5 }\nclosed\n" },
    ]);
  });

  it("show a handler's error in the cell that registered it and go on", async () => {
    await client.run('jupyter.registerTarget("bad", () => { throw new Error("handler") })');
    client.runner.comm("p4", message("comm_open", { comm_id: "b", target_name: "bad", data: {} }));
    const shown = await client.until((item) => item.kind === "broadcast");
    expect(shown).to.deep.include({ parent: "cell-5", type: "error" });
    expect(await client.text("1 + 1")).to.equal("2");
  });

  it("are served while a cell awaits", async () => {
    await client.run('jupyter.registerTarget("stop", () => stop_())\nlet stop_ = () => {}');
    const running = client.run(
      "await new Promise<void>((resolve) => { stop_ = resolve; console.log('waiting'); }); 'stopped'",
    );
    await client.until((item) => item.kind === "stdout" && item.text === "waiting\n");
    client.runner.comm("p5", message("comm_open", { comm_id: "c", target_name: "stop", data: {} }));
    const outcome = await running;
    expect(outcome.kind === "ok" && outcome.result?.data["text/plain"]).to.equal("'stopped'");
  });

  it("carry a widget model as anywidget's", async () => {
    await client.run(`
      const state: any = { value: 1, bytes: Uint8Array.of(7) };
      const buffers = () => ({ data: { state: { value: state.value }, buffer_paths: [["bytes"]] }, buffers: [state.bytes] });
      const open = buffers();
      const model = jupyter.openComm("jupyter.widget", open.data, { buffers: open.buffers, metadata: { version: "2.1.0" } });
      model.onMessage(({ data }: any) => {
        if (data.method === "update") Object.assign(state, data.state);
        if (data.method === "request_state") model.send({ method: "update", ...buffers().data }, { buffers: buffers().buffers });
      });
      await display({ "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 1, model_id: model.id } }, { raw: true });`);
    const { message: opened } = await client.until(isComm);
    const id = opened.content["comm_id"];
    client.sent.length = 0;
    client.runner.comm("w", message("comm_msg", { comm_id: id, data: { method: "update", state: { value: 42 } } }));
    client.runner.comm("w", message("comm_msg", { comm_id: id, data: { method: "request_state" } }));
    const { message: update } = await client.until(isComm);
    expect(update.content["data"]).to.deep.equal({ method: "update", state: { value: 42 }, buffer_paths: [["bytes"]] });
    expect([...update.buffers[0]!]).to.deep.equal([7]);
    expect(await client.text("state.value")).to.equal("42");
  });
});
