/**
 * Starts @tensorflow/tfjs-backend-wasm synchronously. Its own start is asynchronous, and a library that awaits it at its top level can
 * neither be required nor be used by a script that computes at once; Node can compile WebAssembly synchronously.
 *
 * Reference: https://github.com/tensorflow/tfjs/blob/tfjs-v4.22.0/tfjs-backend-wasm/src/backend_wasm.ts, `init`
 */
import { readFileSync } from "node:fs";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { requirePackage } from "../require.ts";
import { type Core, WasmEngine } from "./wasm-engine.ts";

const library = "@tensorflow/tfjs-backend-wasm";

interface Instance {
  readonly exports: object;
}

/** The parts of the global WebAssembly used here; its types come only with TypeScript's DOM library. */
const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssembly }).WebAssembly;
interface WebAssembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => Instance;
}

/** What Emscripten turns the object that it is given into. */
interface EmscriptenModule {
  instantiateWasm(imports: object, receive: (instance: Instance, module: object) => void): object;
  cwrap?(name: string, result: string | null, parameters: readonly string[]): unknown;
  tfjs?: Readonly<Record<string, unknown>>;
}

interface Library {
  readonly BackendWasm: new (module: EmscriptenModule) => KernelBackend;
  readonly version_wasm: string;
}

let engine: WasmEngine | undefined;

/** The library, loaded once; throws, with the reason, if WebAssembly is unavailable. */
export function loadWasm(): WasmEngine {
  return (engine ??= start());
}

/**
 * Set on TensorFlow's engine, which all copies of this library in a process share, so that they all use the back end that one has started.
 */
const started = Symbol.for("convkernel.wasm");

function start(): WasmEngine {
  const core = requirePackage("@tensorflow/tfjs-core") as Core;
  const { BackendWasm, version_wasm } = requirePackage(library) as Library;
  const shared = core.engine() as { [started]?: true };
  if (shared[started] !== true) {
    const module = instantiate();
    core.removeBackend("wasm");
    core.registerBackend("wasm", () => new BackendWasm(module));
    shared[started] = true;
  }
  // The promise is for back ends that start later; this one has already started.
  void core.setBackend("wasm");
  if (core.getBackend() !== "wasm") throw new Error(`${library} does not start`);
  return new WasmEngine(core, version_wasm);
}

function instantiate(): EmscriptenModule {
  const file = requirePackage.resolve(`${library}/wasm-out/tfjs-backend-wasm-simd.wasm`);
  const module: EmscriptenModule = {
    instantiateWasm(imports, receive) {
      const compiled = new Module(readFileSync(file));
      const instance = new Instance(compiled, imports);
      receive(instance, compiled);
      return instance.exports;
    },
  };
  const factory = requirePackage(`${library}/wasm-out/tfjs-backend-wasm.js`) as (module: EmscriptenModule) => unknown;
  withoutNewListeners(() => void factory(module));
  if (module.cwrap === undefined) throw new Error(`${library} does not start`);
  const cwrap = module.cwrap.bind(module);
  module.tfjs = {
    init: cwrap("init", null, []),
    initWithThreadsCount: cwrap("init_with_threads_count", null, ["number"]),
    getThreadsCount: cwrap("get_threads_count", "number", []),
    registerTensor: cwrap("register_tensor", null, ["number", "number", "number"]),
    disposeData: cwrap("dispose_data", null, ["number"]),
    dispose: cwrap("dispose", null, []),
  };
  return module;
}

/** Emscripten adds listeners that rethrow uncaught errors, which is not for a library to decide. */
function withoutNewListeners(body: () => void): void {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.listeners(event as "exit")));
  body();
  for (const [k, event] of events.entries())
    for (const listener of process.listeners(event as "exit"))
      if (!before[k]!.has(listener)) process.removeListener(event, listener);
}
