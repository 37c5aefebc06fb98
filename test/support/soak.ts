/**
 * A kernel's long day, generated from a seed: cells with values, errors, streams, displays, comms, input, interrupts, crashes and
 * restarts. A model knows what every cell must return; every request must have its busy, exactly one reply and its idle, and every message
 * must belong to a request.
 */
import { readFileSync } from "node:fs";
import { Client, KernelProcess } from "./client.ts";
import type { Execution, Message } from "./client.ts";

export interface SoakOptions {
  readonly seed: number;
  readonly cells: number;
  /** The kernel, as in `KernelProcess`; from its source by default. */
  readonly command?: readonly string[];
  /** Called every `sampleEvery` cells. */
  readonly sample?: (sample: Sample) => void;
  readonly sampleEvery?: number;
}

/** Memory in MB; Linux only, else absent. */
export interface Sample {
  readonly cells: number;
  readonly front: number | undefined;
  readonly runner: number | undefined;
  readonly restarts: number;
}

export interface SoakReport {
  readonly done: Readonly<Record<string, number>>;
  /** What went wrong, with the cell's number. */
  readonly complaints: readonly string[];
}

type Kind = keyof typeof WEIGHTS;

/** How often each kind occurs in a thousand cells. */
const WEIGHTS = {
  value: 300,
  stream: 150,
  error: 100,
  display: 100,
  typeError: 50,
  silent: 40,
  late: 40,
  comm: 40,
  input: 40,
  burst: 40,
  completion: 40,
  interruptLoop: 20,
  interruptAwait: 20,
  crash: 10,
  restart: 10,
} as const;

export async function soak(options: SoakOptions): Promise<SoakReport> {
  const day = new Day(options);
  await day.run();
  return { done: day.done, complaints: day.complaints };
}

class Day {
  readonly done: Record<string, number> = {};
  readonly complaints: string[] = [];
  readonly #options: SoakOptions;
  readonly #random: () => number;
  #kernel: KernelProcess;
  #client!: Client;
  #cell = 0;
  #restarts = 0;
  /** What the variable `total` must hold. */
  #total = 0;
  #requests = new Set<string>();

  constructor(options: SoakOptions) {
    this.#options = options;
    this.#random = mulberry32(options.seed);
    this.#kernel = new KernelProcess(this.#kernelOptions());
  }

