/**
 * All of dispatch without a socket: requests in, messages out, as data. One file, so that everything a front end may expect can be read
 * from top to bottom.
 */
import { describe, it } from "mocha";
import { expect } from "chai";
import type { Outgoing } from "../../../kernel/front/protocol.ts";
import type { CompileOutcome } from "../../../kernel/contract/language.ts";
import { compiled, content, diagnostic, failed, ok, summary, Theatre } from "../../support/dispatch.ts";
import type { Scene } from "../../support/dispatch.ts";

const text = (messages: readonly Outgoing[]): string =>
  messages
    .filter(({ type }) => type === "stream")
    .map((message) => (message.content as { text: string }).text)
    .join("");

describe("dispatch: the life of a cell", () => {
  it("sends busy, execute_input, streams, result, reply, idle in this order", async () => {
    const say: Scene = ({ request, events }) => {
      void events.stream(request.parent, "stdout", "one\n");
      void events.stream(request.parent, "stdout", "two\n");
      void events.stream(request.parent, "stderr", "three\n");
      return ok("4");
    };
    const sent = await new Theatre({ scenes: { say } }).execute("say");
    expect(summary(sent)).to.deep.equal([
      "status busy",
      "execute_input",
      "stream",
      "stream",
      "stream",
      "execute_result",
      "execute_reply ok",
      "status idle",
    ]);
    expect(text(sent)).to.equal("one\ntwo\nthree\n");
    expect(content(sent, "execute_input")).to.deep.equal({ code: "say", execution_count: 1 });
    expect(content(sent, "execute_result")).to.deep.equal({
      execution_count: 1,
      data: { "text/plain": "4" },
      metadata: {},
      transient: {},
    });
    expect(content(sent, "execute_reply")).to.deep.equal({
      status: "ok",
      execution_count: 1,
      payload: [],
      user_expressions: {},
    });
  });

  it("sends the reply through all routing frames of its request, under the request's header", async () => {
    const theatre = new Theatre();
    const request = theatre.request("execute_request", { code: "x" });
    const reply = (await theatre.answered(request)).find(({ type }) => type === "execute_reply");
    expect(reply?.identities).to.deep.equal(request.identities);
    expect(reply?.channel).to.equal("shell");
    expect(reply?.parent).to.deep.equal(request.header);
  });

  it("says in the reply when the cell started", async () => {
    const before = Date.now();
    const sent = await new Theatre().execute("x");
    const metadata = sent.find(({ type }) => type === "execute_reply")?.metadata;
    expect(Date.parse((metadata as { started: string }).started)).to.be.within(before, Date.now());
  });

  it("answers an error on iopub and in the reply, with the execution count only in the reply", async () => {
    const sent = await new Theatre({ scenes: { bad: () => failed() } }).execute("bad");
    expect(summary(sent)).to.deep.equal([
      "status busy",
      "execute_input",
      "error",
      "execute_reply error",
      "status idle",
    ]);
    const error = { ename: "Error", evalue: "boom", traceback: ["Error: boom"] };
    expect(content(sent, "error")).to.deep.equal(error);
    expect(content(sent, "execute_reply")).to.deep.include({ ...error, status: "error", execution_count: 1 });
  });

  it("blocks a syntax error without asking the runner", async () => {
    const theatre = new Theatre({
      language: {
        compile: () => ({ kind: "syntax-error", message: "no", position: { line: 1, column: 1 }, traceback: ["no"] }),
      },
      scenes: { "let =": () => ok("ran") },
    });
    const sent = await theatre.execute("let =");
    expect(content(sent, "execute_reply")).to.deep.include({ status: "error", ename: "SyntaxError", evalue: "no" });
    expect(theatre.committed).to.deep.equal([]);
  });

  it("runs cells one after another, in the order of their requests", async () => {
    let running = 0;
    const alone: Scene = async () => {
      expect(++running).to.equal(1);
      await Promise.resolve();
      running--;
      return ok();
    };
    const theatre = new Theatre({ scenes: { alone } });
    const requests = [1, 2, 3].map(() => theatre.request("execute_request", { code: "alone" }));
    const counts = (await Promise.all(requests.map((request) => theatre.answered(request)))).map(
      (sent) => content(sent, "execute_reply")["execution_count"],
    );
    expect(counts).to.deep.equal([1, 2, 3]);
    const states = theatre.sent.filter(({ type }) => type === "status").map((message) => summary([message])[0]);
    expect(states).to.deep.equal([
      "status busy",
      "status idle",
      "status busy",
      "status idle",
      "status busy",
      "status idle",
    ]);
  });

  it("makes the names of a cell visible to later ones, also where it failed half-way", async () => {
    const theatre = new Theatre({ scenes: { bad: () => failed() } });
    await theatre.execute("good");
    await theatre.execute("bad");
    expect(theatre.committed).to.deep.equal(["good", "bad"]);
  });

  it("answers a broken part of the kernel as an error of the cell", async () => {
    const broken = (): never => {
      throw new Error("out of ideas");
    };
    const sent = await new Theatre({ language: { compile: broken } }).execute("x");
    expect(content(sent, "execute_reply")).to.deep.include({ status: "error", evalue: "internal: out of ideas" });
  });
});

