/**
 * A probe: something that front ends and test suites demand of a kernel, in words, and how it is checked. All probes of a list share one
 * kernel.
 */
import type { Client, Connected, Message } from "../../support/client.ts";

export interface Probe {
  readonly demand: string;
  readonly run: (connected: Connected) => Promise<void>;
}

/** `status busy`, `stream`, `status idle` and so on. */
export function summary(messages: readonly Message[]): string[] {
  return messages.map(({ type, content }) =>
    type === "status" ? `status ${String(content["execution_state"])}` : type,
  );
}

/** Starts a cell; resolves when it has printed that it is running. */
export async function running(client: Client, code: string): Promise<string> {
  const id = client.submit(`console.log("on"); ${code}`);
  await client.next(({ type, parent }) => type === "stream" && parent.msg_id === id);
  return id;
}

/** Keeps the runner's only thread busy until an interrupt. */
export const ENDLESS = "for (;;) {}";
