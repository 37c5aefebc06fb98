/**
 * The only file that reaches into tslab, whose executor runs the cells. `tslab/dist` is not a public API, so the version is pinned.
 */
import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { types } from "./own-util.ts";
import vm from "node:vm";
import { explainImportError } from "./modules/errors.ts";
import { asKernel, asUser, beginKernel } from "./pristine.ts";

const require = createRequire(import.meta.url);
const { runInThisContext } = vm;
/** The file name from which tslab resolves a cell's `require`, and below the name that we show instead. */
const REQUIRER = "src.js";
const CELL = "[cell]";

/** The part of tslab's Converter (tslab/dist/converter.d.ts) that its executor calls for a cell. */
interface Conversion {
  readonly output: string;
  readonly declOutput: string;
  readonly diagnostics: readonly never[];
  readonly hasToplevelAwait: boolean;
}

interface TslabExecutor {
  execute(source: string): Promise<boolean>;
  interrupt(): void;
}

type CreateExecutor = (
  root: string,
  converters: { node: { convert(previous: string, source: string): Conversion }; browser: unknown; close(): void },
  console: { log(value: unknown): void; error(error: unknown): void },
) => TslabExecutor;

export type Execution = { readonly kind: "done" } | { readonly kind: "failed"; readonly error: unknown };

export interface CellExecutor {
  /** Runs the JavaScript of a cell; everything before its first await runs within this call. */
  execute(code: string, isAsync: boolean): Promise<Execution>;
  /** Gives up waiting for the running cell, which fails with an error that `isInterruption` knows. */
  interrupt(): void;
  /** The `exports` of cells. */
  readonly locals: Record<string, unknown>;
  /** The `module` of cells, CommonJS's. */
  readonly module: Module;
}

/** An executor whose `require` resolves from `folder`. */
export function createCellExecutor(folder: string): CellExecutor {
  keepCompilerAway();
  const { createExecutor } = require("tslab/dist/executor") as { createExecutor: CreateExecutor };
  let isAsync = false;
  let failure: unknown;
  const node = {
    convert: (_previous: string, source: string): Conversion => ({
      output: source,
      declOutput: "",
      diagnostics: [],
      hasToplevelAwait: isAsync,
    }),
  };
  const scope = globalThis as { __tslab__?: unknown };
  let given: unknown = null;
  // tslab's wrapper finds `exports` and `require` in this global, which is hidden from listings of globals. The user may have put a getter
  // in its place; if the global object is frozen, the global is still there.
  const placeScope = (): void => {
    if (Reflect.getOwnPropertyDescriptor(scope, "__tslab__")?.value === given) return;
    Reflect.defineProperty(scope, "__tslab__", { value: given, writable: true, configurable: true, enumerable: false });
  };
  placeScope();
  const executor = createExecutor(
    folder,
    { node, browser: node, close() {} },
    {
      log() {},
      error(error) {
        failure = error;
      },
    },
  );
  const { require: requireOfCells } = scope.__tslab__ as { readonly require: NodeJS.Require };
  // We do not use tslab's own exports, because their proxy's handler inherits what the user adds to `Object.prototype`.
  const own = { exports: {} as Record<string, unknown>, require: explaining(requireOfCells, join(folder, REQUIRER)) };
  given = own;
  const module = createModule(folder, own.exports);
  // A notebook is its own main program.
  own.require.main = module;
  return {
    async execute(code, asynchronous) {
      placeScope();
      isAsync = asynchronous;
      failure = undefined;
      // tslab's own code around the cell counts as kernel code, the cell as user code.
      vm.runInThisContext = (source, options) => {
        vm.runInThisContext = runInThisContext;
        return asUser(() => runInThisContext(source, options) as unknown);
      };
      const done = await executor.execute(code);
      beginKernel();
      return done ? { kind: "done" } : { kind: "failed", error: failure };
    },
    interrupt() {
      executor.interrupt();
    },
    locals: own.exports,
    module,
  };
}

/**
 * Says what to do about a missing package and which line of the cell requires it; in Node's own error that line is far down the stack. For
 * an ES module whose evaluation was cut off, Node throws `null`, and `require` has no way to evaluate it again.
 */
function explaining(inner: NodeJS.Require, requirer: string): NodeJS.Require {
  const outer = (name: string): unknown => {
    try {
      return inner(name) as unknown;
    } catch (error) {
      if (error !== null) throw explained(error, name, requirer, outer);
      const text = `require("${name}"): the module was stopped while it ran. await import("${name}") runs it anew`;
      throw new Error(text);
    }
  };
  Object.defineProperty(outer, "name", { value: "require", configurable: true });
  return Object.assign(outer, inner);
}

/** If the required module was found but itself requires a missing one, Node's own message is right and stays. */
function explained(error: unknown, name: string, requirer: string, caller: (name: string) => unknown): unknown {
  return asKernel(() => {
    if (!types.isNativeError(error) || !error.message.endsWith(requirer)) return error;
    error.message = error.message.slice(0, -requirer.length) + CELL;
    explainImportError(error, name);
    Error.captureStackTrace(error, caller);
    return error;
  });
}

/** The `module` of cells. */
function createModule(folder: string, exports: object): Module {
  const module = new Module(join(folder, CELL));
  module.filename = module.id;
  module.exports = exports;
  return module;
}

/** Whether an error is the one by which tslab's executor gives up waiting. */
export function isInterruption(error: unknown): boolean {
  // Anything that a cell throws may come here, so none of the user's code may run.
  if (!types.isNativeError(error)) return false;
  return Object.getOwnPropertyDescriptor(error, "message")?.value === "Interrupted asynchronously";
}

/**
 * Keeps tslab from loading its TypeScript fork, with which it would read a cell's tags; cells reach its executor compiled, without tags.
 */
function keepCompilerAway(): void {
  preload(require.resolve("tslab/dist/metadata"), { getCodeMetadata: () => ({}) });
}

function preload(filename: string, exports: object): void {
  const module = new Module(filename);
  module.filename = filename;
  module.exports = exports;
  module.loaded = true;
  require.cache[filename] = module;
}
