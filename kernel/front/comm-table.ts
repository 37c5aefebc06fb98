/**
 * Keeps track of which comms are open, from the messages of both sides. So `comm_info_request` is answered without asking a runner that may
 * be busy, and when a runner dies its comms do not go on looking alive.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
import type { CommMessage } from "../contract/runner.ts";

export class CommTable {
  readonly #targets = new Map<string, string>();

  /** Takes note of a message from either side. */
  follow(message: CommMessage): void {
    const id = message.content["comm_id"];
    const target = message.content["target_name"];
    if (typeof id !== "string") return;
    if (message.type === "comm_open") this.#targets.set(id, typeof target === "string" ? target : "");
    if (message.type === "comm_close") this.#targets.delete(id);
  }

  has(message: CommMessage): boolean {
    return this.#targets.has(String(message.content["comm_id"]));
  }

  /** Open comms, of one target or of all. */
  list(target?: string): Record<string, { readonly target_name: string }> {
    const open = [...this.#targets].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(open.map(([id, name]) => [id, { target_name: name }]));
  }

  /** Forgets all comms and returns the messages that tell the client so. */
  closeAll(): readonly CommMessage[] {
    const ids = [...this.#targets.keys()];
    this.#targets.clear();
    return ids.map((id) => closing(id));
  }
}

/** The message that refuses or closes a comm. */
export function closing(id: string): CommMessage {
  return { type: "comm_close", content: { comm_id: id, data: {} }, metadata: {}, buffers: [] };
}
