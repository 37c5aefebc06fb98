/** Messages with levels. Reference: https://docs.python.org/3.12/library/logging.html */
import { appendFileSync, writeFileSync } from "node:fs";
import { percent } from "./format.ts";
import { str } from "./text.ts";
import { stderr } from "./sys.ts";
import { strftime } from "./time.ts";

export const NOTSET = 0;
export const DEBUG = 10;
export const INFO = 20;
export const WARNING = 30;
export const WARN = 30;
export const ERROR = 40;
export const CRITICAL = 50;
export const FATAL = 50;

const NAMES: Readonly<Record<number, string>> = { 10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL" };

const levelOf = (level: number | string): number => {
  if (typeof level === "number") return level;
  const found = Object.entries(NAMES).find(([, name]) => name === level);
  if (found === undefined) throw new RangeError(`Unknown level: '${level}'`);
  return Number(found[0]);
};

export const getLevelName = (level: number): string => NAMES[level] ?? `Level ${level}`;

interface LogRecord {
  readonly name: string;
  readonly level: number;
  readonly message: string;
}

/** Puts a record into a format with `%(message)s` and the like, or `{message}`. */
export class Formatter {
  readonly #format: string;
  readonly #dates: string | undefined;

  constructor(
    format: string | { fmt?: string; datefmt?: string; style?: string } = "%(message)s",
    dates?: string | { datefmt?: string; style?: string } | null,
  ) {
    this.#format = typeof format === "string" ? format : (format.fmt ?? "%(message)s");
    const named = typeof format === "object" ? format.datefmt : undefined;
    this.#dates = named ?? (typeof dates === "string" ? dates : dates?.datefmt);
  }

  format({ name, level, message }: LogRecord): string {
    const now = new Date();
    const parts: Readonly<Record<string, unknown>> = {
      name,
      message,
      levelname: getLevelName(level),
      levelno: level,
      asctime: strftime(now, this.#dates ?? "%Y-%m-%d %H:%M:%S") + (this.#dates === undefined ? ",000" : ""),
      filename: "notebook",
      module: "notebook",
      funcName: "<module>",
      lineno: 1,
      process: process.pid,
    };
    if (this.#format.includes("%(")) return percent(this.#format, parts);
    return this.#format.replace(/\$?\{(\w+)(?::[^}]*)?\}/g, (_whole, key: string) => str(parts[key]));
  }
}

interface Stream {
  write(text: string): unknown;
}

/** Writes records into a stream: `python.sys.stdout`, or the errors' stream. */
export class StreamHandler {
  level = NOTSET;
  formatter: Formatter | undefined;
  readonly #stream: Stream;

  constructor(stream: Stream | { stream?: Stream } | null = stderr) {
    this.#stream = (stream !== null && "write" in stream ? stream : stream?.stream) ?? stderr;
  }

  setFormatter(formatter: Formatter): void {
    this.formatter = formatter;
  }

  setLevel(level: number | string): void {
    this.level = levelOf(level);
  }

  emit(record: LogRecord): void {
    if (record.level >= this.level) this.#stream.write(`${(this.formatter ?? new Formatter()).format(record)}\n`);
  }

  flush(): void {}

  close(): void {}
}

/** Writes records into a file. */
export class FileHandler extends StreamHandler {
  constructor(path: string | { toString(): string }, mode: string | { mode?: string } = "a") {
    const file = String(path);
    if ((typeof mode === "string" ? mode : (mode.mode ?? "a")).startsWith("w")) writeFileSync(file, "");
    super({ write: (text: string) => appendFileSync(file, text) });
  }
}

export class Logger {
  readonly name: string;
  level = NOTSET;
  propagate = true;
  disabled = false;
  handlers: StreamHandler[] = [];

  constructor(name: string) {
    this.name = name;
  }

  setLevel(level: number | string): void {
    this.level = levelOf(level);
  }

  getEffectiveLevel(): number {
    return this.level !== NOTSET || this === root ? this.level : parentOf(this).getEffectiveLevel();
  }

  isEnabledFor(level: number): boolean {
    return level >= this.getEffectiveLevel();
  }

  addHandler(handler: StreamHandler): void {
    if (!this.handlers.includes(handler)) this.handlers.push(handler);
  }

  removeHandler(handler: StreamHandler): void {
    this.handlers = this.handlers.filter((each) => each !== handler);
  }

  hasHandlers(): boolean {
    return this.handlers.length > 0 || (this !== root && this.propagate && parentOf(this).hasHandlers());
  }

  /** A message, with `%s` and the like for the values behind it. */
  log(level: number, message: unknown, ...values: readonly unknown[]): void {
    if (this.disabled || !this.isEnabledFor(level)) return;
    const given = values.filter((each) => !isOption(each));
    const text = given.length === 0 ? str(message) : percent(str(message), given);
    this.#emit({ name: this.name, level, message: text });
  }

  #emit(record: LogRecord): void {
    // Without any handler Python prints warnings by themselves.
    if (!this.hasHandlers()) {
      if (record.level >= WARNING) stderr.write(`${record.message}\n`);
      return;
    }
    this.#hand(record);
  }

  #hand(record: LogRecord): void {
    for (const handler of this.handlers) handler.emit(record);
    if (this.propagate && this !== root) parentOf(this).#hand(record);
  }

  debug(message: unknown, ...values: readonly unknown[]): void {
    this.log(DEBUG, message, ...values);
  }

  info(message: unknown, ...values: readonly unknown[]): void {
    this.log(INFO, message, ...values);
  }

  warning(message: unknown, ...values: readonly unknown[]): void {
    this.log(WARNING, message, ...values);
  }

  warn(message: unknown, ...values: readonly unknown[]): void {
    this.log(WARNING, message, ...values);
  }

  error(message: unknown, ...values: readonly unknown[]): void {
    this.log(ERROR, message, ...values);
  }

  exception(message: unknown, ...values: readonly unknown[]): void {
    this.log(ERROR, message, ...values);
  }

  critical(message: unknown, ...values: readonly unknown[]): void {
    this.log(CRITICAL, message, ...values);
  }
}

/** `exc_info=True` and the like. */
const isOption = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  ["excInfo", "extra", "stackInfo", "stacklevel"].some((name) => name in value);

const root = new Logger("root");
root.level = WARNING;
const loggers = new Map<string, Logger>();

function parentOf({ name }: Logger): Logger {
  const end = name.lastIndexOf(".");
  return end < 0 ? root : (loggers.get(name.slice(0, end)) ?? parentOf({ name: name.slice(0, end) } as Logger));
}

/**
 * The logger of a name; the same one each time.
 *
 * @example
 * getLogger("model").level; // 0
 */
export function getLogger(name?: string | null): Logger {
  if (name === undefined || name === null || name === "" || name === "root") return root;
  const found = loggers.get(name) ?? new Logger(name);
  loggers.set(name, found);
  return found;
}

export interface BasicConfig {
  readonly level?: number | string;
  readonly format?: string;
  readonly datefmt?: string;
  readonly style?: string;
  readonly stream?: Stream;
  readonly filename?: string | { toString(): string };
  readonly filemode?: string;
  readonly handlers?: readonly StreamHandler[];
  readonly force?: boolean;
  readonly encoding?: string;
}

/** Sets where all messages go; nothing happens the second time, unless forced. */
export function basicConfig({
  level,
  format,
  datefmt,
  stream,
  filename,
  filemode,
  handlers,
  force,
}: BasicConfig = {}): void {
  if (force === true) root.handlers = [];
  if (root.handlers.length > 0) return;
  const own = handlers ?? [
    filename === undefined ? new StreamHandler(stream) : new FileHandler(filename, filemode ?? "a"),
  ];
  for (const handler of own) {
    handler.formatter ??= new Formatter(format ?? "%(levelname)s:%(name)s:%(message)s", datefmt);
    root.addHandler(handler);
  }
  if (level !== undefined) root.setLevel(level);
}

/** Messages of a level and below are not written any more, whoever logs them. */
export function disable(level = CRITICAL): void {
  root.level = Math.max(root.level, level + 1);
}

const toRoot =
  (level: number) =>
  (message: unknown, ...values: readonly unknown[]): void => {
    if (root.handlers.length === 0) basicConfig();
    root.log(level, message, ...values);
  };
export const debug = toRoot(DEBUG);
export const info = toRoot(INFO);
export const warning = toRoot(WARNING);
export const error = toRoot(ERROR);
export const exception = toRoot(ERROR);
export const critical = toRoot(CRITICAL);