describe("dispatch: silent, store_history, user_expressions, payload", () => {
  const say: Scene = ({ request, events }) => {
    void events.stream(request.parent, "stdout", "text");
    void events.display(request.parent, { data: {}, metadata: {}, transient: {} }, 0);
    return ok("value");
  };

  it("sends nothing but status for a silent cell, and does not count it", async () => {
    const theatre = new Theatre({ scenes: { say } });
    await theatre.execute("x");
    const sent = await theatre.execute("say", { silent: true });
    expect(summary(sent)).to.deep.equal(["status busy", "execute_reply ok", "status idle"]);
    expect(content(sent, "execute_reply")).to.deep.include({ execution_count: 1 });
  });

  it("keeps the error of a silent cell to its reply", async () => {
    const sent = await new Theatre({ scenes: { bad: () => failed() } }).execute("bad", { silent: true });
    expect(summary(sent)).to.deep.equal(["status busy", "execute_reply error", "status idle"]);
  });

  it("gives the counter for an empty silent cell", async () => {
    const theatre = new Theatre();
    await theatre.execute("a");
    await theatre.execute("b");
    expect(content(await theatre.execute("", { silent: true }), "execute_reply")).to.deep.include({
      execution_count: 2,
    });
  });

  it("does not count a cell with store_history false, nor remember it", async () => {
    const theatre = new Theatre({ scenes: { say } });
    await theatre.execute("a");
    const sent = await theatre.execute("say", { store_history: false });
    expect(summary(sent)).to.include("execute_result");
    expect(content(sent, "execute_reply")).to.deep.include({ execution_count: 1 });
    const history = await theatre.ask("history_request", { hist_access_type: "tail", n: 10, output: false, raw: true });
    expect(content(history, "history_reply")["history"]).to.deep.equal([[1, 1, "a"]]);
  });

  it("evaluates user expressions, and answers those that do not compile with their error", async () => {
    const theatre = new Theatre({
      language: {
        compile: (source, n) =>
          source === "]"
            ? { kind: "syntax-error", message: "no", position: { line: 1, column: 1 }, traceback: ["no"] }
            : { kind: "compiled", cell: compiled(source, n) },
      },
      scenes: {
        x: ({ request }) => ({
          kind: "ok",
          userExpressions: Object.fromEntries(
            Object.keys(request.userExpressions).map((name) => [
              name,
              { status: "ok" as const, data: { "text/plain": name }, metadata: {} },
            ]),
          ),
          payload: [{ source: "page", data: { "text/plain": "help" }, start: 0 }],
        }),
      },
    });
    const sent = await theatre.execute("x", { user_expressions: { a: "1", b: "]" } });
    expect(content(sent, "execute_reply")).to.deep.equal({
      status: "ok",
      execution_count: 1,
      payload: [{ source: "page", data: { "text/plain": "help" }, start: 0 }],
      user_expressions: {
        a: { status: "ok", data: { "text/plain": "a" }, metadata: {} },
        b: { status: "error", ename: "SyntaxError", evalue: "no", traceback: ["no"] },
      },
    });
  });
});

