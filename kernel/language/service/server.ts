/**
 * TypeScript's language server as a child process: started late, restarted when it dies or hangs, never waited for longer
 * than the time-outs say. It keeps the text of every open document, so a new server knows what the old one knew.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { MessageConnection } from "vscode-jsonrpc/node";
import type { Diagnostic } from "../types.ts";
import { hubFile } from "./notebook.ts";
import type { Shadow } from "./shadow.ts";

export interface Timeouts {
  /** From spawning to the first answer. */
  readonly start: number;
  readonly check: number;
  readonly complete: number;
  readonly inspect: number;
  /** A server that leaves a question open for so long is replaced. */
  readonly hang: number;
}

const defaults: Timeouts = { start: 5000, check: 3000, complete: 1500, inspect: 1500, hang: 10_000 };

export type Purpose = "check" | "complete" | "inspect";

export interface Server {
  start(): void;
  /** Sets the text of a document; sent at once, in order with the questions. */
  setDocument(file: string, text: string): void;
  /** Tells the server that files changed on disk. */
  filesChanged(paths: readonly string[], kind: "created" | "changed" | "deleted"): void;
  /** Makes sure that modules for this many cells exist. */
  ensurePool(size: number): void;
  /** Asks about a file of the shadow folder; undefined when there is no answer in time. */
  ask<Answer>(purpose: Purpose, method: string, params: object): Promise<Answer | undefined>;
  uri(file: string): string;
  /** Text of an open document. */
  documentAt(uri: string): string | undefined;
  /** What should be said once about a server that is away. */
  takeNotice(): Diagnostic | undefined;
  close(): Promise<void>;
}

interface Live {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly versions: Map<string, number>;
  readonly startedAt: number;
  /** Questions without an answer, by the time they were asked. */
  readonly open: Set<number>;
  answered: boolean;
}

export interface ServerOptions {
  readonly shadow: Shadow;
  readonly executable?: string | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
}

/** Completions of names that would need a new import line make completion four times slower. */
const preferences = {
  suggest: {
    autoImports: false,
    includeAutomaticOptionalChainCompletions: false,
    includeCompletionsForImportStatements: false,
  },
  disableAutomaticTypeAcquisition: true,
};

