/**
 * The language server as the rest of the service sees it: it may be unavailable. It is started late and replaced when it dies or hangs;
 * nobody waits for it longer than the time-outs allow; and a new one is told what the old one knew.
 */
import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { heldMb } from "../../contract/processes.ts";
import type { Diagnostic } from "../../contract/language.ts";
import { type Change, isCellFile, type Modules } from "./notebook.ts";
import { findExecutable, launchServer, type LaunchOptions, type ServerProcess } from "./server-process.ts";
import type { Shadow } from "./shadow.ts";
import { within } from "../../contract/wait.ts";

/** Milliseconds. */
export interface Timeouts {
  readonly check: number;
  readonly complete: number;
  readonly inspect: number;
  /** A server that leaves a question open for this long is replaced. */
  readonly hang: number;
  /** A server that is asked nothing for this long is ended. The next question starts another. */
  readonly rest: number;
}

export type Purpose = Exclude<keyof Timeouts, "hang" | "rest">;

/** A server never forgets what it has seen. When it has grown by this factor since its start, it is replaced between two questions. */
const GROWTH = 1.8;
/** Its memory is checked after this many answers; by the first check it has read the libraries that cells use. */
const LOOK_EVERY = 40;

/**
 * VS Code waits 2 s for a completion. Nobody waits for a check: a cell becomes idle without it. In an unused kernel the server holds half
 * of the memory, and it is back a second after a question.
 */
const defaults: Timeouts = { check: 10_000, complete: 1500, inspect: 1500, hang: 15_000, rest: 300_000 };

export interface Server {
  /** Starts the process ahead of the first question. */
  start(): void;
  /** Sets the text of a document; it is sent at once, in order with the questions. */
  setDocument(document: Change): void;
  /** Tells the server about changes on disk: in the shadow folder, whose hub lists these modules, and in the given files. */
  refresh(modules: Modules, changedFiles: readonly string[]): void;
  /** Asks about a document; undefined if there is no answer in time. */
  ask<Answer>(purpose: Purpose, file: string, method: string, params: object): Promise<Answer | undefined>;
  /** The file that a URI in an answer refers to: a document's name, or a path. */
  fileAt(uri: string): string;
  /** The text of an open document. */
  textOf(file: string): string | undefined;
  /** Messages about the service itself, each given once: that it is unavailable, that options cannot be used. */
  takeNotices(): readonly Diagnostic[];
  close(): Promise<void>;
}

interface Current {
  readonly process: ServerProcess;
  /** What the process was told about each document. */
  readonly versions: Map<string, { readonly version: number; readonly jsx: boolean }>;
  /** Open questions: when they were asked and about which document. */
  readonly open: Set<{ readonly at: number; readonly file: string }>;
  answers: number;
  /** Megabytes at the first check. */
  firstMb?: number;
}

export interface ServerOptions {
  readonly shadow: Shadow;
  readonly executable?: string | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Megabytes that a process holds; 0 if not known. */
  readonly memoryOf?: ((pid: number) => number) | undefined;
}

