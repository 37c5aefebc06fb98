/** A dispatch without sockets, processes or a compiler: functions play the cells, and sent messages are collected in a list. */
import { randomUUID } from "node:crypto";
import type { CompiledCell, Diagnostic, Language } from "../../kernel/contract/language.ts";
import { Dispatch } from "../../kernel/front/dispatch.ts";
import { History } from "../../kernel/front/history.ts";
import type { Header, Incoming, KernelInfo, Outgoing } from "../../kernel/front/protocol.ts";
import type {
  CommMessage,
  ExecuteOutcome,
  ExecuteRequest,
  Runner,
  RunnerEvents,
} from "../../kernel/contract/runner.ts";

export interface Stage {
  readonly request: ExecuteRequest;
  readonly events: RunnerEvents;
  /** Resolves when the cell is interrupted. */
  readonly interrupted: Promise<void>;
}

/** What a cell does, by its source. */
export type Scene = (stage: Stage) => ExecuteOutcome | Promise<ExecuteOutcome>;

export const ok = (text?: string): ExecuteOutcome => ({
  kind: "ok",
  ...(text === undefined ? {} : { result: { data: { "text/plain": text }, metadata: {} } }),
  userExpressions: {},
  payload: [],
});

export const failed = (evalue = "boom", variablesLost = false): ExecuteOutcome => ({
  kind: "error",
  ename: "Error",
  evalue,
  traceback: [`Error: ${evalue}`],
  variablesLost,
});

export interface TheatreOptions {
  readonly scenes?: Readonly<Record<string, Scene>>;
  readonly language?: Partial<Language>;
  readonly strict?: boolean;
  readonly check?: "show" | "wait" | "off";
}

const info: KernelInfo = {
  status: "ok",
  protocol_version: "5.5",
  implementation: "test",
  implementation_version: "1",
  language_info: {
    name: "typescript",
    version: "7",
    mimetype: "application/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
  banner: "",
  help_links: [],
  debugger: false,
  supported_features: [],
};

export class Theatre {
  readonly sent: Outgoing[] = [];
  readonly dispatch: Dispatch;
  readonly comms: CommMessage[] = [];
  exits = 0;
  resets = 0;
  committed: string[] = [];
  interrupts = 0;
  events: RunnerEvents | undefined;
  #watchers: { readonly seen: (message: Outgoing) => boolean; readonly resolve: (message: Outgoing) => void }[] = [];

  constructor(options: TheatreOptions = {}) {
    this.dispatch = new Dispatch({
      send: (message) => this.#sent(message),
      loadLanguage: () => Promise.resolve(this.#language(options.language ?? {})),
      startRunner: (events) => Promise.resolve(this.#runner(events, options.scenes ?? {})),
      openHistory: () => Promise.resolve(History.open("/dev/null/not-a-folder")),
      info,
      ports: { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 },
      strict: options.strict ?? false,
      check: options.check ?? "show",
      exit: () => this.exits++,
    });
  }

  /** Passes a request to dispatch; returns its id. */
  request(type: string, content: object, channel: "shell" | "control" | "stdin" = "shell", metadata = {}): Incoming {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: "client",
      username: "test",
      date: new Date().toISOString(),
      version: "5.4",
    };
    const identities = [Buffer.from("client"), Buffer.from("hop")];
    const message: Incoming = { identities, header, parentHeader: {}, metadata, content: { ...content }, buffers: [] };
    this.dispatch.receive(channel, message);
    return message;
  }

  /** Runs a request until its idle; returns what was sent for it. */
  async ask(type: string, content: object, channel: "shell" | "control" = "shell", metadata = {}): Promise<Outgoing[]> {
    return this.answered(this.request(type, content, channel, metadata));
  }

  execute(code: string, options: object = {}, metadata = {}): Promise<Outgoing[]> {
    return this.ask("execute_request", { code, ...options }, "shell", metadata);
  }

  async answered(request: Incoming): Promise<Outgoing[]> {
    await this.until((message) => isIdle(message) && parentOf(message) === request.header.msg_id);
    return this.about(request);
  }

  about(request: Incoming): Outgoing[] {
    return this.sent.filter((message) => parentOf(message) === request.header.msg_id);
  }

  /** Resolves with the first message that matches, whether already sent or not. */
  until(seen: (message: Outgoing) => boolean): Promise<Outgoing> {
    const there = this.sent.find(seen);
    if (there !== undefined) return Promise.resolve(there);
    return new Promise((resolve) => this.#watchers.push({ seen, resolve }));
  }

  #sent(message: Outgoing): void {
    this.sent.push(message);
    for (const watcher of this.#watchers) if (watcher.seen(message)) watcher.resolve(message);
  }

  #language(own: Partial<Language>): Language {
    return {
      compile: (source, n) => ({ kind: "compiled", cell: compiled(source, n) }),
      isComplete: () => ({ kind: "complete" }),
      asTypeScript: () => Promise.resolve(undefined),
      check: () => Promise.resolve([]),
      commit: (source) => void this.committed.push(source),
      complete: (_source, offset) => Promise.resolve({ items: [], start: offset, end: offset }),
      inspect: () => Promise.resolve({ found: false, data: {} }),
      reset: () => void this.resets++,
      close: () => Promise.resolve(),
      ...own,
    };
  }

  #runner(events: RunnerEvents, scenes: Readonly<Record<string, Scene>>): Runner {
    this.events = events;
    let stop = (): void => {};
    return {
      execute: async (request) => {
        const interrupted = new Promise<void>((resolve) => (stop = resolve));
        return (scenes[request.cell.source] ?? (() => ok()))({ request, events, interrupted });
      },
      interrupt: () => {
        this.interrupts++;
        stop();
        return Promise.resolve();
      },
      comm: (_parent, message) => void this.comms.push(message),
      comms: () => Promise.resolve({}),
      live: { members: () => Promise.resolve([]), describe: () => Promise.resolve(undefined) },
      usage: () => undefined,
      shutdown: () => Promise.resolve(),
    };
  }
}

/** `status busy`, `stream`, `execute_reply ok` and so on: an exchange on one line. */
export function summary(messages: readonly Outgoing[]): string[] {
  return messages.map(({ type, content }) => {
    const { execution_state, status } = content as { execution_state?: string; status?: string };
    return [type, execution_state ?? status].filter((word) => word !== undefined).join(" ");
  });
}

export function diagnostic(message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const at = { line: 1, column: 1 };
  return { severity: "error", code: 2322, message, start: at, end: { line: 1, column: 2 }, ...more };
}

/** A compiled cell in the form that a theatre's scenes read. */
export function compiled(source: string, n: number): CompiledCell {
  return { n, source, code: source, mappings: "", names: [], isAsync: false, bindings: [] };
}

export function content(messages: readonly Outgoing[], type: string): Record<string, unknown> {
  const found = messages.find((message) => message.type === type);
  if (found === undefined) throw new Error(`no ${type} among ${summary(messages).join(", ")}`);
  return found.content as Record<string, unknown>;
}

function isIdle({ type, content: body }: Outgoing): boolean {
  return type === "status" && (body as { execution_state: string }).execution_state === "idle";
}

function parentOf(message: Outgoing): string | undefined {
  return message.parent["msg_id"];
}
