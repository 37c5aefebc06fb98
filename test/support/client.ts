/**
 * A Jupyter client over zeromq, for tests of a kernel's process. It uses no timers: everything waits for the message that must come, and
 * mocha's own time-out ends a test if it never does.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zeromq from "zeromq";

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export interface Message {
  readonly channel: "shell" | "control" | "stdin" | "iopub";
  readonly type: string;
  readonly header: Header;
  readonly parent: Partial<Header>;
  readonly metadata: Record<string, unknown>;
  readonly content: Content;
  readonly buffers: readonly Uint8Array[];
  /** Frames before the delimiter: the topic on iopub, routing frames elsewhere. */
  readonly prefix: readonly string[];
}

/** Contents differ by type, so each test names the fields that it expects. */
export type Content = Record<string, unknown>;

export interface Exchange {
  readonly reply: Message;
  /** Iopub messages whose parent is the request, including its busy and idle. */
  readonly iopub: readonly Message[];
}

export interface Execution extends Exchange {
  /** The same without status and execute_input. */
  readonly outputs: readonly Message[];
  readonly stdout: string;
  readonly stderr: string;
  /** text/plain of the result. */
  readonly result: unknown;
}

export interface ExecuteOptions {
  readonly silent?: boolean;
  readonly store_history?: boolean;
  readonly user_expressions?: Record<string, string>;
  readonly allow_stdin?: boolean;
  readonly stop_on_error?: boolean;
  readonly metadata?: object;
}

export interface KernelOptions {
  /** Program and arguments, to which the path of the connection file is appended. */
  readonly command?: readonly string[];
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly key?: string;
  readonly transport?: "tcp" | "ipc";
  readonly ip?: string;
}

const KERNEL = join(import.meta.dirname, "..", "..", "kernel", "front", "main.ts");

/** A kernel's process with its folder: connection file, working directory, data directory. */
export class KernelProcess {
  readonly process: ChildProcess;
  readonly folder: string;
  readonly connectionFile: string;
  /** Everything the process itself wrote to stderr; a good kernel writes nothing. */
  stderr = "";
  readonly exited: Promise<number | null>;

  constructor(options: KernelOptions = {}, folder = mkdtempSync(join(tmpdir(), "kernel-")), connectionFile?: string) {
    this.folder = folder;
    this.connectionFile = connectionFile ?? join(folder, "connection.json");
    if (connectionFile === undefined) {
      const info = {
        transport: options.transport ?? "tcp",
        ip: options.ip ?? "127.0.0.1",
        key: options.key ?? randomUUID(),
        signature_scheme: "hmac-sha256",
        ...portsFor(options),
      };
      writeFileSync(this.connectionFile, JSON.stringify(info));
    }
    const [program, ...words] = options.command ?? [process.execPath, KERNEL];
    this.process = spawn(program!, [...words, this.connectionFile], {
      cwd: options.cwd ?? folder,
      env: {
        ...process.env,
        JUPYTER_DATA_DIR: join(folder, "data"),
        JPY_PARENT_PID: String(process.pid),
        ...options.env,
      },
      stdio: ["ignore", "ignore", "pipe"],
      // In its own process group, as jupyter_client starts it.
      detached: true,
    });
    this.process.stderr!.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.exited = new Promise((resolve) => this.process.once("exit", (code) => resolve(code)));
  }