  async run(): Promise<void> {
    await this.#connect();
    try {
      for (this.#cell = 1; this.#cell <= this.#options.cells; this.#cell++) {
        const kind = this.#draw();
        this.done[kind] = (this.done[kind] ?? 0) + 1;
        await this.#kinds[kind]();
        if (this.#cell % 10 === 0) await this.#checkTotal();
        if (this.#cell % 50 === 0) this.#checkLog();
        if (this.#cell % (this.#options.sampleEvery ?? Infinity) === 0) await this.#sample();
      }
      this.#checkLog();
      if (this.#kernel.stderr !== "") this.#complain(`stderr: ${this.#kernel.stderr}`);
    } finally {
      this.#client.close();
      await this.#kernel.stop();
    }
  }

  readonly #kinds: Readonly<Record<Kind, () => Promise<void>>> = {
    value: async () => {
      const n = this.#integer(1000);
      this.#total += n;
      const { result } = await this.#execute(`total += ${n}; const v${this.#cell} = { n: ${n} }; v${this.#cell}.n * 2`);
      this.#expect(result, String(2 * n), "value");
    },
    stream: async () => {
      const lines = this.#integer(2000);
      const { stdout, stderr } = await this.#execute(
        `for (let i = 0; i < ${lines}; i++) console.log("line " + i); console.error("end")`,
      );
      this.#expect(stdout, Array.from({ length: lines }, (_, n) => `line ${n}\n`).join(""), "stdout");
      this.#expect(stderr, "end\n", "stderr");
    },
    error: async () => {
      this.#total++;
      const { reply } = await this.#execute(`total++; throw new RangeError("cell ${this.#cell}")`);
      this.#expect(reply.content["evalue"], `cell ${this.#cell}`, "evalue");
    },
    display: async () => {
      const id = `spot ${this.#cell}`;
      const { outputs } = await this.#execute(
        `const show = (t: string, update: boolean) => jupyter.display({ "text/plain": t }, { raw: true, display_id: "${id}", update })
         await show("one", false); await show("two", true)`,
      );
      this.#expect(outputs.map(({ type }) => type).join(), "display_data,update_display_data", "displays");
    },
    typeError: async () => {
      const { reply } = await this.#execute(`const wrong${this.#cell}: number = "text"`);
      this.#expect(reply.content["status"], "ok", "a cell with a type error");
    },
    silent: async () => {
      this.#total += 2;
      const { outputs } = await this.#execute("total += 2; console.log('unheard'); total", { silent: true });
      this.#expect(outputs.length, 0, "outputs of a silent cell");
    },
    late: async () => {
      const text = `late ${this.#cell}\n`;
      const heard = this.#client.next(({ type, content }) => type === "stream" && content["text"] === text);
      const { reply } = await this.#execute(`setTimeout(() => console.log(${JSON.stringify(text.trim())}), 5); 0`);
      this.#expect((await heard).parent.msg_id, reply.parent.msg_id, "parent of late output");
    },
    comm: async () => {
      const opened = await this.#execute(
        `const comm${this.#cell} = jupyter.openComm("soak"); comm${this.#cell}.onMessage(({ data }) => comm${this.#cell}.send(data)); 0`,
      );
      const { comm_id } = opened.outputs.find(({ type }) => type === "comm_open")?.content ?? {};
      const echo = this.#client.next(({ type, content }) => type === "comm_msg" && content["comm_id"] === comm_id);
      this.#requests.add(this.#client.send("shell", "comm_msg", { comm_id, data: { n: this.#cell } }));
      this.#expect(JSON.stringify((await echo).content["data"]), `{"n":${this.#cell}}`, "echo");
      await this.#execute(`comm${this.#cell}.close()`);
    },
    input: async () => {
      const asked = this.#client.next(({ type }) => type === "input_request");
      const id = this.#submit("prompt('?')", { allow_stdin: true });
      const { header } = await asked;
      this.#client.send("stdin", "input_reply", { value: `answer ${this.#cell}` }, { parent: header });
      this.#expect((await this.#client.executed(id)).result, `'answer ${this.#cell}'`, "answer");
    },
    burst: async () => {
      const fails = this.#random() < 0.5;
      const ids = ["total++", fails ? "throw new Error('burst')" : "total++", "total++"].map((code) =>
        this.#submit(code),
      );
      const done = await Promise.all(ids.map((id) => this.#client.executed(id)));
      this.#total += fails ? 1 : 3;
      const states = done.map(({ reply }) => reply.content["status"]).join();
      this.#expect(states, fails ? "ok,error,aborted" : "ok,ok,ok", "states of a burst");
    },
    completion: async () => {
      const id = this.#submit("await new Promise((resolve) => setTimeout(resolve, 5)); 'waited'");
      const completion = this.#client.send("shell", "complete_request", { code: "Math.ma", cursor_pos: 7 });
      this.#requests.add(completion);
      const { reply } = await this.#client.exchange(completion);
      this.#expect(reply.content["status"], "ok", "completion");
      this.#expect((await this.#client.executed(id)).result, "'waited'", "cell beside a completion");
    },
    interruptLoop: () => this.#interrupt("for (;;) {}"),
    interruptAwait: () => this.#interrupt("await new Promise(() => {})"),
    crash: async () => {
      const code = ["process.exit(3)", "process.abort()", "process.kill(process.pid, 'SIGKILL')"][this.#integer(3)]!;
      const { reply } = await this.#execute(code);
      this.#expect(reply.content["status"], "error", code);
      await this.#begin();
    },
    restart: async () => {
      this.#requests.add(this.#client.send("control", "shutdown_request", { restart: true }));
      await this.#kernel.exited;
      this.#checkLog();
      this.#client.close();
      this.#restarts++;
      this.#kernel = new KernelProcess(this.#kernelOptions(), this.#kernel.folder, this.#kernel.connectionFile);
      await this.#connect();
    },
  };

  async #interrupt(wait: string): Promise<void> {
    this.#total += 5;
    const id = this.#submit(`total += 5; console.log("on"); ${wait}`);
    await this.#client.next(({ type, parent }) => type === "stream" && parent.msg_id === id);
    if (this.#random() < 0.5) this.#kernel.process.kill("SIGINT");
    else this.#requests.add(this.#client.send("control", "interrupt_request", {}));
    const { reply } = await this.#client.executed(id);
    this.#expect(reply.content["ename"], "KeyboardInterrupt", wait);
  }

  #kernelOptions(): { readonly command?: readonly string[] } {
    return this.#options.command === undefined ? {} : { command: this.#options.command };
  }

  async #connect(): Promise<void> {
    this.#client = new Client(await this.#kernel.ports());
    this.#requests = new Set();
    await this.#client.ready();
    await this.#begin();
  }

  /** A fresh runner. */
  async #begin(): Promise<void> {
    this.#total = 0;
    await this.#execute("let total = 0");
  }