export function createServer(options: ServerOptions): Server {
  const { shadow, memoryOf = heldMb } = options;
  const timeouts = { ...defaults, ...options.timeouts };
  const documents = new Map<string, Change>();
  /** Documents that are files in the shadow folder and not open. */
  const settled = new Set<string>();
  /** The other documents. */
  const unsettled = new Map<string, Change>();
  let current: Current | undefined;
  let starting: Promise<Current | undefined> | undefined;
  let notice: string | undefined;
  let noticed = false;
  const configNotices: string[] = [];
  const toldOfConfig = new Set<string>();
  let failures = 0;
  let retryAt = 0;
  let closed = false;
  let rest: NodeJS.Timeout | undefined;

  function away(reason: string): void {
    if (!noticed) notice = `Types are not checked for now: ${reason}. Cells run as usual.`;
    noticed = true;
  }

  /**
   * Syntax errors, and options that do not exist or do not allow the value; the other problems concern input files, which do not matter for
   * cells.
   */
  const onConfigProblems: LaunchOptions["onConfigProblems"] = (problems) => {
    for (const { code, message } of problems) {
      const [said] = message.split("\n");
      const concernsUser = Number(code) < 2000 || [5023, 5024, 5025, 5083, 6046].includes(Number(code));
      if (!concernsUser || toldOfConfig.has(message)) continue;
      toldOfConfig.add(message);
      configNotices.push(`tsconfig.json: ${said!.length > 200 ? `${said!.slice(0, 200)} ...` : said}`);
    }
  };

  function start(): Promise<Current | undefined> {
    if (closed || performance.now() < retryAt) return Promise.resolve(undefined);
    starting ??= launch().catch((error: unknown) => {
      failed();
      away(error instanceof Error ? error.message : String(error));
      return undefined;
    });
    return starting;
  }

  /** The next question starts another process, after longer and longer pauses while they keep failing. */
  function failed(): void {
    starting = undefined;
    current = undefined;
    failures++;
    retryAt = failures < 3 ? 0 : performance.now() + Math.min(60_000, 500 * 2 ** (failures - 3));
  }

  async function launch(): Promise<Current> {
    const executable = options.executable ?? findExecutable();
    shadow.create();
    const { folder } = shadow;
    const launched = await launchServer({ executable, folder, rootUri: shadow.uri("."), onConfigProblems });
    const mine: Current = { process: launched, versions: new Map(), open: new Set(), answers: 0 };
    void launched.gone.then(() => lost(mine));
    if (closed) launched.kill();
    current = mine;
    restLater();
    for (const document of unsettled.values()) send(mine, document);
    return mine;
  }

  function lost(mine: Current): void {
    if (closed || current !== mine) return;
    // A document that it was asked about may have killed it, so the next server is not told about it; if that does not help, the next one
    // is told nothing.
    for (const { file } of mine.open) {
      documents.delete(file);
      unsettled.delete(file);
    }
    if (failures > 1) forget();
    mine.process.kill();
    failed();
    away("TypeScript's language server stopped, and is started again");
  }

  function forget(): void {
    for (const file of settled) shadow.write(file, undefined);
    settled.clear();
    unsettled.clear();
    documents.clear();
  }

  /**
   * Turns cells before this one into files, because every open document makes each question slower, and a new server would have to be told
   * all of them. JSX files are recognised by their endings, so JSX cells stay open.
   */
  function settleBefore({ file: next }: Change): void {
    if (!isCellFile(next)) return;
    for (const { file, text, jsx } of unsettled.values()) {
      if (file === next || jsx || !isCellFile(file) || !shadow.write(file, text)) continue;
      unsettled.delete(file);
      settled.add(file);
      if (current?.versions.delete(file)) {
        current.process.notify("textDocument/didClose", { textDocument: { uri: shadow.uri(file) } });
      }
    }
  }

  /** Starts a new server without waiting for it; the new one is told what this one knew, and answers when asked. */
  function replaceIfGrown(mine: Current): void {
    if (current !== mine || mine.open.size > 0 || ++mine.answers % LOOK_EVERY !== 0) return;
    const now = memoryOf(mine.process.pid);
    mine.firstMb ??= now;
    if (now <= GROWTH * mine.firstMb) return;
    end(mine);
    void start();
  }

  /** Nothing is lost, because the next process is told what this one knew. */
  function end(mine: Current): void {
    current = undefined;
    starting = undefined;
    mine.process.kill();
  }

  /** Starts measuring how long nothing is asked. */
  function restLater(): void {
    clearTimeout(rest);
    rest = setTimeout(() => {
      if (current === undefined) return;
      if (current.open.size > 0) restLater();
      else end(current);
    }, timeouts.rest).unref();
  }

  /** A server that has owed an answer for longer than the next question may wait is not asked; after a while it is replaced. */
  function isLate(mine: Current, purpose: Purpose): boolean {
    const waited = performance.now() - Math.min(...Array.from(mine.open, ({ at }) => at));
    if (waited > timeouts.hang) lost(mine);
    return waited > timeouts[purpose];
  }

  function answered(value: unknown): { value: unknown } {
    failures = 0;
    noticed = false;
    notice = undefined;
    return { value };
  }

  /** The server is alive but cannot answer, or it has just died, which is already reported. */
  function refused(): { value: undefined } {
    away("TypeScript's language server failed at a question");
    return { value: undefined };
  }

  function send({ process, versions }: Current, { file, text, jsx }: Change): void {
    const uri = shadow.uri(file);
    const version = (versions.get(file)?.version ?? 0) + 1;
    // The language of an open document is fixed.
    const isOpen = versions.get(file)?.jsx === jsx;
    if (version > 1 && !isOpen) process.notify("textDocument/didClose", { textDocument: { uri } });
    versions.set(file, { version, jsx });
    if (isOpen) {
      process.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
    } else {
      const languageId = jsx ? "typescriptreact" : "typescript";
      process.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
    }
  }

  return {
    start: () => void start(),
    setDocument(document) {
      if (documents.get(document.file)?.text === document.text) return;
      settleBefore(document);
      settled.delete(document.file);
      documents.set(document.file, document);
      unsettled.set(document.file, document);
      if (current) send(current, document);
    },
    refresh(modules, changedFiles) {
      const paths = [...shadow.refresh(modules), ...changedFiles];
      if (!current || paths.length === 0) return;
      // 2 is FileChangeType.Changed, which the server also accepts for files that appear or disappear.
      const changes = paths.map((path) => ({ uri: shadow.uri(path), type: 2 }));
      current.process.notify("workspace/didChangeWatchedFiles", { changes });
    },
    async ask<Answer>(purpose: Purpose, file: string, method: string, params: object): Promise<Answer | undefined> {
      if (current !== undefined && isLate(current, purpose)) {
        away("TypeScript's language server does not answer");
        return undefined;
      }
      const mine = current ?? (await within(timeouts[purpose], start(), undefined));
      if (mine === undefined) return undefined;
      restLater();
      const question = { at: performance.now(), file };
      mine.open.add(question);
      const textDocument = { uri: shadow.uri(file) };
      const answer = mine.process
        .ask(method, method.startsWith("textDocument/") ? { ...params, textDocument } : params)
        .finally(() => mine.open.delete(question))
        .then(answered, refused);
      const inTime = await within(timeouts[purpose], answer, undefined);
      if (inTime === undefined) away("TypeScript's language server does not answer");
      else replaceIfGrown(mine);
      return (inTime?.value ?? undefined) as Answer | undefined;
    },
    fileAt(uri) {
      // The server spells URIs and drive letters in its own way, so they are compared as paths.
      const path = fileURLToPath(uri);
      const name = relative(shadow.folder, path);
      return name === basename(path) ? name : path;
    },
    textOf: (file) => documents.get(file)?.text,
    takeNotices() {
      const taken = [...(notice === undefined ? [] : [notice]), ...configNotices.splice(0)];
      notice = undefined;
      const position = { line: 1, column: 1 };
      return taken.map((message) => ({ severity: "warning", code: 0, message, start: position, end: position }));
    },
    async close() {
      closed = true;
      clearTimeout(rest);
      const last = current ?? (await starting);
      current = undefined;
      last?.process.kill();
      await last?.process.gone;
      shadow.remove();
    },
  };
}
