/** One process of TypeScript's language server: started, greeted, asked, killed. It knows nothing of restarts. */
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
  /** Ends the process if it still runs; open questions reject. */
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

/** Path of the native compiler that the pinned `typescript` package brings for this platform. */
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
  /** Called with what the server finds wrong in `tsconfig.json`: codes and messages. */
  readonly onConfigProblems: (problems: Published["diagnostics"]) => void;
}

/**
 * The server checks a cell while the cell runs, on as many cores as it finds; on a machine with two, cells would wait for their
 * own checks. Where the system refuses, all goes on as before.
 */
function yieldToCells(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Gone already, or a system that does not let us: a matter of speed only.
  }
}

/** Starts a server in a folder. Rejects when it cannot be run. */
export async function launchServer(options: LaunchOptions): Promise<ServerProcess> {
  const { executable, folder, rootUri, onConfigProblems } = options;
  const rpc = await import("vscode-jsonrpc/node");
  const child = spawn(executable, ["--lsp", "--stdio"], {
    cwd: folder,
    // Go collects garbage when the heap has doubled; a classroom of servers has more processor than memory.
    env: { GOGC: "40", ...process.env },
    stdio: ["pipe", "pipe", "ignore"],
    windowsHide: true,
    // A signal to the kernel's process group stops a cell, not the server; it ends with its pipes.
    detached: process.platform !== "win32",
  });
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  yieldToCells(child.pid!);
  const reader = new rpc.StreamMessageReader(child.stdout);
  const connection: MessageConnection = rpc.createMessageConnection(reader, new rpc.StreamMessageWriter(child.stdin));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // Writing to a server that just died is an error of the pipe; its exit tells the same.
  child.stdin.on("error", () => {});
  connection.onError(() => {});
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => preferences));
  connection.onRequest("client/registerCapability", () => null);
  // Only files of options are reported without being asked about.
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
  // 1 is the least that the server logs to its client.
  const initializationOptions = { logVerbosity: 1, userPreferences: preferences };
  // The greeting is answered before anything else; who asks need not wait for it.
  server.ask("initialize", { processId: process.pid, rootUri, capabilities, initializationOptions }).catch(() => {});
  server.notify("initialized", {});
  return server;
}
