/** Runs compiled cells and provides their pages, their imports and a place for their value. */
import { types } from "./own-util.ts";
import type { CompiledCell } from "../contract/language.ts";
import { cleanMessage } from "./trace/clean-message.ts";
import { createKernelApi } from "./modules/kernel-api.ts";
import { createModules, type ModulesOptions } from "./modules/modules.ts";
import { type Page, Pages } from "./pages.ts";
import { asKernel, beginKernel } from "./pristine.ts";
import { createTextCode } from "./text-code.ts";
import { registerCell } from "./trace/sources.ts";
import { noteThrown } from "./trace/stack.ts";
import { createCellExecutor, isInterruption } from "./tslab-executor.ts";

/** How long to wait for a promise that is a cell's last value. An explicit await has no limit. */
const PROMISE_MS = 2000;

const NativePromise = Promise;
const [setTimer, clearTimer] = [setTimeout, clearTimeout];

export type EvaluateOutcome =
  | { readonly kind: "value"; readonly value: unknown }
  /** The last value is a promise that the cell did not await and that did not settle in time. */
  | { readonly kind: "pending"; readonly promise: Promise<unknown> }
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "interrupted" };

export interface EvaluatorOptions extends ModulesOptions {
  /** Called with the result of every await in a cell; throws if the cell was interrupted. */
  readonly resume: <T>(value: T) => T;
  /** What cells find without import. */
  readonly ambient?: Readonly<Record<string, unknown>>;
}

export interface Evaluator {
  /**
   * Runs a cell; everything before its first await runs within this call. If the last value is a promise it is waited for, but not for
   * ever, because a later cell, which waits for this one, may be the one that settles it. Never rejects.
   */
  run(cell: CompiledCell): Promise<EvaluateOutcome>;
  /** Gives up waiting for the running cell. What it is waiting for may still happen later. */
  interrupt(): void;
  /** The user's top-level names and values. */
  readonly pages: Pages;
}

/** The object that a cell's code calls `$$`. */
interface CellScope {
  value: unknown;
  page(index: number): Page;
  typeOf(page: Page, name: string): string;
  fix(page: Page, name: string): void;
  /** The user's variables by name, for code that is made from text. */
  readonly names: object;
  /** Prepares text for `eval`, so that it finds the names of cells; `locals` are the local names around the call. */
  evaluable(text: unknown, prefix: string, locals: readonly string[]): unknown;
  /** A `Function` constructor whose code finds the names of cells. */
  readonly Function: FunctionConstructor;
  /** Assignments to a constant of the same cell are compiled to write here instead. */
  readonly constant: object;
  clean(error: unknown): void;
  readonly resume: EvaluatorOptions["resume"];
  /** Notes a value that a cell throws, and returns it. */
  thrown<T>(value: T): T;
  imports(specifier: string, names: string[], typeNames: string[], attributes: Record<string, string>): Promise<object>;
  importModule(specifier: unknown, options?: ImportCallOptions): Promise<unknown>;
  readonly meta: object;
}

export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const modules = createModules(options);
  const kernel = createKernelApi(options.folder, modules.forget);
  const executor = createCellExecutor(options.folder);
  const { module } = executor;
  const pages = new Pages({ ...modules.ambient, module, kernel: kernel.api, ...options.ambient });
  const textCode = createTextCode(pages);
  const constant = new Proxy({}, {
    __proto__: null,
    get: (_, name) => pages.get(String(name)),
    set() {
      throw new TypeError("Assignment to constant variable.");
    },
  } as ProxyHandler<object>);

  return {
    pages,
    async run(cell) {
      const context: CellScope = {
        value: undefined,
        page: (index) => pages.page(index),
        typeOf: (page, name) => pages.typeOf(page, name),
        fix: (page, name) => pages.fix(page, name),
        ...textCode,
        constant,
        clean: cleanMessage,
        thrown: noteThrown,
        resume: options.resume,
        imports: modules.imports,
        importModule: modules.importModule,
        meta: modules.meta,
      };
      pages.open(cell.bindings);
      modules.refresh();
      executor.locals["$$"] = context;
      const execution = await executor.execute(`${cell.code}\n//# sourceURL=${registerCell(cell)}`, cell.isAsync);
      beginKernel();
      if (execution.kind === "failed") return failed(execution.error);
      if (!types.isPromise(context.value)) return { kind: "value", value: context.value };
      // Awaited by the same executor, so that an interrupt ends the waiting.
      const last = context.value as Promise<unknown>;
      let isPending = true;
      executor.locals["$$"] = {
        wait: () =>
          asKernel(async () => {
            context.value = await inTime(last, () => (isPending = false));
          }),
      };
      const waited = await executor.execute("await exports.$$.wait();", true);
      beginKernel();
      if (waited.kind === "failed") return failed(waited.error);
      return isPending ? { kind: "pending", promise: last } : { kind: "value", value: context.value };
    },
    interrupt() {
      kernel.interrupt();
      modules.abandon();
      executor.interrupt();
    },
  };
}

/** The promise's value, or undefined after `PROMISE_MS`; `settled` is called if the value came in time. */
async function inTime(promise: Promise<unknown>, settled: () => void): Promise<unknown> {
  const { promise: late, resolve } = NativePromise.withResolvers<void>();
  const timer = setTimer(resolve, PROMISE_MS);
  try {
    return await NativePromise.race([promise.then((value) => (settled(), value)), late]);
  } finally {
    clearTimer(timer);
  }
}

function failed(error: unknown): EvaluateOutcome {
  if (isInterruption(error)) return { kind: "interrupted" };
  cleanMessage(error);
  return { kind: "error", error };
}