  async #execute(code: string, options: object = {}): Promise<Execution> {
    return this.#client.executed(this.#submit(code, options));
  }

  #submit(code: string, options: object = {}): string {
    const id = this.#client.submit(code, options);
    this.#requests.add(id);
    return id;
  }

  async #checkTotal(): Promise<void> {
    this.#expect((await this.#execute("total")).result, String(this.#total), "total");
  }

  /** Checks that every request has all of its messages and that no message is stray; then the log starts again. */
  #checkLog(): void {
    const { log } = this.#client;
    for (const id of this.#requests) {
      const about = log.filter(({ parent }) => parent.msg_id === id);
      const states = about.filter(({ type }) => type === "status").map(({ content }) => content["execution_state"]);
      const replies = about.filter(({ type }) => type.endsWith("_reply"));
      const isComm = about.every(({ parent }) => String(parent.msg_type).startsWith("comm_"));
      if (states[0] !== "busy" || states.at(-1) !== "idle") this.#complain(`states of a request: ${states.join()}`);
      if (replies.length !== (isComm ? 0 : 1)) this.#complain(`${replies.length} replies to a request`);
    }
    for (const message of log.filter((entry) => this.#isNobodys(entry))) {
      this.#complain(`${message.type} belongs to nobody: ${JSON.stringify(message.content).slice(0, 200)}`);
    }
    this.#requests.clear();
    log.length = 0;
  }

  #isNobodys({ type, parent, content }: Message): boolean {
    // A client that was there before the kernel is told that it starts.
    if (content["execution_state"] === "starting" || type === "iopub_welcome") return false;
    if (parent.msg_type === "kernel_info_request") return false;
    return parent.msg_id === undefined || (!this.#requests.has(parent.msg_id) && !isLate(type));
  }

  async #sample(): Promise<void> {
    const { result } = await this.#execute("process.pid");
    this.#options.sample?.({
      cells: this.#cell,
      front: residentMb(this.#kernel.process.pid!),
      runner: residentMb(Number(result)),
      restarts: this.#restarts,
    });
  }

  #expect(found: unknown, expected: unknown, what: string): void {
    if (found === expected) return;
    const short = (value: unknown): string => String(value).slice(0, 200);
    this.#complain(`${what}: expected ${short(expected)}, got ${short(found)}`);
  }

  #complain(text: string): void {
    this.complaints.push(`cell ${this.#cell}: ${text}`);
  }

  #draw(): Kind {
    const kinds = Object.entries(WEIGHTS) as [Kind, number][];
    let left = this.#random() * kinds.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [kind, weight] of kinds) {
      left -= weight;
      if (left < 0) return kind;
    }
    return "value";
  }

  #integer(below: number): number {
    return Math.floor(this.#random() * below);
  }
}

/** Type diagnostics may arrive after their cell's idle, and so after the log was restarted. */
function isLate(type: string): boolean {
  return type === "display_data" || type === "stream";
}

function residentMb(pid: number): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}

/** Tommy Ettinger's generator: 32 bits of state, one number in [0, 1) for each call. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
