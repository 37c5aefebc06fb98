/** Call stacks in the user's terms: positions in cells and files as they were written, without the kernel's and Node's frames. */
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { types } from "../own-util.ts";
import { packageRoot } from "../../contract/package-root.ts";
import { asKernel } from "../pristine.ts";
import { lastCellUrl, locate, type UserPosition } from "./sources.ts";

/** A frame that is of use to a reader. */
export type StackFrame =
  | ({ readonly kind: "user"; readonly name: string } & UserPosition)
  | {
      readonly kind: "package";
      readonly name: string;
      readonly package: string;
      readonly path: string;
      readonly line: number;
    }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly path: string;
      readonly line: number;
      readonly column: number;
    };

// oxlint-disable-next-line typescript/unbound-method -- called on what has the stack
const errorToString = Error.prototype.toString;

/** Stacks that have been read; V8 builds a stack only once, when it is first read. */
const stacks = new WeakMap<Error, readonly StackFrame[]>();

/** Makes `error.stack` show positions in cells, also for user code that prints it. */
export function installStackTraces(): void {
  // More than Node's ten: between a cell and the line that throws there may be a whole package.
  Error.stackTraceLimit = 100;
  Error.prepareStackTrace = (error, sites) => asKernel(() => stackText(error, sites));
}

function stackText(error: Error, sites: readonly { toString(): string }[]): string {
  const lines = sites.map((site: { toString(): string }) => `    at ${site.toString()}`);
  stacks.set(error, parse(lines));
  const outside = lines.findIndex(isExecutor);
  const shown = lines
    .slice(0, outside < 0 ? undefined : outside)
    .flatMap((line) => (isKernel(line) ? [] : translate(line)));
  return [header(error), ...shown].join("\n");
}

/** The last thrown value that is not an Error, and an Error created where it was thrown. */
let lastThrown: { readonly value: unknown; readonly site: Error } | undefined;

/** Notes where a value without a stack is thrown, and returns the value. */
export function noteThrown<T>(value: T): T {
  if (!types.isNativeError(value)) lastThrown = { value, site: new Error("thrown here") };
  return value;
}

/** Positions of errors whose stack does not lead there, such as a module that could not be linked. */
const sites = new WeakMap<object, UserPosition>();

/** Notes the line that an error is about. */
export function noteSite(error: unknown, position: UserPosition | undefined): void {
  if (position !== undefined && types.isNativeError(error) && !sites.has(error)) sites.set(error, position);
}

/** The frames of what was thrown, innermost first. */
export function framesOf(thrown: unknown): readonly StackFrame[] {
  const frames = stackOf(thrown);
  const site = types.isNativeError(thrown) ? sites.get(thrown) : undefined;
  const isThere = frames.some(
    (frame) => frame.kind === "user" && frame.source.name === site?.source.name && frame.line === site.line,
  );
  return site === undefined || isThere ? frames : [{ kind: "user", name: "", ...site }, ...frames];
}

function stackOf(thrown: unknown): readonly StackFrame[] {
  const isNoted = lastThrown !== undefined && Object.is(lastThrown.value, thrown);
  const error = (isNoted ? lastThrown!.site : thrown) as Error;
  try {
    const { stack } = error;
    if (typeof stack !== "string") return [];
    return [...syntaxFrames(stack), ...(stacks.get(error) ?? parse(stack.split("\n")))];
  } catch {
    return [];
  }
}

function header(error: Error): string {
  try {
    // As V8 does it: an object with a stack need not be an Error, for instance with console.trace.
    return types.isNativeError(error) ? String(error) : errorToString.call(error);
  } catch {
    return "Error";
  }
}

/** The position where V8 could not parse. Node writes it above the message, and calls a script without a URL "evalmachine". */
function syntaxFrames(stack: string): StackFrame[] {
  // Uncaught errors have such lines too, but the frames below them say more.
  if (!/\n\nSyntaxError\b/.test(stack)) return [];
  const [, place, line, indent] =
    /^(evalmachine\.<anonymous>|file:[^\n]*|[/\\][^\n]*):(\d+)\n.*\n([ \t]*)\^/.exec(stack) ?? [];
  if (place === undefined) return [];
  const url = place.startsWith("evalmachine") ? lastCellUrl() : place;
  return toFrames("", url, Number(line), indent!.length + 1);
}

const FRAME =
  /^ {4}at (?:async )?(?:(.*?) \()?((?:cell|file|node|data):[^\s)]*|\/[^)]*|[A-Za-z]:\\[^)]*):(\d+):(\d+)\)?$/;

function parse(lines: readonly string[]): StackFrame[] {
  const frames: StackFrame[] = [];
  for (const text of lines) {
    // Frames outside the executor only started the cell.
    if (isExecutor(text)) break;
    const [, called = "", url, line, column] = FRAME.exec(text) ?? [];
    if (url === undefined || isKernel(text)) continue;
    frames.push(...toFrames(readable(called), url, Number(line), Number(column)));
  }
  return frames;
}

/**
 * The function's name as the user knows it: V8 adds the object it was called on, and Node's timers call functions by names of their own.
 */
function readable(name: string): string {
  if (/^(?:Timeout\._onTimeout|Immediate\.|process\.|<anonymous>$)/.test(name)) return "";
  return name.replace(/^(?:Object|Module|global|globalThis)\.| \[as .*\]$/g, "");
}

/** The frame for a position, if it is of use to a reader. */
function toFrames(name: string, url: string, line: number, column: number): StackFrame[] {
  const position = locate(url, line, column);
  if (position) return [{ kind: "user", name, ...position }];
  if (/^(?:node|cell|data):/.test(url)) return [];
  const path = url.startsWith("file:") ? fileURLToPath(url.replace(/[?#].*$/, "")) : url;
  const owner = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1];
  return [
    owner === undefined
      ? { kind: "file", name, path, line, column }
      : { kind: "package", name, package: owner, path, line },
  ];
}

/** A line of a stack with the position in the compiled code replaced by the one in the source. */
function translate(text: string): string[] {
  const [, called, url, line, column] = FRAME.exec(text) ?? [];
  if (url === undefined) return [text];
  const position = locate(url, Number(line), Number(column));
  if (!position) return url.startsWith("cell:") || url === "node:vm" ? [] : [text];
  const { source } = position;
  const where =
    source.kind === "cell"
      ? `${source.name}, line ${position.line}:${position.column}`
      : `${source.name}:${position.line}:${position.column}`;
  return [called ? `    at ${called} (${where})` : `    at ${where}`];
}

function isExecutor(text: string): boolean {
  return /[\\/]node_modules[\\/]tslab[\\/]dist[\\/]executor\.js:/.test(text);
}

/** Whether a frame belongs to this kernel or its helpers. */
function isKernel(text: string): boolean {
  const at = text.indexOf(packageRoot + sep);
  return at >= 0 && /^(?:kernel|src|dist)[\\/]/.test(text.slice(at + packageRoot.length + 1));
}
