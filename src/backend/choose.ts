/** Which back end computes: the fastest that loads, or the one that `CONVKERNEL_BACKEND` names. */
import type { Backend } from "./backend.ts";
import { deviceBackend } from "./device/device-backend.ts";
import { plain } from "./plain/index.ts";
import { TfjsNodeEngine } from "./tfjs-node/tfjs-node-engine.ts";

const chosen = choose(process.env["CONVKERNEL_BACKEND"]);

/** The back end in use. */
export function backend(): Backend {
  return chosen;
}

function choose(name: string | undefined): Backend {
  if (name === "plain") return plain;
  try {
    return deviceBackend(new TfjsNodeEngine(), plain);
  } catch (error) {
    if (name === "tfjs-node") throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { ...plain, info: { ...plain.info, reason } };
  }
}
