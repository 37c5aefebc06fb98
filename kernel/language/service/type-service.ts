/**
 * Types beside execution: what TypeScript's language server says about the cells of one notebook.
 * First comes the contract, then the code that joins the notebook model, the shadow folder and the server.
 */
import type { Diagnostic, Language } from "../../contract/language.ts";
import { createLibraries, type Libraries } from "../hints/library.ts";
import { completeAt } from "./completion.ts";
import { createDiagnoser } from "./diagnostics.ts";
import { inspectAt } from "./inspection.ts";
import { createLocalFiles } from "./local-files.ts";
import { createNotebook } from "./notebook.ts";
import { typesOf } from "./probe.ts";
import { createServer, type Timeouts } from "./server.ts";
import { createShadow } from "./shadow.ts";

export interface TypeServiceOptions {
  /** The notebook's folder: packages, local modules and `tsconfig.json` are looked for from here upwards. */
  readonly cwd: string;
  /** Hints of packages about their own misuse; read from this folder by default. */
  readonly libraries?: Libraries;
  /** Path of TypeScript's native binary; by default the one beside the `typescript` package. */
  readonly executable?: string;
  /** Milliseconds after which a question is answered without the service. */
  readonly timeouts?: Partial<Timeouts>;
  /** Megabytes that the server's process holds. */
  readonly memoryOf?: (pid: number) => number;
}

export type TypeService = Pick<Language, "check" | "commit" | "complete" | "inspect" | "reset" | "close"> & {
  /** Starts the server ahead of the first question. Call it when the kernel is ready; never throws. */
  start(): void;
  /** What the names of earlier cells among `words` are: the position of the first of `types` that fits; -1 if none does. */
  typesOf(words: readonly string[], types: readonly string[]): Promise<ReadonlyMap<string, number>>;
};

/**
 * Creates the type service of one notebook. Nothing is loaded, written or spawned before `start` or the first question.
 * No method rejects: while the server is unavailable the answers are empty, and `check` reports it once.
 *
 * Reference: Language Server Protocol 3.17, https://microsoft.github.io/language-server-protocol/specification
 */
export function createTypeService(options: TypeServiceOptions): TypeService {
  const shadow = createShadow(options.cwd);
  const notebook = createNotebook();
  const localFiles = createLocalFiles(options.cwd);
  const server = createServer({
    shadow,
    executable: options.executable,
    timeouts: options.timeouts,
    memoryOf: options.memoryOf,
  });
  const libraries = options.libraries ?? createLibraries(options.cwd);
  const context = { server, notebook, localFiles, libraries, folder: options.cwd };
  const diagnose = createDiagnoser(context);

  return {
    start: () => server.start(),
    async check(source, n): Promise<readonly Diagnostic[]> {
      const found = await diagnose(source, n);
      const position = { line: 1, column: 1 };
      const notices = libraries
        .takeNotices()
        .map((message): Diagnostic => ({ severity: "warning", code: 0, message, start: position, end: position }));
      return [...found, ...notices, ...server.takeNotices()];
    },
    commit(source, n) {
      for (const document of notebook.commit(source, n)) server.setDocument(document);
      localFiles.track(source);
    },
    complete: (source, offset, live) => completeAt(context, source, offset, live),
    inspect: (source, offset, detailLevel, live) => inspectAt(context, source, offset, detailLevel, live),
    async typesOf(words, types) {
      const names = words.filter((name) => notebook.visible.has(name));
      if (names.length === 0) return new Map();
      const found = await typesOf(context, names, types);
      return new Map(names.map((name) => [name, found.get(name) ?? -1]));
    },
    reset() {
      notebook.reset();
    },
    close: () => server.close(),
  };
}
