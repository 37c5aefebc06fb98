/** Answers every request except cells: contents in, contents out. */
import type { Completion, Inspection, Language, LiveValues } from "../contract/language.ts";
import { toCodePoints, toUtf16 } from "./code-points.ts";
import type { CommTable } from "./comm-table.ts";
import type { HistoryStore } from "./history.ts";
import type { Lazy } from "./lazy.ts";
import type { ErrorReply, KernelInfo, Replies, ReplyContent, Requests, RequestType } from "./protocol.ts";
import { isRequestType, readContent } from "./requests.ts";
import type { Runner } from "../contract/runner.ts";
import { within } from "../contract/wait.ts";

/** Front ends give up after 2 s or more; a late completion helps nobody. */
const WAIT_MS = 1900;

export interface AnswerParts {
  readonly language: Lazy<Language>;
  readonly runner: Lazy<Runner>;
  readonly history: Lazy<HistoryStore>;
  readonly comms: CommTable;
  readonly info: KernelInfo;
  readonly ports: Replies["connect_reply"];
  readonly interrupt: () => Promise<void>;
}

type Handlers = {
  readonly [T in Exclude<RequestType, "execute_request">]: (
    content: Requests[T],
  ) => ReplyContent<T> | Promise<ReplyContent<T>>;
};

/** Never rejects: a failure becomes an error reply. */
export type Answer = (type: string, content: Readonly<Record<string, unknown>>) => Promise<object>;

export function createAnswer(parts: AnswerParts): Answer {
  const handlers = createHandlers(parts);
  return async (type, content) => {
    try {
      if (!isRequestType(type) || type === "execute_request") {
        return failure("NotImplementedError", `${type}: this kernel does not know this request`);
      }
      // There is one handler for each type: the compiler checks the table, but not this look-up.
      const handler = handlers[type] as (content: object) => object | Promise<object>;
      return await handler(readContent(type, content));
    } catch (error) {
      return error instanceof Error ? failure(error.name, error.message) : failure("Error", String(error));
    }
  };
}

export function failure(ename: string, evalue: string): ErrorReply {
  return { status: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

function createHandlers({ language, runner, history, comms, info, ports, interrupt }: AnswerParts): Handlers {
  // Completion does not wait for a runner that is busy: the runner's handle answers for it.
  const live: LiveValues = {
    members: async (path) => (await runner.get()).live.members(path),
    describe: async (path) => (await runner.get()).live.describe(path),
  };
  return {
    kernel_info_request: () => info,
    connect_request: () => ports,
    comm_info_request: ({ target_name }) => ({ status: "ok", comms: comms.list(target_name) }),
    history_request: async (query) => ({ status: "ok", history: (await history.get()).query(query) }),
    async is_complete_request({ code }) {
      const { kind, ...rest } = (await language.get()).isComplete(code);
      return { status: kind, ...rest };
    },
    async complete_request({ code, cursor_pos }) {
      const offset = toUtf16(code, cursor_pos);
      const none: Completion = { items: [], start: offset, end: offset };
      const asked = language.get().then((room) => room.complete(code, offset, live));
      return completeReply(
        code,
        await within(
          WAIT_MS,
          asked.catch(() => none),
          none,
        ),
      );
    },
    async inspect_request({ code, cursor_pos, detail_level }) {
      const none: Inspection = { found: false, data: {} };
      const asked = language.get().then((room) => room.inspect(code, toUtf16(code, cursor_pos), detail_level, live));
      const { found, data } = await within(
        WAIT_MS,
        asked.catch(() => none),
        none,
      );
      return { status: "ok", found, data, metadata: {} };
    },
    interrupt_request() {
      // The reply only says that the interrupt is under way; the escalating steps of stopping the runner may take seconds.
      void interrupt();
      return { status: "ok" };
    },
    shutdown_request: ({ restart }) => ({ status: "ok", restart }),
  };
}

function completeReply(code: string, { items, start, end }: Completion): Replies["complete_reply"] {
  const cursor_start = toCodePoints(code, start);
  const cursor_end = toCodePoints(code, end);
  const types = items.map(({ text, type, signature }) => ({
    text,
    type,
    start: cursor_start,
    end: cursor_end,
    ...(signature === undefined ? {} : { signature }),
  }));
  const matches = items.map(({ text }) => text);
  return { status: "ok", matches, cursor_start, cursor_end, metadata: { _jupyter_types_experimental: types } };
}
