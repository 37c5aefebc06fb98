/**
 * The one file that reaches into tslab: its executor runs the cells. `tslab/dist` is not a promised surface, so the version is pinned.
 */
import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { types } from "./own-util.ts";
import vm from "node:vm";
import { explainImportError } from "./modules/errors.ts";
import { asKernel, asUser, beginKernel } from "./pristine.ts";

const require = createRequire(import.meta.url);
const { runInThisContext } = vm;
/** What tslab calls the module that requires what cells require, and what we call it. */
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
  // Its wrapper finds `exports` and `require` in this global, which listings of globals need not show. A getter of the user's may
  // stand there; where the global object is frozen, it is still there.
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
  // Not tslab's own exports: their proxy has a handler that inherits what the user adds to `Object.prototype`.
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
      // tslab's own code around the cell is the kernel's, the cell is the user's.
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
 * Says what to do about a package that is not there, and in which line of the cell; from Node's own call that is far away. Node gives
 * `null` for an ES module whose evaluation was cut off, and has no way to evaluate it again for `require`.
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

/** Of a module that was found, and requires another in vain, Node's words are right. */
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
  // Whatever a cell throws comes here, so nothing of the user's may run.
  if (!types.isNativeError(error)) return false;
  return Object.getOwnPropertyDescriptor(error, "message")?.value === "Interrupted asynchronously";
}

/** tslab reads the tags of a cell with its TypeScript fork; cells reach its executor compiled, without tags. */
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
