/**
 * Errors in a form that a learner can use, as in Python: the line of the cell first, then inwards to the line that threw, then the message.
 * The colours are IPython's.
 */
import { homedir } from "node:os";
import { inspect } from "../own-util.ts";
import type { ErrorContent } from "../../contract/runner.ts";
import { CYAN, excerpt, GREEN, PLAIN, RED } from "../../contract/excerpt.ts";
import { assertionDiff } from "./assertion-diff.ts";
import { cleanMessage } from "./clean-message.ts";
import { type StackFrame, framesOf } from "./stack.ts";

/** How many outermost frames get an excerpt; so do the innermost ones, and the rest get one line each. */
const EXCERPTS_OUTSIDE = 2;
const EXCERPTS_INSIDE = 3;
/** How many of the frames in between are listed at all. */
const LISTED = 6;
const CAUSES = 5;
/** How many characters of a message are shown; the user still has the error object for the rest. */
const MAX_MESSAGE = 20_000;
const MAX_NAME = 200;
const AGGREGATED = 5;

/**
 * The content of a Jupyter error message. Never throws, whatever was thrown.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#execution-errors
 */
export function describeError(error: unknown): ErrorContent {
  const ename = nameOf(error);
  const evalue = messageOf(error);
  return { ename, evalue, traceback: describe(error, CAUSES) };
}

function describe(error: unknown, depth: number): string[] {
  const lines = [...frames(error), ...summary(error)];
  const cause = read(error, "cause");
  if (isError(error) && cause !== undefined && depth > 0) {
    const shown = isError(cause) ? describe(cause, depth - 1) : [messageOf(cause)];
    lines.push("", `${CYAN}Caused by:${PLAIN}`, ...shown);
  }
  const errors = read(error, "errors");
  if (isError(error) && nameOf(error) === "AggregateError" && Array.isArray(errors) && depth > 0) {
    errors.slice(0, AGGREGATED).forEach((each: unknown, index) => {
      lines.push("", `${CYAN}Error ${index + 1} of ${errors.length}:${PLAIN}`, ...describe(each, depth - 1));
    });
    if (errors.length > AGGREGATED) lines.push("", `… and ${errors.length - AGGREGATED} more`);
  }
  return lines;
}

/** `TypeError: message`, with the name in colour, and the values that an assertion compared. */
function summary(error: unknown): string[] {
  if (!isError(error)) return [`${RED}Uncaught${PLAIN}: ${messageOf(error)} (thrown, but not an Error)`];
  const [first = "", ...rest] = messageOf(error).split("\n");
  return [`${RED}${nameOf(error)}${PLAIN}${first === "" ? "" : `: ${first}`}`, ...rest, ...assertionDiff(error)];
}

/** Only the stack of an error. */
export const framesText = (error: unknown): readonly string[] => frames(error);

function frames(error: unknown): string[] {
  const all = collapse(framesOf(error)).toReversed();
  const lines: string[] = [];
  all.forEach((frame, index) => {
    const fromEnd = all.length - 1 - index;
    const isShown = index < EXCERPTS_OUTSIDE || fromEnd < EXCERPTS_INSIDE;
    if (isShown) lines.push(...show(frame), "");
    else if (index < EXCERPTS_OUTSIDE + LISTED) lines.push(title(frame), "");
    else if (fromEnd === EXCERPTS_INSIDE) lines.push(`… ${index + 1 - EXCERPTS_OUTSIDE - LISTED} more frames`, "");
  });
  return lines;
}

type Shown = StackFrame & { readonly times: number };

/**
 * A function that calls itself fills the stack with one line, which is shown once. Consecutive frames of a package get one line together.
 */
function collapse(all: readonly StackFrame[]): Shown[] {
  const shown: Shown[] = [];
  for (const frame of all) {
    const last = shown.at(-1);
    if (last && isSame(last, frame)) shown[shown.length - 1] = { ...last, times: last.times + 1 };
    else shown.push({ ...frame, times: 1 });
  }
  return shown;
}

function isSame(a: StackFrame, b: StackFrame): boolean {
  if (a.kind === "package") return b.kind === "package" && a.package === b.package;
  if (a.kind === "user")
    return b.kind === "user" && a.source === b.source && a.line === b.line && a.column === b.column;
  return b.kind === "file" && a.path === b.path && a.line === b.line;
}

function show(frame: Shown): string[] {
  return frame.kind === "user"
    ? [title(frame), ...excerpt(frame.source.text, frame.line, frame.column)]
    : [title(frame)];
}

function title(frame: Shown): string {
  const called = frame.name === "" ? "" : `, in ${CYAN}${frame.name}${PLAIN}`;
  const times = frame.times === 1 ? "" : ` (${frame.times} times)`;
  if (frame.kind === "user" && frame.source.kind === "cell") {
    return `Cell ${GREEN}${frame.source.name.slice("Cell ".length)}, line ${frame.line}${PLAIN}${called}${times}`;
  }
  if (frame.kind === "package") {
    const frames = frame.times === 1 ? "" : ` (${frame.times} frames)`;
    return `Package ${GREEN}${frame.package}${PLAIN}${called}${frames}`;
  }
  return `File ${GREEN}${tilde(frame.kind === "user" ? frame.source.name : frame.path)}:${frame.line}${PLAIN}${called}${times}`;
}

function tilde(path: string): string {
  const home = homedir();
  return home.length > 1 && path.startsWith(home) ? `~${path.slice(home.length)}` : path;
}

function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
  } catch {
    return false;
  }
}

/** A property, or undefined if reading it throws. */
function read(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}

function nameOf(error: unknown): string {
  if (!isError(error)) return "Uncaught";
  const name = read(error, "name");
  return typeof name === "string" && name !== "" ? name.slice(0, MAX_NAME) : "Error";
}

function shortened(text: string): string {
  if (text.length <= MAX_MESSAGE) return text;
  const more = (text.length - MAX_MESSAGE).toLocaleString("en-US");
  return `${text.slice(0, MAX_MESSAGE)}… and ${more} more characters`;
}

function messageOf(error: unknown): string {
  if (isError(error)) {
    cleanMessage(error);
    const message = read(error, "message");
    return typeof message === "string" ? shortened(message) : "";
  }
  try {
    return shortened(inspect(error, { depth: 2, maxStringLength: MAX_MESSAGE }));
  } catch {
    return "a value that cannot be shown: reading it throws";
  }
}
