/**
 * Decides what to do with each message, and sends the busy and idle around it. It takes a `send` function, so nearly everything can be
 * tested without a socket. Cells run in order; everything else is answered at once, even while a cell runs.
 */
import type { Language } from "../contract/language.ts";
import { createAnswer, failure } from "./answers.ts";
import type { Answer } from "./answers.ts";
import { closing, CommTable } from "./comm-table.ts";
import { type CheckMode, Execution } from "./execution.ts";
import type { HistoryStore } from "./history.ts";
import { Input } from "./input.ts";
import { Lazy } from "./lazy.ts";
import { Output } from "./output.ts";
import { reportInternal } from "./internal-errors.ts";
import { Parents } from "./parents.ts";
import { replyType } from "./protocol.ts";
import type { Channel, Header, Incoming, KernelInfo, Replies, Send } from "./protocol.ts";
import { ContentError, readContent } from "./requests.ts";
import type { CommMessage, Runner, RunnerEvents } from "../contract/runner.ts";
import { createRunnerEvents, publishComm } from "./runner-events.ts";

export interface DispatchParts {
  readonly send: Send;
  readonly loadLanguage: () => Promise<Language>;
  readonly startRunner: (events: RunnerEvents) => Promise<Runner>;
  readonly openHistory: () => Promise<HistoryStore>;
  readonly info: KernelInfo;
  readonly ports: Replies["connect_reply"];
  /** Every cell is checked before it runs, not only those with the tag `strict`. */
  readonly strict: boolean;
  readonly check: CheckMode;
  /** Ends the process; called when everything has been answered. */
  readonly exit: () => void;
}

export class Dispatch {
  readonly #send: Send;
  readonly #exit: () => void;
  readonly #output: Output;
  readonly #input: Input;
  readonly #comms = new CommTable();
  readonly #parents: Parents;
  readonly #execution: Execution;
  readonly #answer: Answer;
  readonly #language: Lazy<Language>;
  readonly #runner: Lazy<Runner>;
  readonly #history: Lazy<HistoryStore>;
  #control: Promise<void> = Promise.resolve();

