/**
 * Reads the contents of requests, as clients send them, into the types of `protocol.ts`: optional fields are filled in, and a field of the
 * wrong type is refused with a one-sentence error.
 */
import type { Requests, RequestType } from "./protocol.ts";

/** No cell that a person wrote is longer; with longer ones the compiler and the type service would need minutes and gigabytes. */
const MAX_CODE = 2_000_000;

type Content = Readonly<Record<string, unknown>>;
type Readers = { readonly [T in RequestType]: (content: Content) => Requests[T] };

/** The content of a request does not fit its type. */
export class ContentError extends TypeError {
  override readonly name = "ContentError";
}

/**
 * Reads the content of a request.
 * @throws ContentError where a field has the wrong type.
 */
export function readContent<T extends RequestType>(type: T, content: Content): Requests[T] {
  return readers[type](content);
}

export function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(readers, type);
}

const none = (): Record<string, never> => ({});

const readers: Readers = {
  execute_request(content) {
    const silent = flag("execute_request", content, "silent", false);
    return {
      code: source("execute_request", content),
      silent,
      // Spec: a silent request is never stored, whatever its `store_history` says.
      store_history: !silent && flag("execute_request", content, "store_history", true),
      user_expressions: expressions(content["user_expressions"]),
      allow_stdin: flag("execute_request", content, "allow_stdin", true),
      stop_on_error: flag("execute_request", content, "stop_on_error", true),
    };
  },
  inspect_request(content) {
    const code = source("inspect_request", content);
    return {
      code,
      cursor_pos: number("inspect_request", content, "cursor_pos", Infinity),
      detail_level: content["detail_level"] === 1 ? 1 : 0,
    };
  },
  complete_request(content) {
    const code = source("complete_request", content);
    return { code, cursor_pos: number("complete_request", content, "cursor_pos", Infinity) };
  },
  history_request(content) {
    const output = flag("history_request", content, "output", false);
    const type = content["hist_access_type"] ?? "tail";
    switch (type) {
      case "tail":
        return { hist_access_type: "tail", output, n: number("history_request", content, "n", 1000) };
      case "range": {
        const stop = content["stop"] ?? undefined;
        return {
          hist_access_type: "range",
          output,
          session: number("history_request", content, "session", 0),
          start: number("history_request", content, "start", 1),
          ...(stop === undefined ? {} : { stop: number("history_request", content, "stop", 0) }),
        };
      }
      case "search": {
        const n = content["n"] ?? undefined;
        return {
          hist_access_type: "search",
          output,
          pattern: content["pattern"] === undefined ? "*" : text("history_request", content, "pattern"),
          unique: flag("history_request", content, "unique", false),
          ...(n === undefined ? {} : { n: number("history_request", content, "n", 0) }),
        };
      }
      default:
        throw new ContentError(
          `history_request: expected hist_access_type "tail", "range" or "search", got ${JSON.stringify(type)}`,
        );
    }
  },
  is_complete_request: (content) => ({ code: source("is_complete_request", content) }),
  connect_request: none,
  comm_info_request(content) {
    // Some clients spell "all targets" as null or as an empty string.
    const target = content["target_name"];
    return typeof target === "string" && target !== "" ? { target_name: target } : {};
  },
  kernel_info_request: none,
  shutdown_request: (content) => ({ restart: flag("shutdown_request", content, "restart", false) }),
  interrupt_request: none,
};

function source(type: RequestType, content: Content): string {
  const code = text(type, content, "code");
  if (code.length <= MAX_CODE) return code;
  const [size, most] = [code.length, MAX_CODE].map((count) => count.toLocaleString("en-US"));
  throw new ContentError(`${type}: expected at most ${most} characters of code, got ${size}. Put data into a file`);
}

function text(type: RequestType, content: Content, key: string): string {
  const value = content[key];
  if (typeof value !== "string") throw wrong(type, key, "a string", value);
  return value;
}

function flag(type: RequestType, content: Content, key: string, absent: boolean): boolean {
  const value = content[key] ?? absent;
  if (typeof value !== "boolean") throw wrong(type, key, "a boolean", value);
  return value;
}

function number(type: RequestType, content: Content, key: string, absent: number): number {
  const value = content[key] ?? absent;
  if (typeof value !== "number") throw wrong(type, key, "a number", value);
  return value;
}

function expressions(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || !Object.values(value).every((entry) => typeof entry === "string")) {
    throw wrong("execute_request", "user_expressions", "an object of strings", value);
  }
  return value as Record<string, string>;
}

function wrong(type: RequestType, key: string, expected: string, value: unknown): ContentError {
  return new ContentError(
    `${type}: expected ${key} to be ${expected}, got ${String(JSON.stringify(value)).slice(0, 80)}`,
  );
}