describe("dispatch: what fails, and what waits behind it", () => {
  const bad: Scene = () => failed();

  it("answers waiting cells as aborted, each with busy and idle, after an error", async () => {
    const theatre = new Theatre({ scenes: { bad } });
    const requests = ["bad", "x", "y"].map((code) => theatre.request("execute_request", { code }));
    const [, second, third] = await Promise.all(requests.map((request) => theatre.answered(request)));
    for (const sent of [second!, third!]) {
      expect(summary(sent)).to.deep.equal(["status busy", "execute_reply aborted", "status idle"]);
      // JupyterLab puts the reply's count before the cell, which has not run.
      expect(sent[1]!.content).not.to.have.property("execution_count");
    }
    expect(theatre.committed).to.deep.equal(["bad"]);
  });

  it("runs waiting cells where stop_on_error is false", async () => {
    const theatre = new Theatre({ scenes: { bad } });
    theatre.request("execute_request", { code: "bad", stop_on_error: false });
    expect(summary(await theatre.execute("x"))).to.include("execute_reply ok");
  });

  it("runs a cell that is sent after the failed one was answered", async () => {
    const theatre = new Theatre({ scenes: { bad } });
    await theatre.execute("bad");
    expect(summary(await theatre.execute("x"))).to.include("execute_reply ok");
  });

  it("tells language and comms when variables were lost", async () => {
    const theatre = new Theatre({ scenes: { exit: () => failed("process.exit(1)", true) } });
    await theatre.ask("comm_open", { comm_id: "c", target_name: "t", data: {} });
    const sent = await theatre.execute("exit");
    expect(theatre.resets).to.equal(1);
    expect(content(sent, "comm_close")).to.deep.include({ comm_id: "c" });
    expect(theatre.committed).to.deep.equal([]);
  });

  it("says so where the runner is lost between cells", async () => {
    const theatre = new Theatre();
    const request = theatre.request("execute_request", { code: "x" });
    await theatre.answered(request);
    theatre.events?.lost("The process that runs your code has ended.");
    await theatre.until(({ type }) => type === "stream");
    expect(text(theatre.about(request))).to.equal("The process that runs your code has ended.\n");
  });
});

describe("dispatch: interrupt", () => {
  const wait: Scene = async ({ interrupted }) => {
    await interrupted;
    return { kind: "error", ename: "KeyboardInterrupt", evalue: "", traceback: [], variablesLost: false };
  };

  it("answers at once on control, stops the running cell and drops those behind it", async () => {
    const theatre = new Theatre({ scenes: { wait } });
    const running = theatre.request("execute_request", { code: "wait", stop_on_error: false });
    const behind = theatre.request("execute_request", { code: "x" });
    await theatre.until(({ type }) => type === "execute_input");
    const interrupt = await theatre.ask("interrupt_request", {}, "control");
    expect(summary(interrupt)).to.deep.equal(["status busy", "interrupt_reply ok", "status idle"]);
    expect(content(await theatre.answered(running), "execute_reply")).to.deep.include({ ename: "KeyboardInterrupt" });
    expect(summary(await theatre.answered(behind))).to.include("execute_reply aborted");
  });

  it("says how much of a stopped cell's output is not shown, and shows its error at once", async () => {
    const flood: Scene = async (stage) => {
      const shown = { data: {}, metadata: {}, transient: {} };
      for (let n = 0; n < 3000; n++) void stage.events.display(stage.request.parent, shown, 0);
      return wait(stage);
    };
    const theatre = new Theatre({ scenes: { flood } });
    const running = theatre.request("execute_request", { code: "flood" });
    await theatre.until(({ type }) => type === "display_data");
    await theatre.ask("interrupt_request", {}, "control");
    const sent = await theatre.answered(running);
    // execute_input counts among the first 2,700.
    expect(summary(sent).filter((each) => each.startsWith("display_data"))).to.have.length(2699);
    expect(content(sent, "stream")).to.deep.equal({
      name: "stderr",
      text: "Not shown, because the cell was stopped: 301 displays.\n",
    });
    expect(summary(sent).slice(-3)).to.deep.equal(["error", "execute_reply error", "status idle"]);
  });

  it("does nothing when idle, twice in a row too", async () => {
    const theatre = new Theatre({ scenes: { x: () => ok("1") } });
    await theatre.ask("interrupt_request", {}, "control");
    await theatre.ask("interrupt_request", {}, "control");
    expect(theatre.interrupts).to.equal(0);
    expect(summary(await theatre.execute("x"))).to.include("execute_reply ok");
  });

  it("stops a cell that has not reached the runner yet", async () => {
    const theatre = new Theatre();
    const request = theatre.request("execute_request", { code: "x" });
    // In the same turn of the event loop, so the language room is not even loaded.
    void theatre.dispatch.interrupt();
    expect(content(await theatre.answered(request), "execute_reply")).to.deep.include({ ename: "KeyboardInterrupt" });
    expect(theatre.committed).to.deep.equal([]);
  });
});

