/** A server that serves a file, well or badly, one answer after another; and what a data set prints while it fetches. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface DataServer {
  /** The URL to which a file's name is appended. */
  readonly mirror: string;
  readonly requests: { url: string | undefined; range: string | undefined }[];
  stop(): Promise<void>;
}

/** Serves one answer after another, and then repeats the last. */
export async function serve(...answers: readonly Answer[]): Promise<DataServer> {
  const requests: { url: string | undefined; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url, range: request.headers.range });
    answers[Math.min(requests.length, answers.length) - 1]!(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    mirror: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mirror`,
    requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Runs `body` with a server and then stops it. */
export async function withServer<T>(answers: readonly Answer[], body: (server: DataServer) => Promise<T>): Promise<T> {
  const server = await serve(...answers);
  try {
    return await body(server);
  } finally {
    await server.stop();
  }
}

/** The position from which a request asks for the rest. */
export const start = ({ headers: { range } }: IncomingMessage): number =>
  Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);

/** Sends the headers for the requested part. */
export const head = (bytes: Buffer, request: IncomingMessage, response: ServerResponse): Buffer => {
  const from = start(request);
  response.writeHead(from > 0 ? 206 : 200, {
    "content-length": bytes.length - from,
    ...(from > 0 && { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  return bytes.subarray(from);
};

/** Sends everything that was requested. */
export const whole =
  (bytes: Buffer): Answer =>
  (request, response) =>
    void response.end(head(bytes, request, response));

/** Sends `count` bytes of what was requested; then the connection breaks off. */
export const cut =
  (bytes: Buffer, count: number): Answer =>
  (request, response) => {
    response.write(head(bytes, request, response).subarray(0, count), () => response.socket?.destroy());
  };

/** Sends `count` bytes of what was requested, and then nothing more. */
export const stalled =
  (bytes: Buffer, count: number): Answer =>
  (request, response) =>
    void response.write(head(bytes, request, response).subarray(0, count));

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end();

/** What `action` writes to stdout and stderr: lines, and progress lines with the carriage return before them. */
export async function printed<T>(
  action: () => T | Promise<T>,
): Promise<{ result: T; lines: string[]; progress: string[] }> {
  const { log, warn } = console;
  const write = process.stdout.write.bind(process.stdout);
  let text = "";
  console.log = console.warn = (...values: readonly unknown[]) => void (text += values.join(" ") + "\n");
  process.stdout.write = ((chunk: string) => Boolean((text += chunk))) as typeof process.stdout.write;
  try {
    const result = await action();
    const all = text.split("\n").filter((line) => line !== "");
    return {
      result,
      lines: all.filter((line) => !line.startsWith("\r")),
      progress: all.filter((line) => line.startsWith("\r")),
    };
  } finally {
    console.log = log;
    console.warn = warn;
    process.stdout.write = write;
  }
}

/** The message of the error with which `action` ends; what it prints is dropped. */
export async function failure(action: () => unknown): Promise<string> {
  let message: string | undefined;
  await printed(async () => {
    try {
      await action();
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
  });
  if (message === undefined) throw new Error("expected a failure");
  return message;
}

/** Keeps the tests from using the machine's proxy, which cannot reach their servers. */
export function withoutProxies(): void {
  const names = ["http_proxy", "HTTP_PROXY"];
  const values = names.map((name) => process.env[name]);
  before(() => {
    for (const name of names) delete process.env[name];
  });
  after(() => {
    for (const [i, name] of names.entries()) if (values[i] !== undefined) process.env[name] = values[i];
  });
}
