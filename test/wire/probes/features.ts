import { expect } from "chai";
import { running, summary } from "./probe.ts";
import type { Probe } from "./probe.ts";

interface TypedMatch {
  readonly text: string;
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Input, comms, introspection, display, history, names. */
export const features: readonly Probe[] = [
  {
    demand: "prompt asks the client of the cell on stdin, behind the text before it, and gives its answer",
    run: async ({ client }) => {
      const asked = client.next(({ type }) => type === "input_request");
      const cell = client.submit("console.log('before'); prompt('Name: ')", { allow_stdin: true });
      const question = await asked;
      expect(question.content).to.deep.equal({ prompt: "Name: ", password: false });
      expect(question.parent.msg_id).to.equal(cell);
      client.send("stdin", "input_reply", { value: "Ada" }, { parent: question.header });
      const { result, stdout } = await client.executed(cell);
      expect([stdout, result]).to.deep.equal(["before\n", "'Ada'"]);
    },
  },
  {
    demand: "a stale answer is dropped, and a question ends with an interrupt",
    run: async ({ client }) => {
      const first = client.next(({ type }) => type === "input_request");
      const cell = client.submit("prompt('one')", { allow_stdin: true });
      const question = await first;
      client.send("stdin", "input_reply", { value: "older" }, { parent: { ...question.header, msg_id: "older" } });
      client.send("stdin", "input_reply", { value: "fresh" }, { parent: question.header });
      expect((await client.executed(cell)).result).to.equal("'fresh'");
      const second = client.next(({ type }) => type === "input_request");
      const stopped = client.submit("prompt('two')", { allow_stdin: true });
      await second;
      await client.request("interrupt_request", {}, "control");
      expect((await client.executed(stopped)).reply.content["ename"]).to.equal("KeyboardInterrupt");
    },
  },
  {
    demand: "without allow_stdin, prompt and confirm answer at once",
    run: async ({ client }) => {
      const { result } = await client.execute("[prompt('a'), confirm('b')]", { allow_stdin: false });
      expect(result).to.equal("[ null, false ]");
      expect(client.log.some(({ channel, content }) => channel === "stdin" && content["prompt"] === "a")).to.equal(
        false,
      );
    },
  },
  {
    demand: "comm_open for a target that nobody knows is answered by comm_close on iopub",
    run: async ({ client }) => {
      const closed = client.next(({ type, content }) => type === "comm_close" && content["comm_id"] === "unknown");
      client.send("shell", "comm_open", { comm_id: "unknown", target_name: "no such target", data: {} });
      expect((await closed).channel).to.equal("iopub");
      const { reply } = await client.request("comm_info_request", {});
      expect(reply.content).to.deep.equal({ status: "ok", comms: {} });
    },
  },
  {
    demand: "comms carry data, metadata and buffers both ways, and are listed by target",
    run: async ({ client }) => {
      await client.execute(
        `jupyter.registerTarget("echo", (comm, opened) => {
           comm.send({ opened: opened.data })
           comm.onMessage(({ data, metadata, buffers }) => comm.send({ data, metadata }, { buffers }))
         })`,
      );
      const from = (id: string) => client.next(({ type, content }) => type === "comm_msg" && content["comm_id"] === id);
      const hello = from("c1");
      client.send("shell", "comm_open", { comm_id: "c1", target_name: "echo", data: { a: 1 } });
      expect((await hello).content["data"]).to.deep.equal({ opened: { a: 1 } });
      const echo = from("c1");
      const metadata = { version: "2.1.0" };
      const buffers = [Buffer.from([0, 255, 7])];
      const sent = client.send("shell", "comm_msg", { comm_id: "c1", data: { b: 2 } }, { metadata, buffers });
      const answer = await echo;
      expect(answer.content["data"]).to.deep.equal({ data: { b: 2 }, metadata });
      expect(answer.buffers.map((buffer) => [...buffer])).to.deep.equal([[0, 255, 7]]);
      expect(answer.parent.msg_id).to.equal(sent);
      const comms = async (target_name?: string): Promise<unknown> =>
        (await client.request("comm_info_request", target_name === undefined ? {} : { target_name })).reply.content[
          "comms"
        ];
      expect(await comms("echo")).to.deep.equal({ c1: { target_name: "echo" } });
      expect(await comms("other")).to.deep.equal({});
      client.send("shell", "comm_close", { comm_id: "c1", data: {} });
      expect(await comms()).to.deep.equal({});
    },
  },
  {
    demand: "a widget model can be opened from a cell, under its protocol's version",
    run: async ({ client }) => {
      const { iopub } = await client.execute(
        `const model = jupyter.openComm("jupyter.widget", { state: { value: 3 }, buffer_paths: [] }, { metadata: { version: "2.1.0" } })
         model.id.length > 0`,
      );
      const open = iopub.find(({ type }) => type === "comm_open");
      expect(open?.content).to.deep.include({
        target_name: "jupyter.widget",
        data: { state: { value: 3 }, buffer_paths: [] },
      });
      expect(open?.metadata).to.deep.equal({ version: "2.1.0" });
      await client.execute("model.close()");
    },
  },
  {
    demand: "comms reach the kernel while a cell awaits",
    run: async ({ client }) => {
      await client.execute(`let arrived = Promise.withResolvers()
        const slider = jupyter.openComm("slider"); slider.onMessage(({ data }) => arrived.resolve(data.value)); slider.id`);
      const comms = (await client.request("comm_info_request", { target_name: "slider" })).reply.content[
        "comms"
      ] as object;
      const cell = await running(client, "await arrived.promise");
      client.send("shell", "comm_msg", { comm_id: Object.keys(comms)[0], data: { value: 42 } });
      expect((await client.executed(cell)).result).to.equal("42");
      await client.execute("slider.close()");
    },
  },
  {
    demand: "neither subshells nor a debugger are promised, and asking for them is answered",
    run: async ({ client }) => {
      const { reply } = await client.request("kernel_info_request", {});
      expect(reply.content).to.deep.include({ debugger: false, supported_features: [] });
      for (const type of ["create_subshell", "debug"]) {
        const answer = await client.request(`${type}_request`, {}, "control");
        expect(answer.reply.type).to.equal(`${type}_reply`);
        expect(answer.reply.content["status"]).to.equal("error");
      }
    },
  },
  {
    demand: "completion gives each match its text, type and span",
    run: async ({ client }) => {
      await client.execute("const completeMe = { alpha: 1, beta() { return 2 } }");
      const { reply } = await client.request("complete_request", { code: "completeMe.", cursor_pos: 11 });
      const { matches, metadata } = reply.content as { matches: string[]; metadata: Record<string, TypedMatch[]> };
      expect(matches).to.include.members(["alpha", "beta"]);
      const types = metadata["_jupyter_types_experimental"]!;
      expect(types.map(({ text }) => text)).to.deep.equal(matches);
      for (const { start, end, type } of types) expect([start, end, typeof type]).to.deep.equal([11, 11, "string"]);
      expect(types.find(({ text }) => text === "beta")?.type).to.be.oneOf(["method", "function"]);
    },
  },
  {
    demand:
      "a type error is shown below its cell, which runs all the same, and keeps a cell tagged strict from running",
    run: async ({ client }) => {
      const shown = client.next(({ type }) => type === "display_data");
      const { result, reply } = await client.execute("const count: number = 'text'; count");
      expect(result).to.equal("'text'");
      // The first check of a session may arrive after its cell's idle.
      const { parent, content } = await shown;
      expect(parent.msg_id).to.equal(reply.parent.msg_id);
      expect(content["data"]).to.have.property("text/plain").that.contains("TS2322");
      const strict = await client.execute("const size: number = 'text'; console.log('ran')", {
        metadata: { tags: ["strict"] },
      });
      expect(summary(strict.outputs)).to.deep.equal(["error"]);
      expect(strict.reply.content).to.include({ status: "error", ename: "TypeScriptError" });
    },
  },
  {
    demand: "inspection gives text/plain and text/markdown",
    run: async ({ client }) => {
      const { reply } = await client.request("inspect_request", { code: "Math.max", cursor_pos: 8, detail_level: 0 });
      expect(reply.content).to.include({ status: "ok", found: true });
      expect(reply.content["data"]).to.include.keys("text/plain", "text/markdown");
      const nothing = await client.request("inspect_request", { code: "  ", cursor_pos: 1, detail_level: 0 });
      expect(nothing.reply.content).to.deep.include({ status: "ok", found: false, data: {} });
    },
  },
  {
    demand: "cursor positions are code points, and one outside the text is clamped",
    run: async ({ client }) => {
      const code = "'😀한'; Math.ma";
      const { reply } = await client.request("complete_request", { code, cursor_pos: 13 });
      expect(reply.content["matches"]).to.include("max");
      expect([reply.content["cursor_start"], reply.content["cursor_end"]]).to.deep.equal([11, 13]);
      for (const cursor_pos of [99, -5]) {
        const far = await client.request("complete_request", { code, cursor_pos });
        expect(far.reply.content["status"]).to.equal("ok");
        const inspected = await client.request("inspect_request", { code, cursor_pos, detail_level: 0 });
        expect(inspected.reply.content["status"]).to.equal("ok");
      }
    },
  },
  {
    demand: "streams come in few messages, none lost, in order, flushed before results, displays and errors",
    run: async ({ client }) => {
      const { outputs, stdout, result } = await client.execute(
        "for (let i = 0; i < 20_000; i++) console.log(i); display.html('<b>x</b>'); console.log('last'); 'end'",
      );
      expect(stdout).to.equal(`${Array.from({ length: 20_000 }, (_, n) => `${n}\n`).join("")}last\n`);
      expect(result).to.equal("'end'");
      expect(outputs.length).to.be.below(100);
      expect(summary(outputs.slice(-3))).to.deep.equal(["display_data", "stream", "execute_result"]);
    },
  },
  {
    demand: "stdout and stderr keep their order between each other",
    run: async ({ client }) => {
      const { outputs } = await client.execute("for (let i = 0; i < 3; i++) { console.log(i); console.error(i) }");
      const parts = outputs.map(({ content }) => [content["name"], content["text"]]);
      expect(parts).to.deep.equal([
        ["stdout", "0\n"],
        ["stderr", "0\n"],
        ["stdout", "1\n"],
        ["stderr", "1\n"],
        ["stdout", "2\n"],
        ["stderr", "2\n"],
      ]);
    },
  },
  {
    demand: "output of a cell that comes after its end goes to that cell",
    run: async ({ client }) => {
      const first = await client.execute(
        "let go = Promise.withResolvers(); go.promise.then(() => console.log('late')); 1",
      );
      const late = client.next(({ type, content }) => type === "stream" && String(content["text"]).includes("late"));
      await client.execute("go.resolve()");
      expect((await late).parent.msg_id).to.equal(first.reply.parent.msg_id);
    },
  },
  {
    demand: "displays can be updated from any cell, and cleared",
    run: async ({ client }) => {
      const show = (update: boolean, text: string): string =>
        `await jupyter.display({ "text/plain": "${text}" }, { raw: true, display_id: "spot"${update ? ", update: true" : ""} })`;
      const first = await client.execute(show(false, "one"));
      expect(first.outputs[0]).to.deep.include({ type: "display_data" });
      expect(first.outputs[0]!.content["transient"]).to.deep.equal({ display_id: "spot" });
      const second = await client.execute(`${show(true, "two")}; jupyter.clearOutput({ wait: true })`);
      expect(summary(second.outputs)).to.deep.equal(["update_display_data", "clear_output"]);
      expect(second.outputs[0]!.content["transient"]).to.deep.equal({ display_id: "spot" });
      expect(second.outputs[1]!.content).to.deep.equal({ wait: true });
    },
  },
  {
    demand: "results have text/plain beside anything else, JSON as values, bytes as bare base64",
    run: async ({ client }) => {
      const symbol = 'Symbol.for("Jupyter.display")';
      const { outputs } = await client.execute(`({ [${symbol}]: () => ({ "application/json": { a: [1] } }) })`);
      const data = outputs[0]!.content["data"] as Record<string, unknown>;
      expect(data["application/json"]).to.deep.equal({ a: [1] });
      expect(data["text/plain"]).to.be.a("string");
      const png = await client.execute("display.png(new Uint8Array([137, 80, 78, 71]))");
      expect((png.outputs[0]!.content["data"] as Record<string, unknown>)["image/png"]).to.equal("iVBORw==");
    },
  },
  {
    demand: "payloads page and set_next_input travel in the reply",
    run: async ({ client }) => {
      const { reply } = await client.execute("jupyter.page('help'); jupyter.setNextInput('next')");
      expect(reply.content["payload"]).to.deep.equal([
        { source: "page", data: { "text/plain": "help" }, start: 0 },
        { source: "set_next_input", text: "next", replace: false },
      ]);
    },
  },
  {
    demand: "user_expressions are evaluated after the cell, each with its own status",
    run: async ({ client }) => {
      const { reply } = await client.execute("const forty = 40", {
        user_expressions: { good: "forty + 2", bad: "nowhere", worse: "(" },
      });
      const { good, bad, worse } = reply.content["user_expressions"] as Record<string, Record<string, unknown>>;
      expect(good).to.deep.equal({ status: "ok", data: { "text/plain": "42" }, metadata: {} });
      expect(bad).to.include({ status: "error", ename: "ReferenceError" });
      expect(worse).to.include({ status: "error", ename: "SyntaxError" });
    },
  },
  {
    demand: "history answers tail, range and search, with outputs where asked",
    run: async ({ client }) => {
      await client.execute("'history one'");
      await client.execute("'history two'");
      const ask = async (query: object): Promise<[number, number, string | [string, string]][]> =>
        (await client.request("history_request", { raw: true, output: false, ...query })).reply.content[
          "history"
        ] as [];
      const [, two] = await ask({ hist_access_type: "tail", n: 2 });
      expect(two![2]).to.equal("'history two'");
      const range = await ask({
        hist_access_type: "range",
        session: 0,
        start: two![1],
        stop: two![1] + 1,
        output: true,
      });
      expect(range).to.deep.equal([[two![0], two![1], ["'history two'", "'history two'"]]]);
      const found = await ask({ hist_access_type: "search", pattern: "'history*'", unique: true });
      expect(found.map(([, , source]) => source)).to.deep.equal(["'history one'", "'history two'"]);
    },
  },
  {
    demand: "language_info names TypeScript as front ends look it up",
    run: async ({ client }) => {
      const { reply } = await client.request("kernel_info_request", {});
      expect(reply.content).to.include({ status: "ok", implementation: "convkernel" });
      expect(reply.content["language_info"]).to.deep.include({
        name: "typescript",
        codemirror_mode: "typescript",
        mimetype: "application/typescript",
        file_extension: ".ts",
        pygments_lexer: "typescript",
        nbconvert_exporter: "script",
      });
    },
  },
  {
    demand: "the protocol is above 5.1, the same in kernel_info and in every header",
    run: async ({ client }) => {
      const { reply } = await client.request("kernel_info_request", {});
      expect(reply.content["protocol_version"]).to.equal("5.5");
      expect(new Set(client.log.map(({ header }) => header.version))).to.deep.equal(new Set(["5.5"]));
    },
  },
];
