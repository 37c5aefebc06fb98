import { expect } from "chai";
import * as zeromq from "zeromq";
import { Client } from "../../support/client.ts";
import { ENDLESS, running, summary } from "./probe.ts";
import type { Probe } from "./probe.ts";

/** Order, correlation, identity. */
export const order: readonly Probe[] = [
  {
    demand: "a cell is busy, execute_input, outputs, result, reply, idle, and nothing comes after its idle",
    run: async ({ client }) => {
      const { iopub, reply } = await client.execute("console.log(1); 2");
      expect(summary(iopub)).to.deep.equal(["status busy", "execute_input", "stream", "execute_result", "status idle"]);
      await client.execute("3");
      const ours = client.log.filter(({ parent }) => parent.msg_id === reply.parent.msg_id);
      expect(summary(ours.filter(({ channel }) => channel === "iopub"))).to.deep.equal(summary(iopub));
    },
  },
  {
    demand: "the first message of a request is its busy, and an error is the only output of a cell that fails",
    run: async ({ client }) => {
      const { iopub, outputs } = await client.execute("throw new Error('x')");
      expect(summary(iopub.slice(0, 1))).to.deep.equal(["status busy"]);
      expect(summary(outputs)).to.deep.equal(["error"]);
    },
  },
  {
    demand: "every reply of a cell has its status and count, and every cell has its idle, in a burst too",
    run: async ({ client }) => {
      const ids = Array.from({ length: 20 }, (_, n) => client.submit(String(n)));
      const done = await Promise.all(ids.map((id) => client.executed(id)));
      const counts = done.map(({ reply }) => reply.content["execution_count"] as number);
      expect(counts).to.deep.equal(counts.map((_, n) => counts[0]! + n));
      expect(done.map(({ result }) => result)).to.deep.equal(ids.map((_, n) => String(n)));
    },
  },
  {
    demand: "busy and idle surround every request on shell and on control, and comm messages",
    run: async ({ client }) => {
      for (const channel of ["shell", "control"] as const) {
        const { iopub } = await client.request("kernel_info_request", {}, channel);
        expect(summary(iopub), channel).to.deep.equal(["status busy", "status idle"]);
      }
      const { iopub } = await client.request("interrupt_request", {}, "control");
      expect(summary(iopub)).to.deep.equal(["status busy", "status idle"]);
      const id = client.send("shell", "comm_msg", { comm_id: "nobody", data: {} });
      await client.idle(id);
      expect(summary(client.log.filter(({ parent }) => parent.msg_id === id))).to.deep.equal([
        "status busy",
        "status idle",
      ]);
    },
  },
  {
    demand: "the idle of a completion served during a cell is followed by the busy of that cell",
    run: async ({ client }) => {
      const cell = await running(client, "await new Promise(() => {})");
      const again = client.next(
        ({ content, parent }) => content["execution_state"] === "busy" && parent.msg_id === cell,
      );
      const { reply } = await client.request("complete_request", { code: "Math.ma", cursor_pos: 7 });
      expect(reply.content["matches"]).to.include("max");
      await again;
      await client.request("interrupt_request", {}, "control");
      await client.executed(cell);
    },
  },
  {
    demand: "the parent_header of all that a request causes is a copy of its header",
    run: async ({ client }) => {
      const id = client.submit("console.log(1); 2");
      const { reply, iopub } = await client.exchange(id);
      for (const { parent } of [reply, ...iopub]) {
        expect(parent).to.deep.equal(reply.parent);
        expect(parent).to.include({
          msg_id: id,
          session: client.session,
          msg_type: "execute_request",
          username: "test",
        });
      }
      const welcome = client.log.find(({ type }) => type === "iopub_welcome");
      expect(welcome?.parent).to.deep.equal({});
    },
  },
  {
    demand: "all messages of a kernel's process carry one session, which is not the client's",
    run: async ({ client }) => {
      await client.execute("1");
      const sessions = new Set(client.log.map(({ header }) => header.session));
      expect(sessions.size).to.equal(1);
      expect(sessions.has(client.session)).to.equal(false);
    },
  },
  {
    demand: "every message has an id of its own and a date",
    run: async ({ client }) => {
      for (let n = 0; n < 5; n++) await client.execute("console.log('same')");
      const ids = client.log.map(({ header }) => header.msg_id);
      expect(new Set(ids).size).to.equal(ids.length);
      for (const { header } of client.log) expect(Date.parse(header.date)).to.be.greaterThan(0);
    },
  },
  {
    demand:
      "wrong signatures, foreign JSON, broken and missing frames are dropped, on every channel, and the kernel lives on",
    run: async ({ client }) => {
      const [delimiter, signature, header, ...rest] = client.frames("kernel_info_request", {});
      const bad = [
        [],
        ["x"],
        [delimiter!],
        [delimiter!, signature!],
        [delimiter!, "0".repeat(64), header!, ...rest],
        [delimiter!, "", header!, ...rest],
        [delimiter!, signature!, "{", ...rest],
        [delimiter!, signature!, header!, "[]", "null", "5"],
        [signature!, header!, ...rest],
      ];
      for (const channel of ["shell", "control", "stdin"] as const) {
        for (const frames of bad) client.sendFrames(channel, frames.length === 0 ? [""] : frames);
      }
      const before = client.log.length;
      await client.request("kernel_info_request", {});
      await client.request("kernel_info_request", {}, "control");
      expect(client.log.slice(before).filter(({ type }) => type === "kernel_info_reply").length).to.equal(2);
    },
  },
  {
    demand: "a message sent twice is taken once",
    run: async ({ client }) => {
      const frames = client.frames("execute_request", { code: "1" });
      const { msg_id } = JSON.parse(frames[2]!) as { msg_id: string };
      client.sendFrames("shell", frames);
      client.sendFrames("shell", frames);
      await client.exchange(msg_id);
      await client.request("kernel_info_request", {});
      const replies = client.log.filter(({ type, parent }) => type === "execute_reply" && parent.msg_id === msg_id);
      expect(replies.length).to.equal(1);
    },
  },
  {
    demand: "a reply goes back through all routing frames, however many there are",
    run: async ({ client }) => {
      const frames = client.frames("kernel_info_request", {});
      const answer = client.next(({ type }) => type === "kernel_info_reply");
      client.sendFrames("shell", ["hop one", "hop two", ...frames]);
      expect((await answer).prefix).to.deep.equal(["hop one", "hop two"]);
    },
  },
  {
    demand: "two clients get their own replies and each other's output",
    run: async ({ client, kernel }) => {
      const other = new Client(await kernel.ports());
      await other.ready();
      const id = other.submit("console.log('theirs')");
      await Promise.all([other.executed(id), client.idle(id)]);
      expect(client.log.some(({ channel, parent }) => channel === "shell" && parent.msg_id === id)).to.equal(false);
      expect(client.log.some(({ type, parent }) => type === "stream" && parent.msg_id === id)).to.equal(true);
      other.close();
    },
  },
  {
    demand: "the heart beats while user code never gives way",
    run: async ({ client }) => {
      const cell = await running(client, ENDLESS);
      for (const beat of ["ping", "", "두근"]) expect(await client.beat(beat)).to.equal(beat);
      await client.request("interrupt_request", {}, "control");
      await client.executed(cell);
    },
  },
  {
    demand: "every subscriber is welcomed, with its subscription as the topic frame where it has one",
    run: async ({ kernel }) => {
      const info = await kernel.ports();
      for (const topic of ["", "kernel"]) {
        const socket = new zeromq.Subscriber({ linger: 0 });
        socket.connect(`tcp://127.0.0.1:${info["iopub_port"]}`);
        socket.subscribe(topic);
        const frames = (await socket.receive()).map(String);
        socket.close();
        const at = frames.indexOf("<IDS|MSG>");
        expect(frames.slice(0, at)).to.deep.equal(topic === "" ? [] : [topic]);
        expect(JSON.parse(frames[at + 2]!)).to.include({ msg_type: "iopub_welcome" });
        expect(JSON.parse(frames[at + 3]!)).to.deep.equal({});
        expect(JSON.parse(frames[at + 5]!)).to.deep.equal({ subscription: topic });
      }
    },
  },
];
