import { plain } from "../../../src/backend/index.ts";
import type { Backend } from "../../../src/backend/index.ts";
import { deviceBackend } from "../../../src/backend/device/device-backend.ts";
import { findAddon } from "../../../src/backend/tfjs-node/binding.ts";
import { TfjsNodeEngine } from "../../../src/backend/tfjs-node/tfjs-node-engine.ts";
import { loadWasm } from "../../../src/backend/wasm/load.ts";

/** The device back ends that load on this machine: tfjs-node if its addon is there, wasm everywhere. */
export async function backendsHere(): Promise<readonly { readonly name: string; readonly backend: Backend }[]> {
  const addon = findAddon();
  const engines = addon.kind === "found" ? [new TfjsNodeEngine(addon.path)] : [];
  return [...engines, loadWasm()].map((engine) => ({
    name: engine.info.name,
    backend: deviceBackend(engine, plain),
  }));
}
