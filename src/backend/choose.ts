/** Chooses the back end: the fastest that loads, or the one that `CONVKERNEL_BACKEND` names. */
import type { Backend, BackendInfo } from "./backend.ts";
import { deviceBackend } from "./device/device-backend.ts";
import { plain } from "./plain/index.ts";
import { hasLarge } from "./storage.ts";
import { findAddon } from "./tfjs-node/binding.ts";
import { TfjsNodeEngine } from "./tfjs-node/tfjs-node-engine.ts";
import { loadWasm } from "./wasm/load.ts";

const names = ["tfjs-node", "wasm", "plain"] as const;

/** TensorFlow takes half a second to load and does nothing for tiny tensors, so it is loaded only when a large one exists. */
const choose = chooser(process.env["CONVKERNEL_BACKEND"]);
let chosen: Backend | undefined;

/** The back end for the next op. */
export function backend(): Backend {
  if (chosen !== undefined) return chosen;
  return hasLarge() ? (chosen = choose()) : plain;
}

/** The back end in use, as shown to users; loads it if it is not loaded yet. */
export function backendInfo(): BackendInfo {
  return (chosen ??= choose()).info;
}

function chooser(name: string | undefined): () => Backend {
  if (name !== undefined && name !== "" && !names.includes(name as (typeof names)[number]))
    throw new RangeError(`CONVKERNEL_BACKEND: expected one of ${names.join(", ")}, got ${name}`);
  if (name === "plain") return () => plain;
  if (name === "wasm") return () => wasm(undefined);
  const addon = findAddon();
  if (addon.kind === "found") return () => native(addon.path, name === "tfjs-node");
  if (name === "tfjs-node") throw new Error(`CONVKERNEL_BACKEND=tfjs-node: ${addon.reason}`);
  return () => wasm(addon.reason);
}

function native(path: string, asked: boolean): Backend {
  try {
    return deviceBackend(new TfjsNodeEngine(path), plain);
  } catch (error) {
    if (asked) throw error;
    return because(plain, `tfjs-node does not load: ${messageOf(error)}; CONVKERNEL_BACKEND=wasm is faster than this`);
  }
}

function wasm(reason: string | undefined): Backend {
  try {
    const ready = deviceBackend(loadWasm(), plain);
    return reason === undefined ? ready : because(ready, reason);
  } catch (error) {
    if (reason === undefined) throw error;
    return because(plain, `${reason}; wasm does not load: ${messageOf(error)}`);
  }
}

function because(backend: Backend, reason: string): Backend {
  return { ...backend, info: { ...backend.info, reason } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
