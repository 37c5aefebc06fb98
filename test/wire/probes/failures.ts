import { expect } from "chai";
import { ENDLESS, running, summary } from "./probe.ts";
import type { Probe } from "./probe.ts";

/** Errors, queues, interrupts, crashes, and what happens meanwhile. */
export const failures: readonly Probe[] = [
  {
    demand: "behind an error, waiting cells are answered without running, each with busy and idle",
    run: async ({ client }) => {
      await client.execute("let ran = 0");
      const ids = ["await 0; throw new Error('x')", "ran++", "ran++"].map((code) => client.submit(code));
      const done = await Promise.all(ids.map((id) => client.executed(id)));
      expect(done.map(({ reply }) => reply.content["status"])).to.deep.equal(["error", "aborted", "aborted"]);
      for (const { iopub } of done.slice(1)) expect(summary(iopub)).to.deep.equal(["status busy", "status idle"]);
      expect((await client.execute("ran")).result).to.equal("0");
    },
  },
  {
    demand: "with stop_on_error false the cells behind an error run",
    run: async ({ client }) => {
      const first = client.submit("throw new Error('x')", { stop_on_error: false });
      const second = client.submit("'ran'");
      await client.executed(first);
      expect((await client.executed(second)).result).to.equal("'ran'");
    },
  },
  {
    demand: "an error has ename, evalue and a traceback of strings, on iopub and, with status and count, in the reply",
    run: async ({ client }) => {
      const { reply, outputs } = await client.execute("null.x");
      const { ename, evalue, traceback } = outputs[0]!.content as Record<string, unknown>;
      expect(ename).to.equal("TypeError");
      expect(evalue).to.contain("null");
      expect(traceback).to.satisfy((lines: unknown[]) => lines.length > 0 && lines.every((l) => typeof l === "string"));
      expect(Object.keys(outputs[0]!.content)).to.have.members(["ename", "evalue", "traceback"]);
      expect(reply.content).to.deep.include({ status: "error", ename, evalue, traceback });
      expect(reply.content["execution_count"]).to.be.a("number");
    },
  },
  {
    demand: "under the error of a cell of Python stands the same in TypeScript",
    run: async ({ client }) => {
      const { outputs } = await client.execute("def double(x):\n    return x * 2\n\nprint(double(3))");
      expect(outputs.map(({ header }) => header.msg_type)).to.deep.equal(["error", "display_data"]);
      const { "text/plain": text } = outputs[1]!.content["data"] as Record<string, string>;
      const [, offer] = text!.split("This is Python. In TypeScript:\n\n");
      expect(offer).to.equal("function double(x: number) {\n  return x * 2;\n}\n\nconsole.log(double(3))");
      expect((await client.execute(offer!)).outputs[0]!.content["text"]).to.equal("6\n");
    },
  },
  {
    demand: "under a mistake in TypeScript stands no such offer",
    run: async ({ client }) => {
      const { outputs } = await client.execute("const x = (1;");
      expect(outputs).to.have.length(1);
      expect((outputs[0]!.content["traceback"] as string[]).join("\n")).not.to.contain("Python");
    },
  },
  {
    demand: "a traceback names the cell and the line of each frame in the form that editors make clickable",
    run: async ({ client }) => {
      const made = await client.execute("function thrower() {\n  throw new Error('deep')\n}");
      const { outputs, reply } = await client.execute("\nthrower()");
      // microsoft/vscode-jupyter, `findErrorLocation`.
      // oxlint-disable-next-line no-control-regex
      const clickable = /Cell\s+(?:\u001b\[.+?m)?In\s*\[(\d+)\],\s*line (\d+)/g;
      const text = (outputs[0]!.content["traceback"] as string[]).join("\n");
      const places = [...text.matchAll(clickable)].map(([, n, line]) => [Number(n), Number(line)]);
      expect(places).to.deep.include([reply.content["execution_count"], 2]);
      expect(places).to.deep.include([made.reply.content["execution_count"], 2]);
    },
  },
  {
    demand: "a silent cell has nothing on iopub but its status, and no count; an empty one tells the counter",
    run: async ({ client }) => {
      const count = async (): Promise<unknown> =>
        (await client.execute("", { silent: true })).reply.content["execution_count"];
      const before = await count();
      const { iopub } = await client.execute("console.log(1); 2", { silent: true });
      expect(summary(iopub)).to.deep.equal(["status busy", "status idle"]);
      expect(await count()).to.equal(before);
      await client.execute("3", { store_history: false });
      expect(await count()).to.equal(before);
    },
  },
  {
    demand:
      "an interrupt on control ends a loop, a wait and a timer, keeps the variables, and is called KeyboardInterrupt",
    run: async ({ client }) => {
      await client.execute("let kept = 1");
      for (const code of [`kept++; ${ENDLESS}`, "kept++; await new Promise(() => {})", `kept++; await 0; ${ENDLESS}`]) {
        const cell = await running(client, code);
        await client.request("interrupt_request", {}, "control");
        expect((await client.executed(cell)).reply.content).to.include({ status: "error", ename: "KeyboardInterrupt" });
      }
      expect((await client.execute("kept")).result).to.equal("4");
    },
  },
  {
    demand: "an interrupt that comes with its cell ends it, whichever of them is faster",
    run: async ({ client }) => {
      await client.execute("let survivor = 'here'");
      for (let n = 0; n < 10; n++) {
        const cell = client.submit(n % 2 === 0 ? ENDLESS : "await new Promise(() => {})");
        await client.next(({ type, parent }) => type === "execute_input" && parent.msg_id === cell);
        await client.request("interrupt_request", {}, "control");
        expect((await client.executed(cell)).reply.content).to.include({ ename: "KeyboardInterrupt" });
      }
      expect((await client.execute("survivor")).result).to.equal("'here'");
    },
  },
  {
    demand: "SIGINT to the kernel does the same",
    run: async ({ client, kernel }) => {
      await client.execute("let still = 'here'");
      const cell = await running(client, ENDLESS);
      kernel.process.kill("SIGINT");
      expect((await client.executed(cell)).reply.content).to.include({ ename: "KeyboardInterrupt" });
      expect((await client.execute("still")).result).to.equal("'here'");
    },
  },
  {
    demand: "SIGINT to the kernel's whole process group, children included, does the same",
    run: async ({ client, kernel }) => {
      await client.execute("let inGroup = 'here'");
      const cell = await running(client, ENDLESS);
      if (process.platform === "win32") kernel.process.kill("SIGINT");
      else process.kill(-kernel.process.pid!, "SIGINT");
      expect((await client.executed(cell)).reply.content).to.include({ ename: "KeyboardInterrupt" });
      expect((await client.execute("inGroup")).result).to.equal("'here'");
      const { reply } = await client.request("complete_request", { code: "Math.ma", cursor_pos: 7 });
      expect(reply.content["matches"]).to.include("max");
    },
  },
  {
    demand: "a cell of a megabyte runs, and one that no parser can take is an error and not the end",
    run: async ({ client, kernel }) => {
      const long = `const parts = [${"'0123456789', ".repeat(80_000)}]; parts.length`;
      expect((await client.execute(long)).result).to.equal("80000");
      for (const code of ["(".repeat(100_000), "a ? ".repeat(100_000), "!".repeat(100_000)]) {
        expect((await client.execute(code)).reply.content).to.include({ ename: "SyntaxError" });
        const asked = { code, cursor_pos: code.length };
        expect((await client.request("is_complete_request", asked)).reply.content["status"]).to.equal("invalid");
        expect((await client.request("complete_request", asked)).reply.content["status"]).to.equal("ok");
        expect((await client.request("inspect_request", asked)).reply.content["status"]).to.equal("ok");
      }
      expect(kernel.process.exitCode).to.equal(null);
    },
  },
  {
    demand: "an interrupt while idle is harmless, by message and by signal, twice in a row",
    run: async ({ client, kernel }) => {
      for (let n = 0; n < 2; n++) {
        kernel.process.kill("SIGINT");
        const { reply } = await client.request("interrupt_request", {}, "control");
        expect(reply.content).to.deep.equal({ status: "ok" });
      }
      // A signal has no fixed order among messages; after some of them it has been handled.
      for (let n = 0; n < 10; n++) await client.request("kernel_info_request", {});
      expect((await client.execute("1 + 1")).result).to.equal("2");
    },
  },
  {
    demand: "waiting cells are dropped with an interrupt",
    run: async ({ client }) => {
      const cell = await running(client, ENDLESS);
      const behind = client.submit("1");
      // Shell messages keep their order: once this is answered, the waiting cell has been received.
      await client.request("kernel_info_request", {});
      await client.request("interrupt_request", {}, "control");
      await client.executed(cell);
      expect((await client.executed(behind)).reply.content["status"]).to.equal("aborted");
    },
  },
  {
    demand: "kernel_info on control, completion and is_complete on shell are answered while a cell never gives way",
    run: async ({ client }) => {
      const cell = await running(client, ENDLESS);
      expect((await client.request("kernel_info_request", {}, "control")).reply.content["status"]).to.equal("ok");
      expect((await client.request("is_complete_request", { code: "1" })).reply.content["status"]).to.equal("complete");
      const { reply } = await client.request("complete_request", { code: "Math.ma", cursor_pos: 7 });
      expect(reply.content["matches"]).to.include("max");
      await client.request("interrupt_request", {}, "control");
      await client.executed(cell);
    },
  },
  {
    demand: "a crash of user code costs the variables, says so, and the kernel goes on",
    run: async ({ client, kernel }) => {
      await client.execute("let lostValue = 1; jupyter.openComm('lost').id");
      const { reply, iopub } = await client.execute("process.abort()");
      expect(reply.content["status"]).to.equal("error");
      expect(JSON.stringify(reply.content)).to.match(/variables/);
      expect(summary(iopub)).to.include("comm_close");
      expect((await client.execute("typeof lostValue")).result).to.equal("'undefined'");
      expect(kernel.process.exitCode).to.equal(null);
    },
  },
];
