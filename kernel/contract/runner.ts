/**
 * What the front knows of the runner: the interface that dispatch talks to. `runner-handle.ts` implements it over a child
 * process; tests of dispatch implement it in a few lines.
 */
import type { CompiledCell, LiveValues } from "./language.ts";

/** MIME type to content: strings, except JSON types, which hold any JSON value. Binary is base64 already. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface DisplayContent {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

export interface ExecuteRequest {
  /** Id of the request that caused the work; outputs carry it back, however late they come. */
  readonly parent: string;
  readonly cell: CompiledCell;
  readonly silent: boolean;
  readonly allowStdin: boolean;
  /** Name to compiled expression. */
  readonly userExpressions: Readonly<Record<string, CompiledCell>>;
}

export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** What an interrupted cell fails with. */
export const INTERRUPTED: ErrorContent = {
  ename: "KeyboardInterrupt",
  evalue: "the cell was interrupted",
  traceback: ["KeyboardInterrupt: the cell was interrupted; variables are kept"],
};

/** One entry of `user_expressions` in a reply. */
export type ExpressionResult =
  | ({ readonly status: "ok" } & Pick<DisplayContent, "data" | "metadata">)
  | ({ readonly status: "error" } & ErrorContent);

export type ExecuteOutcome =
  | {
      readonly kind: "ok";
      /** Absent where the cell has no value to show. */
      readonly result?: Pick<DisplayContent, "data" | "metadata">;
      readonly userExpressions: Readonly<Record<string, ExpressionResult>>;
      readonly payload: readonly Record<string, unknown>[];
    }
  | ({
      readonly kind: "error";
      /** The runner was replaced: variables are gone. */
      readonly variablesLost: boolean;
    } & ErrorContent);

export interface CommMessage {
  readonly type: "comm_open" | "comm_msg" | "comm_close";
  readonly content: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** A promise asks the caller to hold back further output until it settles, so that the runner's output does not pile up in the front. */
export type Held = void | Promise<void>;

/** What the runner sends while it works. `parent` is the request's id, or "" if none is known. */
export interface RunnerEvents {
  stream(parent: string, name: "stdout" | "stderr", text: string): Held;
  /** `bytes` is roughly how much memory the content takes. */
  display(parent: string, content: DisplayContent, bytes: number): Held;
  updateDisplay(parent: string, content: DisplayContent, bytes: number): Held;
  clearOutput(parent: string, wait: boolean): Held;
  /** Any other iopub message, as Deno's `broadcast` sends them. */
  broadcast(
    parent: string,
    type: string,
    content: object,
    metadata: object,
    buffers: readonly Uint8Array[],
    bytes: number,
  ): Held;
  comm(parent: string, message: CommMessage, bytes: number): Held;
  input(parent: string, request: { readonly prompt: string; readonly password: boolean }): Promise<string | null>;
  /** The runner died and was replaced while no cell was running; gives the reason in one line. */
  lost(reason: string): void;
}

export interface Runner {
  /** Resolves when all output of the cell has been handed to the events. Never rejects. One cell at a time. */
  execute(request: ExecuteRequest): Promise<ExecuteOutcome>;
  /** Stops the running cell by the interrupt ladder; if no cell runs, stops whatever keeps the runner busy. */
  interrupt(): Promise<void>;
  comm(parent: string, message: CommMessage): void;
  /** Open comms, id to target. */
  comms(): Promise<Readonly<Record<string, { readonly target_name: string }>>>;
  readonly live: LiveValues;
  /** Usage of the process and everything it has started; undefined if the system does not tell. */
  usage(): Usage | undefined;
  shutdown(): Promise<void>;
}

/** How much processor time processes have used so far, and how much memory they hold. */
export interface Usage {
  readonly cpuMs: number;
  readonly heldMb: number;
}