describe("dispatch: requests beside cells", () => {
  const wait: Scene = async ({ interrupted }) => {
    await interrupted;
    return ok();
  };

  it("answers everything but cells while a cell is busy, and says again that it is", async () => {
    const theatre = new Theatre({ scenes: { wait } });
    const cell = theatre.request("execute_request", { code: "wait" });
    await theatre.until(({ type }) => type === "execute_input");
    for (const [type, body] of [
      ["kernel_info_request", {}],
      ["complete_request", { code: "x", cursor_pos: 1 }],
      ["inspect_request", { code: "x", cursor_pos: 1 }],
      ["is_complete_request", { code: "x" }],
      ["history_request", { hist_access_type: "tail", n: 1 }],
      ["comm_info_request", {}],
      ["connect_request", {}],
    ] as const) {
      const sent = await theatre.ask(type, body);
      expect(summary(sent)[1], type).to.match(new RegExp(`^${type.replace("request", "reply")}`));
      await theatre.until((message) => message === theatre.sent.at(-1));
      const last = theatre.sent.at(-1)!;
      expect(summary([last])).to.deep.equal(["status busy"]);
      expect(last.parent).to.deep.equal(cell.header);
    }
    void theatre.dispatch.interrupt();
    await theatre.answered(cell);
    expect(summary(theatre.sent.slice(-1))).to.deep.equal(["status idle"]);
  });

  it("publishes busy and idle for control requests as for shell requests", async () => {
    const sent = await new Theatre().ask("kernel_info_request", {}, "control");
    expect(summary(sent)).to.deep.equal(["status busy", "kernel_info_reply ok", "status idle"]);
    expect(sent[1]?.channel).to.equal("control");
  });

  it("completes with code points, whatever the language counts in", async () => {
    const theatre = new Theatre({
      language: {
        complete: (source, offset) => {
          // "😀" is two units of UTF-16 and one code point.
          expect(source.slice(0, offset)).to.equal('"😀"; ab');
          return Promise.resolve({ items: [{ text: "abs", type: "function" }], start: offset - 2, end: offset });
        },
      },
    });
    expect(
      content(await theatre.ask("complete_request", { code: '"😀"; ab', cursor_pos: 7 }), "complete_reply"),
    ).to.deep.equal({
      status: "ok",
      matches: ["abs"],
      cursor_start: 5,
      cursor_end: 7,
      metadata: { _jupyter_types_experimental: [{ text: "abs", type: "function", start: 5, end: 7 }] },
    });
  });

  it("answers a completion that fails with no matches", async () => {
    const theatre = new Theatre({ language: { complete: () => Promise.reject(new Error("service gone")) } });
    const sent = await theatre.ask("complete_request", { code: "ab", cursor_pos: 2 });
    expect(content(sent, "complete_reply")).to.deep.include({
      status: "ok",
      matches: [],
      cursor_start: 2,
      cursor_end: 2,
    });
  });

  it("answers is_complete with its indent", async () => {
    const theatre = new Theatre({ language: { isComplete: () => ({ kind: "incomplete", indent: "  " }) } });
    const sent = await theatre.ask("is_complete_request", { code: "{" });
    expect(content(sent, "is_complete_reply")).to.deep.equal({ status: "incomplete", indent: "  " });
  });

  it("answers shutdown with the same restart, and ends only then", async () => {
    for (const restart of [true, false]) {
      const theatre = new Theatre();
      const sent = await theatre.ask("shutdown_request", { restart }, "control");
      expect(content(sent, "shutdown_reply")).to.deep.equal({ status: "ok", restart });
      await Promise.resolve();
      expect(theatre.exits).to.equal(1);
    }
  });

  it("answers requests that it does not know, and those with wrong contents, with an error", async () => {
    const theatre = new Theatre();
    expect(content(await theatre.ask("debug_request", {}, "control"), "debug_reply")).to.deep.include({
      status: "error",
      ename: "NotImplementedError",
    });
    expect(content(await theatre.ask("complete_request", { code: 5 }), "complete_reply")).to.deep.include({
      status: "error",
      evalue: "complete_request: expected code to be a string, got 5",
    });
    const sent = await theatre.ask("execute_request", {});
    expect(content(sent, "execute_reply")).to.deep.include({
      status: "error",
      evalue: "execute_request: expected code to be a string, got undefined",
    });
  });
});