/** Path of the native compiler that the pinned `typescript` package brings for this platform. */
export function findExecutable(): string {
  const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const manifest = createRequire(typescript).resolve(platform);
  return join(dirname(manifest), "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
}

export function createServer(options: ServerOptions): Server {
  const { shadow } = options;
  const timeouts = { ...defaults, ...options.timeouts };
  const documents = new Map<string, string>();
  let starting: Promise<Live | undefined> | undefined;
  let live: Live | undefined;
  let notice: string | undefined;
  let noticed = false;
  let failures = 0;
  let retryAt = 0;
  let closed = false;

  function away(reason: string): void {
    if (!noticed) notice = `Types are not checked for now: ${reason}. Cells run as usual.`;
    noticed = true;
  }

  function start(): Promise<Live | undefined> {
    if (closed || performance.now() < retryAt) return Promise.resolve(undefined);
    starting ??= launch().catch((error: unknown) => {
      failed();
      away(error instanceof Error ? error.message.split("\n")[0]! : String(error));
      return undefined;
    });
    return starting;
  }

  /** The server is gone: the next question starts another one, later and later while it keeps failing. */
  function failed(): void {
    starting = undefined;
    live = undefined;
    failures++;
    retryAt = failures < 3 ? 0 : performance.now() + Math.min(60_000, 1000 * 2 ** (failures - 3));
  }

  async function launch(): Promise<Live | undefined> {
    const rpc = await import("vscode-jsonrpc/node");
    const executable = options.executable ?? findExecutable();
    shadow.create();
    const child = spawn(executable, ["--lsp", "--stdio"], {
      cwd: shadow.folder,
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
    });
    await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    const connection = rpc.createMessageConnection(
      new rpc.StreamMessageReader(child.stdout),
      new rpc.StreamMessageWriter(child.stdin),
    );
    // Writing to a server that just died is reported by its exit.
    child.stdin.on("error", () => {});
    connection.onError(() => {});
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => preferences));
    connection.onRequest("client/registerCapability", () => null);
    connection.onUnhandledNotification(() => {});
    connection.listen();
    const current: Live = {
      process: child,
      connection,
      versions: new Map(),
      startedAt: performance.now(),
      open: new Set(),
      answered: false,
    };
    child.once("exit", () => {
      connection.dispose();
      if (closed || (live !== current && live !== undefined)) return;
      failed();
      away("TypeScript's language server stopped and is being restarted");
    });
    if (closed) child.kill();
    await withTimeout(connection.sendRequest("initialize", initialize(shadow)), timeouts.start);
    void connection.sendNotification("initialized", {});
    live = current;
    for (const [file, text] of documents) send(current, file, text);
    return current;
  }

  function send({ connection, versions }: Live, file: string, text: string): void {
    const version = (versions.get(file) ?? 0) + 1;
    versions.set(file, version);
    const uri = shadow.uri(file);
    if (version === 1) {
      notify(connection, "textDocument/didOpen", { textDocument: { uri, languageId: "typescript", version, text } });
    } else {
      notify(connection, "textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
    }
  }

  /** A server with a question open for too long is asked nothing more, and replaced after a while. */
  function overdue({ open }: Live): boolean {
    const oldest = Math.min(...open);
    const waited = performance.now() - oldest;
    if (waited > timeouts.hang) live?.process.kill("SIGKILL");
    return waited > timeouts.check;
  }

  return {
    start: () => void start(),
    setDocument(file, text) {
      if (documents.get(file) === text && live?.versions.has(file)) return;
      documents.set(file, text);
      if (live) send(live, file, text);
    },
    filesChanged(paths, kind) {
      if (!live || paths.length === 0) return;
      const type = kind === "created" ? 1 : kind === "changed" ? 2 : 3;
      const changes = paths.map((path) => ({ uri: shadow.uri(path), type }));
      notify(live.connection, "workspace/didChangeWatchedFiles", { changes });
    },
    ensurePool(size) {
      if (shadow.ensurePool(size)) this.filesChanged([hubFile], "changed");
    },
    async ask<Answer>(purpose: Purpose, method: string, params: object) {
      const server = live ?? (await withTimeout(start(), timeouts[purpose]).catch(() => undefined));
      if (server === undefined) return undefined;
      if (overdue(server)) {
        away("TypeScript's language server does not answer");
        return undefined;
      }
      const asked = performance.now();
      server.open.add(asked);
      const answer = server.connection.sendRequest<Answer | null>(method, params);
      const done = answer.then(
        (value) => {
          failures = 0;
          noticed = false;
          return value ?? undefined;
        },
        () => undefined,
      );
      void done.then(() => server.open.delete(asked));
      return withTimeout(done, timeouts[purpose]).catch(() => undefined);
    },
    uri: (file) => shadow.uri(file),
    documentAt: (uri) => [...documents].find(([file]) => shadow.uri(file) === uri)?.[1],
    takeNotice() {
      if (notice === undefined) return undefined;
      const message = notice;
      notice = undefined;
      const position = { line: 1, column: 1 };
      return { severity: "warning", code: 0, message, start: position, end: position };
    },
    async close() {
      closed = true;
      const server = live ?? (await starting);
      live = undefined;
      if (server && server.process.exitCode === null) {
        const gone = new Promise((resolve) => server.process.once("exit", resolve));
        server.process.kill("SIGKILL");
        await gone;
      }
      shadow.remove();
    },
  };
}

function notify(connection: MessageConnection, method: string, params: object): void {
  // Rejects only when the pipe is gone, which the exit handler deals with.
  connection.sendNotification(method, params).catch(() => {});
}

function withTimeout<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("TypeScript's language server does not answer")), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function initialize(shadow: Shadow): object {
  return {
    processId: process.pid,
    rootUri: shadow.uri("."),
    capabilities: {
      textDocument: {
        completion: {
          completionItem: {
            snippetSupport: false,
            insertReplaceSupport: true,
            documentationFormat: ["markdown"],
            resolveSupport: { properties: ["detail", "documentation"] },
          },
          completionList: { itemDefaults: ["editRange"] },
        },
        hover: { contentFormat: ["markdown"] },
        signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
        definition: { linkSupport: true },
        diagnostic: {},
      },
      workspace: { configuration: true },
    },
    // 1 is the least that the server logs to its client.
    initializationOptions: { disablePushDiagnostics: true, logVerbosity: 1, userPreferences: preferences },
  };
}
