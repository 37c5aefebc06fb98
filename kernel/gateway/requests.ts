/** What the gateway sends a running launcher: one JSON object on each connection, `{"signum": 2}` or `{"shutdown": 1}`. */
import type { Server } from "node:net";
import { constants } from "node:os";

export interface Requests {
  signal(number: number): void;
  end(): void;
  /** Something that is no request; everybody who can reach the port can send it. */
  refuse(why: string): void;
}

const SIGNALS: ReadonlySet<unknown> = new Set(Object.values(constants.signals));
/** A request is a few bytes long. */
const LONGEST = 1000;

export function serve(server: Server, requests: Requests): void {
  server.on("connection", (socket) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.on("data", (chunk: string) => {
      text += chunk;
      if (text.length <= LONGEST) return;
      requests.refuse(`expected a request of at most ${LONGEST} characters, got more`);
      socket.destroy();
    });
    socket.on("end", () => {
      // Gateways also connect and send nothing, to see whether somebody listens.
      if (text !== "") take(text, requests);
    });
  });
}

function take(text: string, requests: Requests): void {
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    // It stays undefined, which is no request.
  }
  if (typeof request !== "object" || request === null)
    return requests.refuse(`expected {"signum": NUMBER}, got ${text}`);
  const { signum, shutdown } = request as Readonly<Record<string, unknown>>;
  if (signum !== undefined) {
    // 0 asks whether the launcher is there. That it was read is the answer.
    if (signum !== 0 && !SIGNALS.has(signum)) return requests.refuse(`expected the number of a signal, got ${text}`);
    if (signum !== 0) requests.signal(signum as number);
  }
  if (shutdown !== undefined && shutdown !== 0 && shutdown !== false) requests.end();
}
