import { plain } from "../../../src/backend/index.ts";
import type { Backend } from "../../../src/backend/index.ts";
import { deviceBackend } from "../../../src/backend/device/device-backend.ts";
import { TfjsNodeEngine } from "../../../src/backend/tfjs-node/tfjs-node-engine.ts";

/** The back ends over a device that load on this machine. */
export async function backendsHere(): Promise<readonly { readonly name: string; readonly backend: Backend }[]> {
  const engine = new TfjsNodeEngine();
  return [{ name: engine.info.name, backend: deviceBackend(engine, plain) }];
}
