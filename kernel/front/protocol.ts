/**
 * The messages of Jupyter's wire protocol, version 5.5, each content typed once.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html (called "spec" below; sections by their titles).
 */
import type { DisplayContent, ErrorContent, ExpressionResult } from "../contract/runner.ts";

export const PROTOCOL_VERSION = "5.5";

/** Spec, "Message header". */
export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

/** The sockets that carry messages; the heartbeat carries bare bytes. */
export type Channel = "shell" | "control" | "stdin" | "iopub";

/** A message as it came in: its signature was checked, its content was not. */
export interface Incoming {
  /** Routing frames, all of them: a reply goes back through the same ones. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parentHeader: Partial<Header>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
  /** Size in bytes of a content that was too large to be read; `content` is then empty. */
  readonly oversized?: number;
}

/** A message about to leave; `wire.ts` adds its header. */
export interface Outgoing {
  readonly channel: Channel;
  readonly type: string;
  readonly content: object;
  /** Header of the request that caused the message; empty if no request did. */
  readonly parent: Header | Record<string, never>;
  readonly identities?: readonly Uint8Array[];
  readonly metadata?: object;
  readonly buffers?: readonly Uint8Array[];
  /** Message id, set for messages whose answer must be recognised. */
  readonly id?: string;
}

export type Send = (message: Outgoing) => void;

/** Spec, "Request-Reply": how every failed request is answered. */
export interface ErrorReply extends ErrorContent {
  readonly status: "error";
}

/** Contents of requests, by message type. Fields that a client may leave out are filled in by `requests.ts`. */
export interface Requests {
  /** Spec, "Execute". */
  readonly execute_request: {
    readonly code: string;
    readonly silent: boolean;
    readonly store_history: boolean;
    readonly user_expressions: Readonly<Record<string, string>>;
    readonly allow_stdin: boolean;
    readonly stop_on_error: boolean;
  };
  /** Spec, "Introspection". */
  readonly inspect_request: { readonly code: string; readonly cursor_pos: number; readonly detail_level: 0 | 1 };
  /** Spec, "Completion". */
  readonly complete_request: { readonly code: string; readonly cursor_pos: number };
  /** Spec, "History". */
  readonly history_request: HistoryQuery & { readonly output: boolean };
  /** Spec, "Code completeness". */
  readonly is_complete_request: { readonly code: string };
  /** Spec, "Connect" (deprecated). */
  readonly connect_request: Record<string, never>;
  /** Spec, "Comm info". */
  readonly comm_info_request: { readonly target_name?: string };
  /** Spec, "Kernel info". */
  readonly kernel_info_request: Record<string, never>;
  /** Spec, "Kernel shutdown". */
  readonly shutdown_request: { readonly restart: boolean };
  /** Spec, "Kernel interrupt". */
  readonly interrupt_request: Record<string, never>;
}

export type HistoryQuery =
  | { readonly hist_access_type: "tail"; readonly n: number }
  | {
      readonly hist_access_type: "range";
      /** 0 is the present session, negative numbers count back from it. */
      readonly session: number;
      readonly start: number;
      /** Absent: to the end of the session. */
      readonly stop?: number;
    }
  | {
      readonly hist_access_type: "search";
      /** Glob: `*` and `?`. */
      readonly pattern: string;
      readonly n?: number;
      readonly unique: boolean;
    };

/** `[session, line, input]`, or `[session, line, [input, output]]` if outputs were asked for. */
export type HistoryEntry = readonly [session: number, line: number, cell: string | readonly [string, string | null]];

/** Contents of successful replies, by message type. */
export interface Replies {
  readonly execute_reply: {
    readonly status: "ok";
    readonly execution_count: number;
    readonly payload: readonly Readonly<Record<string, unknown>>[];
    readonly user_expressions: Readonly<Record<string, ExpressionResult>>;
  };
  readonly inspect_reply: { readonly status: "ok"; readonly found: boolean } & Pick<
    DisplayContent,
    "data" | "metadata"
  >;
  readonly complete_reply: {
    readonly status: "ok";
    readonly matches: readonly string[];
    readonly cursor_start: number;
    readonly cursor_end: number;
    readonly metadata: {
      /** One entry for each match, each with a text; otherwise front ends ignore the whole list. */
      readonly _jupyter_types_experimental?: readonly {
        readonly text: string;
        readonly type: string;
        readonly start: number;
        readonly end: number;
        readonly signature?: string;
      }[];
    };
  };
  readonly history_reply: { readonly status: "ok"; readonly history: readonly HistoryEntry[] };
  readonly is_complete_reply: {
    readonly status: "complete" | "incomplete" | "invalid" | "unknown";
    readonly indent?: string;
  };
  readonly connect_reply: Readonly<Record<`${"shell" | "iopub" | "stdin" | "hb" | "control"}_port`, number>>;
  readonly comm_info_reply: {
    readonly status: "ok";
    readonly comms: Readonly<Record<string, { readonly target_name: string }>>;
  };
  readonly kernel_info_reply: KernelInfo;
  readonly shutdown_reply: { readonly status: "ok"; readonly restart: boolean };
  readonly interrupt_reply: { readonly status: "ok" };
}

/** Spec, "Kernel info". */
export interface KernelInfo {
  readonly status: "ok";
  readonly protocol_version: string;
  readonly implementation: string;
  readonly implementation_version: string;
  readonly language_info: {
    readonly name: string;
    readonly version: string;
    readonly mimetype: string;
    readonly file_extension: string;
    readonly pygments_lexer: string;
    readonly codemirror_mode: string;
    readonly nbconvert_exporter: string;
  };
  readonly banner: string;
  readonly help_links: readonly { readonly text: string; readonly url: string }[];
  readonly debugger: false;
  readonly supported_features: readonly string[];
}

export type RequestType = keyof Requests;
export type ReplyType<T extends RequestType> = T extends `${infer Stem}_request` ? `${Stem}_reply` : never;
/** A cell that never ran because an earlier one failed: spec, "Execution results"; this third status is deprecated but still in use. */
export interface AbortedReply extends ErrorContent {
  readonly status: "aborted";
}

type Failure<T extends RequestType> = T extends "execute_request"
  ? | (ErrorReply & {
        readonly execution_count: number;
        readonly user_expressions: object;
        readonly payload: readonly object[];
      })
    | AbortedReply
  : ErrorReply;
export type ReplyContent<T extends RequestType> = Replies[ReplyType<T>] | Failure<T>;

/** The name of a reply follows from the name of its request, so it cannot be mistyped. */
export function replyType(requestType: string): string {
  return requestType.replace(/_request$/, "_reply");
}

/** A request of a known type whose content has been read. */
export interface Request<T extends RequestType> {
  readonly message: Incoming;
  readonly channel: "shell" | "control";
  readonly content: Requests[T];
}
