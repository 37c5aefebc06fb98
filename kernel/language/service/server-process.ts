/**
 * One process of TypeScript's language server: starts it, initializes it, asks it questions and kills it. Restarts are handled elsewhere.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import type { MessageConnection } from "vscode-jsonrpc/node";

export interface ServerProcess {
  readonly pid: number;
  /** Rejects when the server refuses the question or is gone. */
  ask(method: string, params: object): Promise<unknown>;
  notify(method: string, params: object): void;
  /** Ends the process if it is still running; open questions reject. */
  kill(): void;
  /** Resolves when the process is gone, for whatever reason. */
  readonly gone: Promise<void>;
}

/** Names that would need a new import line make completion four times slower, so they are not offered. */
const preferences = {
  suggest: {
    autoImports: false,
    includeAutomaticOptionalChainCompletions: false,
    includeCompletionsForImportStatements: false,
  },
  disableAutomaticTypeAcquisition: true,
};

const capabilities = {
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: false,
        insertReplaceSupport: true,
        resolveSupport: { properties: ["detail"] },
      },
      completionList: { itemDefaults: ["editRange"] },
    },
    hover: { contentFormat: ["markdown"] },
    signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
    definition: { linkSupport: true },
    diagnostic: { relatedInformation: true },
  },
  workspace: { configuration: true },
};

interface Published {
  readonly diagnostics: readonly { readonly code?: number | string; readonly message: string }[];
}

/** Path of the native compiler that comes with the pinned `typescript` package for this platform. */
export function findExecutable(): string {
  const platform = `@typescript/typescript-${process.platform}-${process.arch}`;
  try {
    const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
    const manifest = createRequire(typescript).resolve(`${platform}/package.json`);
    return join(dirname(manifest), "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
  } catch {
    throw new Error(`${platform}, TypeScript's compiler for this machine, is not installed`);
  }
}

export interface LaunchOptions {
  readonly executable: string;
  readonly folder: string;
  readonly rootUri: string;
  /** Called with the problems that the server finds in `tsconfig.json`: codes and messages. */
  readonly onConfigProblems: (problems: Published["diagnostics"]) => void;
}

/**
 * Lowers the server's priority. The server checks a cell while the cell runs, on as many cores as it finds; on a machine with two cores,
 * cells would wait for their own checks. If the system refuses, nothing changes.
 */
function yieldToCells(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The process is already gone, or the system does not allow it; this affects only speed.
  }
}

/** Starts a server in a folder. Rejects if it cannot be run. */
export async function launchServer(options: LaunchOptions): Promise<ServerProcess> {
  const { executable, folder, rootUri, onConfigProblems } = options;
  const rpc = await import("vscode-jsonrpc/node");
  const child = spawn(executable, ["--lsp", "--stdio"], {
    cwd: folder,
    // By default Go collects garbage when the heap has doubled. With a classroom of servers, memory is scarcer than processor time.
    env: { GOGC: "40", ...process.env },
    stdio: ["pipe", "pipe", "ignore"],
    windowsHide: true,
    // A signal to the kernel's process group must stop a cell, not the server, which ends when its pipes close.
    detached: process.platform !== "win32",
  });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  yieldToCells(child.pid!);
  const reader = new rpc.StreamMessageReader(child.stdout);
  const connection: MessageConnection = rpc.createMessageConnection(reader, new rpc.StreamMessageWriter(child.stdin));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // Writing to a server that has just died causes an error on the pipe; its exit is reported anyway.
  child.stdin.on("error", () => {});
  connection.onError(() => {});
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => preferences));
  connection.onRequest("client/registerCapability", () => null);
  // Only for option files does the server publish diagnostics without being asked.
  connection.onNotification("textDocument/publishDiagnostics", ({ diagnostics }: Published) =>
    onConfigProblems(diagnostics),
  );
  connection.onUnhandledNotification(() => {});
  connection.listen();

  const server: ServerProcess = {
    pid: child.pid!,
    ask: (method, params) => connection.sendRequest(method, params),
    notify: (method, params) => void connection.sendNotification(method, params).catch(() => {}),
    kill() {
      child.kill("SIGKILL");
      connection.dispose();
    },
    gone,
  };
  // 1 is the lowest level of logging to the client.
  const initializationOptions = { logVerbosity: 1, userPreferences: preferences };
  // The server answers `initialize` before anything else, so callers need not wait for it.
  server.ask("initialize", { processId: process.pid, rootUri, capabilities, initializationOptions }).catch(() => {});
  server.notify("initialized", {});
  return server;
}
