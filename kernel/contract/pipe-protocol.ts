/** Every message between the front and its runner. Binary parts travel as the frame's buffers, in the order named here. */
import type { CompletionItem, Description } from "./language.ts";
import type { CommMessage, DisplayContent, ExecuteOutcome, ExecuteRequest } from "./runner.ts";

/** A comm message without its buffers, which are the frame's. */
export type CommEnvelope = Omit<CommMessage, "buffers">;

/** Sent to the main thread and to the interrupter. */
export interface Interrupt {
  readonly kind: "interrupt";
  /** Counts up; see `interrupt-claim.ts`. */
  readonly id: number;
  /** The cell to stop; "" to stop only whatever keeps the process busy. */
  readonly parent: string;
}

/** Sent to the interrupter: nobody is waiting for the answer to this question any more. */
export interface Abandon {
  readonly kind: "abandon";
  readonly id: number;
}

export type ToRunner =
  | { readonly kind: "execute"; readonly request: ExecuteRequest }
  | Interrupt
  | Abandon
  | { readonly kind: "comm"; readonly parent: string; readonly comm: CommEnvelope }
  | { readonly kind: "comms"; readonly id: number }
  | { readonly kind: "members"; readonly id: number; readonly path: string }
  | { readonly kind: "describe"; readonly id: number; readonly path: string }
  | { readonly kind: "shutdown" };

/** The answer to an "input" message; the runner blocks until it comes. */
export type InputAnswer =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "refused" } | { readonly kind: "interrupted" };

export type OpenComms = Readonly<Record<string, { readonly target_name: string }>>;

export type FromRunner =
  | { readonly kind: "ready" }
  /** One buffer: the text as UTF-8. */
  | { readonly kind: "stream"; readonly parent: string; readonly name: "stdout" | "stderr" }
  | { readonly kind: "display"; readonly parent: string; readonly content: DisplayContent }
  | { readonly kind: "update"; readonly parent: string; readonly content: DisplayContent }
  | { readonly kind: "clear"; readonly parent: string; readonly wait: boolean }
  | {
      readonly kind: "broadcast";
      readonly parent: string;
      readonly type: string;
      readonly content: object;
      readonly metadata: object;
    }
  | { readonly kind: "comm"; readonly parent: string; readonly comm: CommEnvelope }
  | { readonly kind: "input"; readonly parent: string; readonly prompt: string; readonly password: boolean }
  /** The interrupt is finished: nothing more will be terminated because of it. */
  | { readonly kind: "interrupted"; readonly id: number }
  | { readonly kind: "outcome"; readonly parent: string; readonly outcome: ExecuteOutcome }
  | { readonly kind: "comms"; readonly id: number; readonly comms: OpenComms }
  | { readonly kind: "members"; readonly id: number; readonly items: readonly CompletionItem[] }
  | { readonly kind: "describe"; readonly id: number; readonly description?: Description };

/** File descriptors of the runner beside 0, 1 and 2. */
export const FD = {
  /** Runner to front, and the front's answers to input questions back; the runner's reads and writes block. */
  blocking: 3,
  /** Front to runner, read by the runner's event loop. */
  requests: 4,
  /** Front to the interrupter's thread. When it closes, the front is gone. */
  interrupts: 5,
} as const;