  /** The connection file with all ports; waits if the kernel chooses them itself. */
  async ports(): Promise<Record<string, string | number>> {
    for (;;) {
      const info = JSON.parse(readFileSync(this.connectionFile, "utf8")) as Record<string, string | number>;
      if (info["hb_port"] !== 0) return info;
      if (this.process.exitCode !== null) throw new Error(`the kernel ended at its start: ${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGKILL");
      await this.exited;
    }
    // A runner that is ending may still write there.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A port of 0 lets the kernel choose a free one; ipc uses names instead. */
function portsFor(options: KernelOptions): Record<string, number> {
  const port = (n: number): number => (options.transport === "ipc" ? n : 0);
  return { shell_port: port(1), iopub_port: port(2), stdin_port: port(3), control_port: port(4), hb_port: port(5) };
}

type Waiter = { readonly wants: (message: Message) => boolean; readonly resolve: (message: Message) => void };

export class Client {
  readonly session = randomUUID();
  readonly #key: string;
  readonly #address: (port: string) => string;
  readonly #shell: zeromq.Dealer;
  readonly #control: zeromq.Dealer;
  readonly #stdin: zeromq.Dealer;
  readonly #iopub: zeromq.Subscriber;
  #waiters: Waiter[] = [];
  #sending: Promise<unknown> = Promise.resolve();
  /** Every message so far, in the order of arrival on each socket. */
  readonly log: Message[] = [];

  constructor(info: Record<string, string | number>, identity = randomUUID()) {
    this.#key = String(info["key"]);
    const separator = info["transport"] === "ipc" ? "-" : ":";
    this.#address = (port) => `${info["transport"]}://${info["ip"]}${separator}${info[port]}`;
    this.#shell = this.#dealer("shell_port", identity);
    this.#control = this.#dealer("control_port", identity);
    this.#stdin = this.#dealer("stdin_port", identity);
    this.#iopub = new zeromq.Subscriber({ linger: 0, receiveHighWaterMark: 0 });
    this.#iopub.connect(this.#address("iopub_port"));
    this.#iopub.subscribe();
    void this.#read("shell", this.#shell);
    void this.#read("control", this.#control);
    void this.#read("stdin", this.#stdin);
    void this.#read("iopub", this.#iopub);
  }

  /** Resolves when the kernel has answered and iopub is connected. */
  async ready(): Promise<Message> {
    if (!this.log.some((message) => message.type === "iopub_welcome")) {
      await this.next((message) => message.type === "iopub_welcome");
    }
    return (await this.request("kernel_info_request", {})).reply;
  }

  /** Sends a message; returns its id. */
  send(channel: "shell" | "control" | "stdin", type: string, content: object, more: SendOptions = {}): string {
    const header = {
      msg_id: more.id ?? randomUUID(),
      msg_type: type,
      session: this.session,
      username: "test",
      date: new Date().toISOString(),
      version: "5.4",
    };
    const parts = [header, more.parent ?? {}, more.metadata ?? {}, content].map((part) => JSON.stringify(part));
    this.sendFrames(channel, ["<IDS|MSG>", sign(this.#key, parts), ...parts, ...(more.buffers ?? [])]);
    return header.msg_id;
  }

  /** Sends any frames, including those that a good client never sends. */
  sendFrames(channel: "shell" | "control" | "stdin", frames: readonly (string | Uint8Array)[]): void {
    const socket = { shell: this.#shell, control: this.#control, stdin: this.#stdin }[channel];
    this.#sending = this.#sending.then(() => socket.send(frames as string[]));
  }

  /** The frames of a signed message, to be modified or sent as they are. */
  frames(type: string, content: object): string[] {
    const header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.session,
      username: "test",
      date: new Date().toISOString(),
      version: "5.4",
    };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    return ["<IDS|MSG>", sign(this.#key, parts), ...parts];
  }

  /** The four parts of a message, preceded by delimiter and signature. */
  signed(parts: readonly string[]): string[] {
    return ["<IDS|MSG>", sign(this.#key, parts), ...parts];
  }

  /** The next message that matches. */
  next(wants: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => this.#waiters.push({ wants, resolve }));
  }

  /** Waits for the idle of a request, when everything about it has been sent. */
  idle(id: string): Promise<Message> {
    return this.next((message) => isIdle(message, id));
  }

  /** The reply and the iopub messages of a request that was sent. */
  async exchange(id: string): Promise<Exchange> {
    const found = (wants: (message: Message) => boolean): Promise<Message> => {
      const there = this.log.find(wants);
      return there === undefined ? this.next(wants) : Promise.resolve(there);
    };
    const [reply] = await Promise.all([
      found((message) => message.channel !== "iopub" && message.channel !== "stdin" && message.parent.msg_id === id),
      found((message) => isIdle(message, id)),
    ]);
    return { reply, iopub: this.log.filter((message) => message.channel === "iopub" && message.parent.msg_id === id) };
  }

  request(type: string, content: object, channel: "shell" | "control" = "shell"): Promise<Exchange> {
    return this.exchange(this.send(channel, type, content));
  }

  submit(code: string, { metadata = {}, ...options }: ExecuteOptions = {}): string {
    const defaults = {
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    };
    return this.send("shell", "execute_request", { code, ...defaults, ...options }, { metadata });
  }

  async execute(code: string, options: ExecuteOptions = {}): Promise<Execution> {
    return read(await this.exchange(this.submit(code, options)));
  }

  async executed(id: string): Promise<Execution> {
    return read(await this.exchange(id));
  }

  /** Sends one heartbeat; returns what came back. */
  async beat(text: string): Promise<string> {
    const socket = new zeromq.Request({ linger: 0 });
    socket.connect(this.#address("hb_port"));
    await socket.send(text);
    const [echo] = await socket.receive();
    socket.close();
    return String(echo);
  }

  close(): void {
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub]) socket.close();
  }

  #dealer(port: string, identity: string): zeromq.Dealer {
    const socket = new zeromq.Dealer({ linger: 0, routingId: identity });
    socket.connect(this.#address(port));
    return socket;
  }

  async #read(channel: Message["channel"], socket: zeromq.Dealer | zeromq.Subscriber): Promise<void> {
    for await (const frames of socket as AsyncIterable<Buffer[]>) {
      const message = parse(this.#key, channel, frames);
      this.log.push(message);
      const served = this.#waiters.filter((waiter) => waiter.wants(message));
      this.#waiters = this.#waiters.filter((waiter) => !served.includes(waiter));
      for (const waiter of served) waiter.resolve(message);
    }
  }
}

export interface SendOptions {
  readonly id?: string;
  readonly parent?: object;
  readonly metadata?: object;
  readonly buffers?: readonly Uint8Array[];
}

/** A kernel and a client that it has answered. */
export interface Connected {
  readonly kernel: KernelProcess;
  readonly client: Client;
}

export async function startKernel(options: KernelOptions = {}): Promise<Connected> {
  const kernel = new KernelProcess(options);
  const client = new Client(await kernel.ports());
  await client.ready();
  return { kernel, client };
}

export async function stopKernel({ kernel, client }: Connected): Promise<void> {
  client.close();
  await kernel.stop();
}

export function sign(key: string, parts: readonly string[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function isIdle(message: Message, id: string): boolean {
  return message.type === "status" && message.content["execution_state"] === "idle" && message.parent.msg_id === id;
}

function read(exchange: Exchange): Execution {
  const outputs = exchange.iopub.filter(({ type }) => type !== "status" && type !== "execute_input");
  const text = (name: string): string =>
    outputs
      .filter(({ type, content }) => type === "stream" && content["name"] === name)
      .map(({ content }) => String(content["text"]))
      .join("");
  const result = outputs.find(({ type }) => type === "execute_result");
  const data = result?.content["data"] as Record<string, unknown> | undefined;
  return { ...exchange, outputs, stdout: text("stdout"), stderr: text("stderr"), result: data?.["text/plain"] };
}

/** The last frames that a signature covers, and what follows them; a wrong signature from the kernel fails the test loudly. */
function parse(key: string, channel: Message["channel"], frames: readonly Buffer[]): Message {
  const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
  const [signature, ...parts] = frames.slice(at + 1);
  const texts = parts.slice(0, 4).map(String);
  if (String(signature) !== sign(key, texts)) throw new Error(`the kernel signed a message on ${channel} wrongly`);
  const [header, parent, metadata, content] = texts.map((text) => JSON.parse(text) as unknown);
  return {
    channel,
    type: (header as Header).msg_type,
    header: header as Header,
    parent: parent as Partial<Header>,
    metadata: metadata as Record<string, unknown>,
    content: content as Content,
    buffers: parts.slice(4),
    prefix: frames.slice(0, at).map(String),
  };
}