describe("dispatch: code of absurd length", () => {
  for (const type of ["execute_request", "complete_request", "inspect_request", "is_complete_request"]) {
    it(`is refused in one sentence: ${type}`, async () => {
      const sent = await new Theatre().ask(type, { code: "x".repeat(2_000_001), cursor_pos: 0 });
      expect(content(sent, type.replace("request", "reply"))).to.include({
        status: "error",
        evalue: `${type}: expected at most 2,000,000 characters of code, got 2,000,001. Put data into a file`,
      });
    });
  }
});

describe("dispatch: output", () => {
  it("puts late output below the cell that caused it", async () => {
    const theatre = new Theatre();
    const first = theatre.request("execute_request", { code: "a" });
    await theatre.answered(first);
    await theatre.execute("b");
    void theatre.events?.stream(first.header.msg_id, "stdout", "late");
    await theatre.until(({ type }) => type === "stream");
    expect(text(theatre.about(first))).to.equal("late");
  });

  it("puts output without a cell below the newest", async () => {
    const theatre = new Theatre();
    await theatre.execute("a");
    const newest = theatre.request("execute_request", { code: "b" });
    await theatre.answered(newest);
    void theatre.events?.stream("", "stdout", "whose?");
    await theatre.until(({ type }) => type === "stream");
    expect(text(theatre.about(newest))).to.equal("whose?");
  });

  it("sends displays, updates, clear_output and broadcasts with the fields that front ends read", async () => {
    const scene: Scene = ({ request: { parent }, events }) => {
      const display = { data: { "text/plain": "x" }, metadata: {}, transient: { display_id: "d" } };
      void events.display(parent, display, 0);
      void events.updateDisplay(parent, display, 0);
      void events.clearOutput(parent, true);
      void events.broadcast(parent, "custom", { a: 1 }, { b: 2 }, [Buffer.from("c")], 1);
      return ok();
    };
    const sent = await new Theatre({ scenes: { x: scene } }).execute("x");
    const display = { data: { "text/plain": "x" }, metadata: {}, transient: { display_id: "d" } };
    expect(content(sent, "display_data")).to.deep.equal(display);
    expect(content(sent, "update_display_data")).to.deep.equal(display);
    expect(content(sent, "clear_output")).to.deep.equal({ wait: true });
    const custom = sent.find(({ type }) => type === "custom");
    expect(custom).to.deep.include({ content: { a: 1 }, metadata: { b: 2 }, buffers: [Buffer.from("c")] });
  });
});

describe("dispatch: a cell that is Python", () => {
  const compile = (): CompileOutcome => ({
    kind: "syntax-error",
    message: "no",
    position: { line: 1, column: 1 },
    traceback: ["no"],
  });

  it("has its error and its answer before it is asked for its TypeScript, and that before its idle", async () => {
    const offer = Promise.withResolvers<string | undefined>();
    const theatre = new Theatre({ language: { compile, asTypeScript: () => offer.promise } });
    const request = theatre.request("execute_request", { code: "def f(x):" });
    await theatre.until(({ type }) => type === "execute_reply");
    expect(summary(theatre.about(request)).slice(-2)).to.deep.equal(["error", "execute_reply error"]);
    offer.resolve("This is Python.");
    const sent = await theatre.answered(request);
    expect(summary(sent).slice(-3)).to.deep.equal(["execute_reply error", "display_data", "status idle"]);
    expect(content(sent, "display_data")).to.deep.include({ data: { "text/plain": "This is Python." } });
  });

  it("is also one that parses and fails at a name of Python's, but not one that fails otherwise", async () => {
    const fails =
      (evalue: string): Scene =>
      () => ({ kind: "error", variablesLost: false, ename: "ReferenceError", evalue, traceback: [] });
    const scenes = {
      "print(x)": fails("print is not defined. In TypeScript: console.log(...)"),
      "other(x)": fails("other is not defined"),
    };
    const asTypeScript = (source: string): Promise<string> => Promise.resolve(`This is Python: ${source}`);
    const theatre = new Theatre({ scenes, language: { asTypeScript } });
    const sent = await theatre.execute("print(x)");
    expect(summary(sent).slice(-3)).to.deep.equal(["execute_reply error", "display_data", "status idle"]);
    expect(content(sent, "display_data")).to.deep.include({ data: { "text/plain": "This is Python: print(x)" } });
    expect(summary(await theatre.execute("other(x)"))).not.to.include("display_data");
  });

  it("does not wait for it once it is stopped, nor asks where the cell is silent", async () => {
    let asked = 0;
    const asTypeScript = (): Promise<undefined> => {
      asked++;
      return new Promise(() => {});
    };
    const theatre = new Theatre({ language: { compile, asTypeScript } });
    const request = theatre.request("execute_request", { code: "def f(x):" });
    await theatre.until(({ type }) => type === "execute_reply");
    theatre.request("interrupt_request", {}, "control");
    expect(summary(await theatre.answered(request)).at(-1)).to.equal("status idle");
    await theatre.execute("def f(x):", { silent: true });
    expect(asked).to.equal(1);
  });
});

