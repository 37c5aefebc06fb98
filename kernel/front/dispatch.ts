/**
 * What to do for each message, and the busy and idle around it. Takes a `send` function, so that nearly everything is tested
 * without a socket. Cells run in their order; everything else is answered at once, also while a cell is busy.
 */
import type { Completion, Inspection, Language, LiveValues } from "../language/types.ts";
import { toCodePoints, toUtf16 } from "./code-points.ts";
import { closing, Comms } from "./comms.ts";
import { Execution } from "./execution.ts";
import type { HistoryStore } from "./history.ts";
import { Input } from "./input.ts";
import { Lazy } from "./lazy.ts";
import { Output } from "./output.ts";
import { replyType } from "./protocol.ts";
import type { Channel, ErrorReply, Header, Incoming, KernelInfo, Outgoing, Replies, ReplyContent } from "./protocol.ts";
import type { Request, Requests, RequestType, Send } from "./protocol.ts";
import { ContentError, isRequestType, readContent } from "./requests.ts";
import type { CommMessage, DisplayContent, Runner, RunnerEvents } from "./runner.ts";
import { within } from "./wait.ts";

/** Front ends give up after 2 s or more; a late completion helps nobody. */
const ANSWER_WAIT_MS = 1900;
/** So many cells, and so many comm messages, are remembered for output that comes late. */
const REMEMBERED = 1000;

export interface DispatchParts {
  readonly send: Send;
  /** Called at the first need, and again only if it failed. */
  readonly loadLanguage: () => Promise<Language>;
  readonly startRunner: (events: RunnerEvents) => Promise<Runner>;
  readonly openHistory: () => Promise<HistoryStore>;
  readonly info: KernelInfo;
  readonly ports: Replies["connect_reply"];
  readonly strict: boolean;
  /** Ends the process; called when everything has been answered. */
  readonly exit: () => void;
}

type Handlers = {
  readonly [T in Exclude<RequestType, "execute_request">]: (
    content: Requests[T],
  ) => ReplyContent<T> | Promise<ReplyContent<T>>;
};

export class Dispatch {
  readonly #parts: DispatchParts;
  readonly #send: Send;
  readonly #output: Output;
  readonly #input: Input;
  readonly #comms = new Comms();
  readonly #execution: Execution;
  readonly #cells = new Recent<Request<"execute_request">>();
  readonly #commHeaders = new Recent<Header>();
  #lastCell: Request<"execute_request"> | undefined;
  #control: Promise<void> = Promise.resolve();
  readonly #language: Lazy<Language>;
  readonly #runner: Lazy<Runner>;
  readonly #history: Lazy<HistoryStore>;

