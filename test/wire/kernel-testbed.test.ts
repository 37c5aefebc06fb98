/**
 * The probes of runtimed/kernel-testbed (4 tiers), rewritten for our own client; names and cells are the testbed's.
 * Reference: https://github.com/runtimed/kernel-testbed/blob/49271186d08319747834a501acf5af100e18bcd0/src/tests.rs
 */
import { after, before, describe, it } from "mocha";
import { expect } from "chai";
import { startKernel, stopKernel } from "../support/client.ts";
import type { Client, Connected, Execution } from "../support/client.ts";

const COMPLETE_CODE = "const x = 1";
const HELLO = "console.log('hello')";

const has = ({ iopub }: Execution, type: string): boolean => iopub.some((message) => message.type === type);
const status = ({ reply }: { readonly reply: { readonly content: Record<string, unknown> } }): unknown =>
  reply.content["status"];

/** The testbed's TypeScript cells use `Deno.jupyter`; this kernel has the same names under `jupyter`. */
const display = (type: string, text: string): string =>
  `await jupyter.broadcast("${type}", { data: { "text/html": "${text}" }, metadata: {}, transient: { display_id: "test_update" } })`;

const tiers: Readonly<Record<string, Readonly<Record<string, (client: Client) => Promise<void>>>>> = {
  "tier 1, basic protocol": {
    heartbeat_responds: async (client) => {
      expect(await client.beat("ping")).to.equal("ping");
    },
    iopub_welcome: (client) => {
      expect(client.log.some(({ type }) => type === "iopub_welcome")).to.equal(true);
      return Promise.resolve();
    },
    kernel_info_reply_valid: async (client) => {
      expect(status(await client.request("kernel_info_request", {}))).to.equal("ok");
    },
    kernel_info_has_language_info: async (client) => {
      const { content } = (await client.request("kernel_info_request", {})).reply;
      expect(content["language_info"]).to.have.property("name", "typescript");
    },
    kernel_info_has_protocol_version: async (client) => {
      expect((await client.request("kernel_info_request", {})).reply.content["protocol_version"]).to.not.equal("");
    },
    execute_stdout: async (client) => {
      expect((await client.execute(HELLO)).stdout).to.contain("hello");
    },
    execute_stderr: async (client) => {
      expect((await client.execute("console.error('error')")).stderr).to.contain("error");
    },
    execute_reply_ok: async (client) => {
      expect(status(await client.execute(COMPLETE_CODE))).to.equal("ok");
    },
    status_busy_idle_lifecycle: async (client) => {
      const { iopub } = await client.execute(COMPLETE_CODE);
      const states = iopub.filter(({ type }) => type === "status").map(({ content }) => content["execution_state"]);
      expect(states).to.deep.equal(["busy", "idle"]);
    },
    execute_input_broadcast: async (client) => {
      expect(has(await client.execute(COMPLETE_CODE), "execute_input")).to.equal(true);
    },
  },
  "tier 2, interactive features": {
    complete_request: async (client) => {
      await client.execute("const testVariableForCompletion = 42");
      const code = "testVariableFor";
      const { reply } = await client.request("complete_request", { code, cursor_pos: code.length });
      expect(reply.content["status"]).to.equal("ok");
      expect(reply.content["matches"]).to.include("testVariableForCompletion");
    },
    inspect_request: async (client) => {
      const code = "testVariableForCompletion";
      const asked = { code, cursor_pos: code.length, detail_level: 0 };
      expect((await client.request("inspect_request", asked)).reply.content).to.include({ status: "ok", found: true });
    },
    is_complete_complete: async (client) => {
      expect(status(await client.request("is_complete_request", { code: COMPLETE_CODE }))).to.equal("complete");
    },
    is_complete_incomplete: async (client) => {
      expect(status(await client.request("is_complete_request", { code: "const x = {" }))).to.equal("incomplete");
    },
    history_request: async (client) => {
      await client.execute(COMPLETE_CODE);
      const asked = { hist_access_type: "tail", n: 10, output: false, raw: true };
      expect(status(await client.request("history_request", asked))).to.equal("ok");
    },
    comm_info_request: async (client) => {
      expect(status(await client.request("comm_info_request", {}))).to.equal("ok");
    },
    error_handling: async (client) => {
      const done = await client.execute("function function");
      expect(status(done)).to.equal("error");
      expect(has(done, "error")).to.equal(true);
    },
  },
  "tier 3, rich output": {
    display_data: async (client) => {
      expect(has(await client.execute(display("display_data", "<b>bold</b>")), "display_data")).to.equal(true);
    },
    update_display_data: async (client) => {
      const done = await client.execute(
        `${display("display_data", "<b>initial</b>")}; ${display("update_display_data", "<b>updated</b>")}`,
      );
      expect(has(done, "display_data") && has(done, "update_display_data")).to.equal(true);
    },
    execute_result: async (client) => {
      expect((await client.execute("1 + 1")).result).to.equal("2");
    },
    rich_execute_result: async (client) => {
      const done = await client.execute(`[{letter: "A", frequency: 0.08167}, {letter: "B", frequency: 0.01492}]`);
      expect(has(done, "execute_result")).to.equal(true);
    },
  },
  "tier 4, advanced features": {
    stdin_input_request: async (client) => {
      const asked = client.next(({ type }) => type === "input_request");
      const id = client.submit("prompt('Enter: ')", { allow_stdin: true });
      const { header } = await asked;
      client.send("stdin", "input_reply", { value: '"test_input_42"' }, { parent: header });
      expect(status(await client.executed(id))).to.equal("ok");
    },
    comms_lifecycle: async (client) => {
      const closed = client.next(({ type, channel }) => type === "comm_close" && channel === "iopub");
      const open = { comm_id: "test-comm", target_name: "jupyter.kernel_testbed.test", data: {} };
      client.send("shell", "comm_open", open);
      expect((await closed).content["comm_id"]).to.equal("test-comm");
    },
    interrupt_request: async (client) => {
      expect(status(await client.request("interrupt_request", {}, "control"))).to.equal("ok");
    },
    execution_count_increments: async (client) => {
      const count = async (): Promise<unknown> =>
        (await client.execute(COMPLETE_CODE)).reply.content["execution_count"];
      expect(await count()).to.equal(Number(await count()) - 1);
    },
    parent_header_correlation: async (client) => {
      const { reply, iopub } = await client.execute(HELLO);
      for (const { parent } of [reply, ...iopub]) expect(parent).to.have.property("msg_type", "execute_request");
    },
  },
  "tier 1, last": {
    shutdown_reply: async (client) => {
      const id = client.send("control", "shutdown_request", { restart: false });
      const { content } = await client.next(({ parent, channel }) => channel === "control" && parent.msg_id === id);
      expect(content).to.deep.equal({ status: "ok", restart: false });
    },
  },
};

describe("the probes of kernel-testbed", () => {
  let connected: Connected;
  before(async () => {
    connected = await startKernel();
  });
  after(() => stopKernel(connected));

  it("are 27", () => {
    expect(Object.values(tiers).flatMap(Object.keys).length).to.equal(27);
  });

  for (const [tier, probes] of Object.entries(tiers)) {
    describe(tier, () => {
      for (const [name, run] of Object.entries(probes)) it(name, () => run(connected.client));
    });
  }
});