describe("dispatch: type diagnostics", () => {
  const wrong = diagnostic("Type 'string' is not assignable to type 'number'.");
  const check = (): Promise<ReturnType<typeof diagnostic>[]> => Promise.resolve([wrong]);

  it("shows them below the cell, before its idle", async () => {
    const theatre = new Theatre({ language: { check } });
    await theatre.execute("warm");
    const sent = await theatre.execute("x = ''");
    expect(summary(sent).slice(-3)).to.deep.equal(["execute_reply ok", "display_data", "status idle"]);
    const { data } = content(sent, "display_data") as { data: Record<string, string> };
    expect(data["text/plain"]).to.equal(
      "Cell In[2], line 1: Type 'string' is not assignable to type 'number'. (TS2322)\n    x = ''\n    ^",
    );
    expect(data["text/html"]).to.contain("Type 'string'");
  });

  it("has them before the idle of the very first cell where nobody sits before the notebook", async () => {
    const late = Promise.withResolvers<ReturnType<typeof diagnostic>[]>();
    const first = new Theatre({ language: { check: () => late.promise } });
    const request = first.request("execute_request", { code: "x", allow_stdin: false });
    await first.until(({ type }) => type === "execute_reply");
    setImmediate(() => late.resolve([wrong]));
    expect(summary(await first.answered(request)).slice(-3)).to.deep.equal([
      "execute_reply ok",
      "display_data",
      "status idle",
    ]);
  });

  it("lets nobody wait for a service that is still starting where somebody sits there", async () => {
    const theatre = new Theatre({ language: { check: () => new Promise(() => {}) } });
    const sent = await theatre.execute("x", { allow_stdin: true });
    expect(summary(sent).slice(-2)).to.deep.equal(["execute_reply ok", "status idle"]);
  });

  it("waits for them behind a cell and before its idle where it is told to, and makes none where it is told so", async () => {
    const slow = Promise.withResolvers<ReturnType<typeof diagnostic>[]>();
    const patient = new Theatre({ check: "wait", language: { check: () => slow.promise } });
    const first = patient.request("execute_request", { code: "x", allow_stdin: true });
    patient.request("execute_request", { code: "y", allow_stdin: true });
    await patient.until(({ type }) => type === "execute_reply");
    setImmediate(() => slow.resolve([wrong]));
    expect(summary(await patient.answered(first)).slice(-2)).to.deep.equal(["display_data", "status idle"]);

    let checks = 0;
    const off = new Theatre({ check: "off", language: { check: () => (checks++, check()) } });
    expect(summary(await off.execute("x"))).to.not.include("display_data");
    expect(checks).to.equal(0);
  });

  it("tells a mistake once: what the error says is not said again", async () => {
    const unknown = diagnostic("Cannot find name 'x'.", { code: 2304 });
    const theatre = new Theatre({
      language: {
        check: () => Promise.resolve([unknown, diagnostic("Something else.", { start: { line: 2, column: 1 } })]),
      },
      scenes: { "x\ny": () => failed("x is not defined") },
    });
    await theatre.execute("warm");
    const { data } = content(await theatre.execute("x\ny"), "display_data") as { data: Record<string, string> };
    expect(data["text/plain"]).to.include("Something else.").and.to.not.include("Cannot find name");
  });

  it("begins the check of a quick cell behind its reply, and makes its names known behind that", async () => {
    const events: string[] = [];
    const theatre: Theatre = new Theatre({
      language: {
        check: () => {
          events.push("check", ...summary(theatre.sent).filter((each) => each.startsWith("execute_reply")));
          return check();
        },
        commit: () => void events.push("commit"),
      },
    });
    await theatre.execute("quick");
    expect(events).to.deep.equal(["check", "execute_reply ok", "commit"]);
  });

  it("checks a cell that takes longer while it runs, and once", async () => {
    const checked = Promise.withResolvers<void>();
    let checks = 0;
    const theatre = new Theatre({
      language: {
        check: () => {
          checks++;
          checked.resolve();
          return check();
        },
      },
      scenes: { long: () => checked.promise.then(() => ok()) },
    });
    await theatre.execute("long");
    expect(checks).to.equal(1);
  });

  it("keeps suggestions to editors", async () => {
    const hint = diagnostic("unused", { severity: "suggestion" });
    const sent = await new Theatre({ language: { check: () => Promise.resolve([hint]) } }).execute("x");
    expect(summary(sent)).to.not.include("display_data");
  });

  it("keeps a hint on a read from null until that read fails, in a later cell too", async () => {
    const latent = diagnostic("grad is null", { severity: "warning", ifRead: "sum" });
    const failed = {
      kind: "error" as const,
      variablesLost: false,
      ename: "TypeError",
      evalue: "Cannot read properties of null (reading 'sum')",
      traceback: ["Cell In[2], line 1", "Cell In[1], line 1, in f"],
    };
    const theatre = new Theatre({
      language: { check: (source) => Promise.resolve(source === "define" ? [latent] : []) },
      scenes: { call: () => Promise.resolve(failed) },
    });
    expect(summary(await theatre.execute("define"))).to.not.include("display_data");
    const block = content(await theatre.execute("call"), "display_data") as { data: Record<string, string> };
    expect(block.data["text/plain"]).to.include("Cell In[1]").and.to.include("grad is null");
  });

  it("lets nobody wait: with a cell behind, they come when they come", async () => {
    const slow = Promise.withResolvers<ReturnType<typeof diagnostic>[]>();
    const theatre = new Theatre({
      language: { check: (source) => (source === "slow" ? slow.promise : Promise.resolve([])) },
    });
    await theatre.execute("warm");
    const first = theatre.request("execute_request", { code: "slow" });
    const second = theatre.request("execute_request", { code: "next" });
    await theatre.answered(first);
    await theatre.answered(second);
    slow.resolve([wrong]);
    await theatre.until(({ type }) => type === "display_data");
    expect(summary(theatre.about(first)).at(-1)).to.equal("display_data");
  });

  it("does not run a cell tagged strict that has type errors", async () => {
    const theatre = new Theatre({ language: { check }, scenes: { x: () => ok("ran") } });
    const sent = await theatre.execute("x", {}, { tags: ["strict"] });
    expect(summary(sent)).to.deep.equal([
      "status busy",
      "execute_input",
      "error",
      "execute_reply error",
      "status idle",
    ]);
    expect(content(sent, "error")).to.deep.include({ ename: "TypeScriptError", evalue: wrong.message });
    expect(theatre.committed).to.deep.equal([]);
  });

  it("ends the wait of a strict cell for its check with an interrupt", async () => {
    const theatre = new Theatre({ strict: true, language: { check: () => new Promise(() => {}) } });
    const request = theatre.request("execute_request", { code: "x" });
    await theatre.until(({ type }) => type === "execute_input");
    await theatre.dispatch.interrupt();
    expect(content(await theatre.answered(request), "execute_reply")).to.deep.include({ ename: "KeyboardInterrupt" });
  });

  it("runs a strict cell that has only warnings, and treats all cells so with the option", async () => {
    const warning = diagnostic("hm", { severity: "warning" });
    const lenient = new Theatre({ strict: true, language: { check: () => Promise.resolve([warning]) } });
    expect(summary(await lenient.execute("x"))).to.include("execute_reply ok");
    const strict = new Theatre({ strict: true, language: { check } });
    expect(summary(await strict.execute("x"))).to.include("execute_reply error");
  });
});