  constructor({ send, strict, check, exit, ...parts }: DispatchParts) {
    this.#send = send;
    this.#exit = exit;
    this.#output = new Output(send);
    this.#input = new Input(send);
    this.#parents = new Parents(() => this.#execution.running);
    const variablesLost = (): void => this.#variablesLost();
    const events = createRunnerEvents({
      output: this.#output,
      input: this.#input,
      comms: this.#comms,
      parents: this.#parents,
      variablesLost,
    });
    this.#language = new Lazy(parts.loadLanguage);
    this.#runner = new Lazy(() => parts.startRunner(events));
    this.#history = new Lazy(parts.openHistory);
    this.#execution = new Execution({
      send,
      output: this.#output,
      language: () => this.#language.get(),
      runner: () => this.#runner.get(),
      record: (n, source, result) => void this.#record(n, source, result),
      variablesLost,
      strict,
      check,
    });
    this.#answer = createAnswer({
      language: this.#language,
      runner: this.#runner,
      history: this.#history,
      comms: this.#comms,
      info: parts.info,
      ports: parts.ports,
      interrupt: () => this.interrupt(),
    });
  }

  /** Takes a message from a client. */
  receive(channel: Exclude<Channel, "iopub">, message: Incoming): void {
    if (channel === "stdin") {
      if (message.header.msg_type === "input_reply") this.#input.reply(message);
    } else if (channel === "control") {
      // One at a time: overlapping control messages have broken debuggers elsewhere.
      this.#control = this.#control.then(() => this.#safely(channel, message));
    } else {
      void this.#safely(channel, message);
    }
  }

  /** Starts the runner, which uses another processor. If it fails, the error shows when the runner is first needed. */
  startRunner(): void {
    this.#runner.get().catch(() => {});
  }

  /** Loads what the first cell needs. If that fails, the error shows when it is first needed. */
  warmUp(): void {
    this.startRunner();
    this.#language.get().catch(() => {});
  }

  /** Ends everything that was started. */
  async close(): Promise<void> {
    await Promise.allSettled([
      this.#runner.ifMade((runner) => runner.shutdown()),
      this.#language.ifMade((language) => language.close()),
      this.#history.ifMade((history) => history.close()),
    ]);
  }

  /** Stops the running cell, for `interrupt_request` and SIGINT. If no cell runs, stops whatever else keeps the runner busy. */
  async interrupt(): Promise<void> {
    // No cell runs, but code that earlier cells left running may keep the next cell from starting.
    if (this.#execution.running === undefined) await this.#runner.ifMade((runner) => runner.interrupt());
    const stopped = this.#execution.interrupt();
    // An open input question would keep the cell from noticing the interrupt.
    this.#input.cancel();
    await stopped;
  }

  /** Handles one message so that its failure does not stop the messages behind it. Never rejects. */
  async #safely(channel: "shell" | "control", message: Incoming): Promise<void> {
    try {
      await this.#take(channel, message);
    } catch (error) {
      reportInternal(error);
    }
  }

  async #take(channel: "shell" | "control", message: Incoming): Promise<void> {
    const type = message.header.msg_type;
    if (message.oversized !== undefined) await this.#refuse(channel, message, message.oversized);
    else if (type === "execute_request") await this.#takeCell(channel, message);
    else if (isComm(type)) this.#takeComm(type, message);
    else if (type.endsWith("_request")) {
      await this.#around(message.header, async () => {
        this.#reply(channel, message, await this.#answer(type, message.content));
      });
      if (type === "shutdown_request") this.#exit();
    }
  }

  async #refuse(channel: "shell" | "control", message: Incoming, bytes: number): Promise<void> {
    const { msg_type } = message.header;
    if (!msg_type.endsWith("_request")) return;
    await this.#around(message.header, async () => {
      const reason = `${msg_type}: a content of ${bytes.toLocaleString("en-US")} bytes is too large. Put data into a file`;
      this.#reply(channel, message, failure("ContentError", reason));
      await Promise.resolve();
    });
  }

  async #takeCell(channel: "shell" | "control", message: Incoming): Promise<void> {
    try {
      const cell = { message, channel, content: readContent("execute_request", message.content) };
      this.#parents.addCell(cell);
      this.#execution.submit(cell);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      await this.#around(message.header, async () => {
        this.#reply(channel, message, failure(error.name, error.message));
        await Promise.resolve();
      });
    }
  }

  /** An open comm gets its message at once, so that widgets work while a cell awaits; a `comm_open` keeps its place among the cells. */
  #takeComm(type: CommMessage["type"], { header, content, metadata, buffers }: Incoming): void {
    const message: CommMessage = { type, content, metadata, buffers };
    const deliver = (): Promise<void> => this.#around(header, () => this.#deliver(header, message));
    if (this.#comms.has(message)) void deliver();
    else this.#execution.inTurn(deliver);
  }

  async #deliver(header: Header, message: CommMessage): Promise<void> {
    this.#comms.follow(message);
    this.#parents.addComm(header);
    try {
      const runner = await this.#runner.get();
      runner.comm(header.msg_id, message);
      // Messages keep their order: when this question is answered, everything the handler sent synchronously has arrived.
      await runner.comms();
    } catch {
      const refusal = closing(String(message.content["comm_id"]));
      this.#comms.follow(refusal);
      void publishComm(this.#output, header, refusal);
    }
  }

  /** If the history cannot be opened, only this entry is lost; the kernel goes on. */
  async #record(n: number, source: string, result: string | undefined): Promise<void> {
    const history = await this.#history.get().catch(() => undefined);
    history?.add(n, source, result);
  }

  #variablesLost(): void {
    void this.#language.ifMade((language) => language.reset());
    for (const message of this.#comms.closeAll()) void publishComm(this.#output, this.#parents.last, message);
    this.#input.cancel();
  }

  #reply(channel: "shell" | "control", { header, identities }: Incoming, content: object): void {
    this.#send({ channel, type: replyType(header.msg_type), content, parent: header, identities });
  }

  async #around(header: Header, work: () => Promise<void>): Promise<void> {
    this.#status(header, "busy");
    await work();
    this.#status(header, "idle");
    this.#output.countAnew();
    // Front ends take any idle to mean that the kernel is idle, so the running cell's busy is sent again.
    const running = this.#execution.running?.message.header;
    if (running !== undefined) this.#status(running, "busy");
  }

  #status(parent: Header, execution_state: "busy" | "idle"): void {
    this.#send({ channel: "iopub", type: "status", content: { execution_state }, parent });
  }
}

function isComm(type: string): type is CommMessage["type"] {
  return type === "comm_open" || type === "comm_msg" || type === "comm_close";
}
