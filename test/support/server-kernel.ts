/** A kernel behind a Jupyter server, hub or gateway, used through REST and one WebSocket, as a web page does. */
import { randomUUID } from "node:crypto";

interface Message {
  readonly msg_type: string;
  readonly channel?: string;
  readonly parent_header: { readonly msg_id?: string };
  readonly content: Record<string, unknown>;
}

export interface Outputs {
  readonly status: string;
  /** Streams, results and errors as text, in order. */
  readonly text: string;
}

export class ServerKernel {
  readonly id: string;
  readonly #base: string;
  readonly #token: string;
  readonly #socket: WebSocket;
  readonly #session = randomUUID();
  readonly #waiting = new Map<string, (message: Message) => void>();

  private constructor(base: string, token: string, id: string, socket: WebSocket) {
    this.#base = base;
    this.#token = token;
    this.id = id;
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      this.#waiting.get(message.parent_header.msg_id ?? "")?.(message);
    });
  }

  /** @param base URL of the server, without a trailing slash */
  static async start(base: string, token = "", name = "convkernel"): Promise<ServerKernel> {
    const response = await fetch(`${base}/api/kernels`, {
      method: "POST",
      headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name }),
    });
    if (!response.ok) throw new Error(`ServerKernel: ${response.status} ${await response.text()}`);
    const { id } = (await response.json()) as { id: string };
    const query = token === "" ? "" : `&token=${token}`;
    const socket = new WebSocket(
      `${base.replace("http", "ws")}/api/kernels/${id}/channels?session_id=${randomUUID()}${query}`,
    );
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => resolve());
      socket.addEventListener("error", () => reject(new Error(`ServerKernel: no WebSocket at ${base}`)));
    });
    return new ServerKernel(base, token, id, socket);
  }

  /** The reply to a request, once the kernel is idle again. */
  async request(
    msg_type: string,
    content: object,
    heard?: (message: Message) => void,
  ): Promise<Record<string, unknown>> {
    const msg_id = randomUUID();
    const header = { msg_id, msg_type, session: this.#session, username: "", version: "5.4", date: "" };
    let reply: Record<string, unknown> | undefined;
    let idle = false;
    await new Promise<void>((resolve) => {
      this.#waiting.set(msg_id, (message) => {
        heard?.(message);
        if (message.msg_type.endsWith("_reply")) reply = message.content;
        if (message.msg_type === "status") idle = message.content["execution_state"] === "idle";
        if (idle && reply !== undefined) resolve();
      });
      this.#socket.send(
        JSON.stringify({ header, parent_header: {}, metadata: {}, content, buffers: [], channel: "shell" }),
      );
    });
    this.#waiting.delete(msg_id);
    return reply!;
  }

  /** @param printed called when the cell has written its first line */
  async execute(code: string, printed?: () => void): Promise<Outputs> {
    const texts: string[] = [];
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const reply = await this.request("execute_request", content, ({ msg_type, content: said }) => {
      if (msg_type === "stream") {
        texts.push(String(said["text"]));
        printed?.();
      }
      if (msg_type === "execute_result" || msg_type === "display_data")
        texts.push(String((said["data"] as Record<string, unknown>)["text/plain"]));
      if (msg_type === "error") texts.push(`${String(said["ename"])}: ${String(said["evalue"])}`);
    });
    return { status: String(reply["status"]), text: texts.join("\n") };
  }

  interrupt = (): Promise<void> => this.#post("interrupt");
  restart = (): Promise<void> => this.#post("restart");

  async #post(what: string): Promise<void> {
    const headers = { Authorization: `token ${this.#token}` };
    const response = await fetch(`${this.#base}/api/kernels/${this.id}/${what}`, { method: "POST", headers });
    if (!response.ok) throw new Error(`ServerKernel: ${what}: ${response.status} ${await response.text()}`);
  }

  close(): void {
    this.#socket.close();
  }
}