describe("dispatch: input", () => {
  const prompt: Scene = async ({ request, events }) =>
    ok(String(await events.input(request.parent, { prompt: "Name: ", password: false })));

  it("asks the client of the cell, with text shown before the question", async () => {
    const talk: Scene = async (stage) => {
      void stage.events.stream(stage.request.parent, "stdout", "Hello\n");
      return prompt(stage);
    };
    const theatre = new Theatre({ scenes: { talk } });
    const cell = theatre.request("execute_request", { code: "talk", allow_stdin: true });
    const question = await theatre.until(({ type }) => type === "input_request");
    expect(question).to.deep.include({
      channel: "stdin",
      content: { prompt: "Name: ", password: false },
      parent: cell.header,
      identities: cell.identities,
    });
    expect(theatre.sent.findIndex(({ type }) => type === "stream")).to.be.lessThan(theatre.sent.indexOf(question));
    theatre.request("input_reply", { value: "Ada" }, "stdin");
    expect(content(await theatre.answered(cell), "execute_result")["data"]).to.deep.equal({ "text/plain": "Ada" });
  });

  it("gives null at once where the client takes no questions", async () => {
    const theatre = new Theatre({ scenes: { ask: prompt } });
    const sent = await theatre.execute("ask", { allow_stdin: false });
    expect(content(sent, "execute_result")["data"]).to.deep.equal({ "text/plain": "null" });
    expect(theatre.sent.some(({ channel }) => channel === "stdin")).to.equal(false);
  });

  it("drops an answer that nobody waits for", async () => {
    const theatre = new Theatre({ scenes: { ask: prompt } });
    theatre.request("input_reply", { value: "stale" }, "stdin");
    const cell = theatre.request("execute_request", { code: "ask", allow_stdin: true });
    await theatre.until(({ type }) => type === "input_request");
    theatre.request("input_reply", { value: "fresh" }, "stdin");
    expect(content(await theatre.answered(cell), "execute_result")["data"]).to.deep.equal({ "text/plain": "fresh" });
  });

  it("ends an open question with an interrupt", async () => {
    const theatre = new Theatre({ scenes: { ask: prompt } });
    const cell = theatre.request("execute_request", { code: "ask", allow_stdin: true });
    await theatre.until(({ type }) => type === "input_request");
    await theatre.dispatch.interrupt();
    expect(content(await theatre.answered(cell), "execute_result")["data"]).to.deep.equal({ "text/plain": "null" });
  });
});