  constructor(parts: DispatchParts) {
    this.#parts = parts;
    this.#send = parts.send;
    this.#output = new Output(parts.send);
    this.#input = new Input(parts.send);
    this.#language = new Lazy(parts.loadLanguage);
    this.#runner = new Lazy(() => parts.startRunner(this.#events));
    this.#history = new Lazy(parts.openHistory);
    this.#execution = new Execution({
      send: parts.send,
      output: this.#output,
      language: () => this.#language.get(),
      runner: () => this.#runner.get(),
      record: (n, source, result) => void this.#history.get().then((history) => history.add(n, source, result)),
      variablesLost: () => this.#variablesLost(),
      strict: parts.strict,
    });
  }

  /** Takes a message from a client. */
  receive(channel: Exclude<Channel, "iopub">, message: Incoming): void {
    if (channel === "stdin") {
      if (message.header.msg_type === "input_reply") this.#input.reply(message);
    } else if (channel === "control") {
      // One at a time: overlapping control messages have broken debuggers elsewhere.
      this.#control = this.#control.then(() => this.#take(channel, message));
    } else {
      void this.#take(channel, message);
    }
  }

  /** Loads what the first cell needs. A failure shows when it is needed. */
  warmUp(): void {
    this.#runner.get().catch(() => {});
    this.#language.get().catch(() => {});
  }

  /** Ends what was started. */
  async close(): Promise<void> {
    await Promise.allSettled([
      this.#runner.close((runner) => runner.shutdown()),
      this.#language.close((language) => language.close()),
      this.#history.close((history) => history.close()),
    ]);
  }

  /** Stops the running cell, as `interrupt_request` and SIGINT ask. Does nothing when idle. */
  async interrupt(): Promise<void> {
    const stopped = this.#execution.interrupt();
    // A question that is open would keep the cell from noticing.
    this.#input.cancel();
    await stopped;
  }

  async #take(channel: "shell" | "control", message: Incoming): Promise<void> {
    const type = message.header.msg_type;
    if (isComm(type)) {
      this.#takeComm(type, message);
      return;
    }
    if (type === "execute_request") {
      try {
        const content = readContent("execute_request", message.content);
        this.#remember({ message, channel, content });
        this.#execution.submit({ message, channel, content });
        return;
      } catch (error) {
        if (!(error instanceof ContentError)) throw error;
      }
    }
    await this.#around(message.header, async () => {
      const content = await this.#answer(type, message);
      if (content === undefined) return;
      const { header, identities } = message;
      this.#send({ channel, type: replyType(type), content, parent: header, identities });
    });
    if (type === "shutdown_request") this.#parts.exit();
  }

  async #answer(type: string, message: Incoming): Promise<object | undefined> {
    if (!type.endsWith("_request")) return undefined;
    try {
      if (!isRequestType(type))
        return failure("NotImplementedError", `${type}: this kernel does not know this request`);
      const content = readContent(type, message.content);
      if (type === "execute_request") return undefined;
      return await (this.#handlers[type] as (content: object) => object | Promise<object>)(content);
    } catch (error) {
      return error instanceof Error ? failure(error.name, error.message) : failure("Error", String(error));
    }
  }

  readonly #handlers: Handlers = {
    kernel_info_request: () => this.#parts.info,
    connect_request: () => this.#parts.ports,
    comm_info_request: ({ target_name }) => ({ status: "ok", comms: this.#comms.list(target_name) }),
    history_request: async (query) => ({ status: "ok", history: (await this.#history.get()).query(query) }),
    is_complete_request: async ({ code }) => {
      const { kind, ...rest } = (await this.#language.get()).isComplete(code);
      return { status: kind, ...rest };
    },
    complete_request: async ({ code, cursor_pos }) => {
      const offset = toUtf16(code, cursor_pos);
      const none: Completion = { items: [], start: offset, end: offset };
      const asked = this.#language.get().then((language) => language.complete(code, offset, this.#live));
      const { items, start, end } = await within(
        ANSWER_WAIT_MS,
        asked.catch(() => none),
        none,
      );
      const cursor_start = toCodePoints(code, start);
      const cursor_end = toCodePoints(code, end);
      const types = items.map(({ text, type, signature }) => ({
        text,
        type,
        start: cursor_start,
        end: cursor_end,
        ...(signature === undefined ? {} : { signature }),
      }));
      const matches = items.map(({ text }) => text);
      return { status: "ok", matches, cursor_start, cursor_end, metadata: { _jupyter_types_experimental: types } };
    },
    inspect_request: async ({ code, cursor_pos, detail_level }) => {
      const none: Inspection = { found: false, data: {} };
      const asked = this.#language
        .get()
        .then((language) => language.inspect(code, toUtf16(code, cursor_pos), detail_level, this.#live));
      const { found, data } = await within(
        ANSWER_WAIT_MS,
        asked.catch(() => none),
        none,
      );
      return { status: "ok", found, data, metadata: {} };
    },
    interrupt_request: () => {
      // The reply says that the interrupt is under way; the ladder of the runner may take seconds.
      void this.interrupt();
      return { status: "ok" };
    },
    shutdown_request: ({ restart }) => ({ status: "ok", restart }),
  };

  /** Live values, once there is a runner: completion does not wait for one. */
  readonly #live: LiveValues = {
    members: async (path) => (await this.#runner.get()).live.members(path),
    describe: async (path) => (await this.#runner.get()).live.describe(path),
  };

  readonly #events: RunnerEvents = {
    stream: (parent, name, text) => {
      const header = this.#header(parent);
      return header === undefined ? undefined : this.#output.stream(header, name, text);
    },
    display: (parent, content) => this.#publish(parent, "display_data", whole(content)),
    updateDisplay: (parent, content) => this.#publish(parent, "update_display_data", whole(content)),
    clearOutput: (parent, wait) => this.#publish(parent, "clear_output", { wait }),
    broadcast: (parent, type, content, metadata, buffers) => this.#publish(parent, type, content, metadata, buffers),
    comm: (parent, message) => {
      this.#comms.follow(message);
      // A comm is no output: that of a silent cell is heard too.
      this.#publishComm(this.#cells.get(parent)?.message.header ?? this.#header(parent) ?? {}, message);
    },
    input: async (parent, request) => {
      const cell = this.#cells.get(parent) ?? this.#execution.running;
      if (cell === undefined || !cell.content.allow_stdin) return null;
      await this.#output.drained();
      return this.#input.ask(cell.message, request);
    },
    lost: (reason) => {
      this.#variablesLost();
      void this.#output.stream(this.#lastHeader, "stderr", `${reason}\n`);
    },
  };

  /** A comm that is open gets its message at once, so that widgets work while a cell awaits; an opening keeps its place. */
  #takeComm(type: CommMessage["type"], incoming: Incoming): void {
    const { header, content, metadata, buffers } = incoming;
    const message: CommMessage = { type, content, metadata, buffers };
    const deliver = (): Promise<void> => this.#around(header, () => this.#deliver(header, message));
    if (this.#comms.has(message)) void deliver();
    else this.#execution.inTurn(deliver);
  }

  async #deliver(header: Header, message: CommMessage): Promise<void> {
    this.#comms.follow(message);
    this.#commHeaders.add(header.msg_id, header);
    try {
      const runner = await this.#runner.get();
      runner.comm(header.msg_id, message);
      // Messages keep their order: when this is answered, what the handler sent at once has been heard.
      await runner.comms();
    } catch {
      this.#comms.follow(closing(String(message.content["comm_id"])));
      this.#publishComm(header, closing(String(message.content["comm_id"])));
    }
  }

  #publishComm(parent: Outgoing["parent"], { type, content, metadata, buffers }: CommMessage): void {
    this.#output.message({ type, content, metadata, buffers, parent });
  }

  #publish(parent: string, type: string, content: object, metadata = {}, buffers: readonly Uint8Array[] = []): void {
    const header = this.#header(parent);
    if (header !== undefined) this.#output.message({ type, content, metadata, buffers, parent: header });
  }

  /** The header that output of this request carries; undefined where the request was silent and its output goes nowhere. */
  #header(parent: string): Outgoing["parent"] | undefined {
    const cell = this.#cells.get(parent);
    if (cell === undefined) return this.#commHeaders.get(parent) ?? this.#lastHeader;
    return cell.content.silent ? undefined : cell.message.header;
  }

  /** Output that names no cell belongs to the newest one: front ends drop what has no parent. */
  get #lastHeader(): Outgoing["parent"] {
    return (this.#execution.running ?? this.#lastCell)?.message.header ?? {};
  }

  #remember(request: Request<"execute_request">): void {
    this.#lastCell = request;
    this.#cells.add(request.message.header.msg_id, request);
  }

  #variablesLost(): void {
    void this.#language.get().then((language) => language.reset());
    for (const message of this.#comms.closeAll()) this.#publishComm(this.#lastHeader, message);
    this.#input.cancel();
  }

  async #around(header: Header, work: () => Promise<void>): Promise<void> {
    this.#status(header, "busy");
    await work();
    this.#idle(header);
  }

  #idle(header: Header): void {
    this.#status(header, "idle");
    this.#output.countAnew();
    // Front ends take any idle for the kernel's; the cell that still runs says that it does.
    const running = this.#execution.running?.message.header;
    if (running !== undefined) this.#status(running, "busy");
  }

  #status(parent: Header, execution_state: "busy" | "idle"): void {
    this.#send({ channel: "iopub", type: "status", content: { execution_state }, parent });
  }
}

/** The newest entries of a map. */
class Recent<T> {
  readonly #entries = new Map<string, T>();

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  add(key: string, value: T): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= REMEMBERED) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      break;
    }
  }
}

function isComm(type: string): type is CommMessage["type"] {
  return type === "comm_open" || type === "comm_msg" || type === "comm_close";
}

/** Front ends read these fields without a look whether they are there. */
function whole({ data, metadata, transient }: DisplayContent): DisplayContent {
  return { data, metadata: metadata ?? {}, transient: transient ?? {} };
}

function failure(ename: string, evalue: string): ErrorReply {
  return { status: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