describe("dispatch: comms", () => {
  const open = { comm_id: "c", target_name: "t", data: { a: 1 } };

  it("hands comm messages to the runner, with busy and idle, and lists what is open by target", async () => {
    const theatre = new Theatre();
    expect(summary(await theatre.ask("comm_open", open))).to.deep.equal(["status busy", "status idle"]);
    await theatre.ask("comm_msg", { comm_id: "c", data: { b: 2 } });
    expect(theatre.comms.map(({ type, content: { data } }) => [type, data])).to.deep.equal([
      ["comm_open", { a: 1 }],
      ["comm_msg", { b: 2 }],
    ]);
    const listed = async (body: object): Promise<unknown> =>
      content(await theatre.ask("comm_info_request", body), "comm_info_reply");
    expect(await listed({})).to.deep.equal({ status: "ok", comms: { c: { target_name: "t" } } });
    expect(await listed({ target_name: "u" })).to.deep.equal({ status: "ok", comms: {} });
    await theatre.ask("comm_close", { comm_id: "c", data: {} });
    expect(await listed({})).to.deep.equal({ status: "ok", comms: {} });
  });

  it("sends what the runner opens, and a refusal of what it does not know, on iopub", async () => {
    const theatre = new Theatre();
    const request = theatre.request("execute_request", { code: "x" });
    await theatre.answered(request);
    const buffers = [Buffer.from([1, 2])];
    void theatre.events?.comm(
      request.header.msg_id,
      {
        type: "comm_open",
        content: open,
        metadata: { version: "2" },
        buffers,
      },
      0,
    );
    const sent = await theatre.until(({ type }) => type === "comm_open");
    expect(sent).to.deep.include({ channel: "iopub", content: open, metadata: { version: "2" }, buffers });
    void theatre.events?.comm("", { type: "comm_close", content: { comm_id: "c" }, metadata: {}, buffers: [] }, 0);
    await theatre.until(({ type }) => type === "comm_close");
    expect(content(await theatre.ask("comm_info_request", {}), "comm_info_reply")["comms"]).to.deep.equal({});
  });

  it("delivers to an open comm while a cell awaits, and keeps an opening behind the cells before it", async () => {
    const theatre = new Theatre({
      scenes: {
        wait: async ({ interrupted }) => {
          await interrupted;
          return ok();
        },
      },
    });
    await theatre.ask("comm_open", open);
    const cell = theatre.request("execute_request", { code: "wait" });
    await theatre.until(({ type }) => type === "execute_input");
    const later = theatre.request("comm_open", { ...open, comm_id: "later" });
    await theatre.ask("comm_msg", { comm_id: "c", data: {} });
    expect(theatre.comms.map(({ content: { comm_id } }) => comm_id)).to.deep.equal(["c", "c"]);
    void theatre.dispatch.interrupt();
    await theatre.answered(cell);
    await theatre.answered(later);
    expect(theatre.comms.at(-1)?.content["comm_id"]).to.equal("later");
  });
});
