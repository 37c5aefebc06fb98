/**
 * The history of all sessions, in SQLite: it outlives restarts and crashes, and several kernels may write to it. Where no file can be
 * written (the home folder is read-only or full), the present session is kept in memory.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#history
 */
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { HistoryEntry, HistoryQuery } from "./protocol.ts";

/** What dispatch needs of a history. */
export interface HistoryStore {
  add(line: number, source: string, output: string | undefined): void;
  query(query: HistoryQuery & { readonly output: boolean }): readonly HistoryEntry[];
  close(): void;
}

interface Row {
  readonly session: number;
  readonly line: number;
  readonly source: string;
  readonly output: string | null;
}

/** Another kernel locks the file for microseconds; if one locks it longer, the front must not wait for it. */
const BUSY_MS = 250;
/** Inputs are always kept; outputs only up to this length, because nobody looks for a longer one again. */
const MAX_OUTPUT = 65_536;

const SQLITE_ERROR = 1;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS history (
    session INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL, output TEXT,
    PRIMARY KEY (session, line)
  ) WITHOUT ROWID;
`;

export class History implements HistoryStore {
  readonly #database: DatabaseSync;
  readonly #session: number;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(SCHEMA);
    // This fails if another program made a table of this name with other columns.
    database.prepare("SELECT session, line, source, output FROM history LIMIT 1").all();
    const started = database.prepare("INSERT INTO sessions (started) VALUES (?)").run(new Date().toISOString());
    this.#session = Number(started.lastInsertRowid);
  }

  /**
   * Opens the file. A file that is not a history is renamed, so that later sessions are kept again; if no file can be written, the session
   * is kept in memory. In both cases `tell` gets a line for the log.
   */
  static open(path: string, tell: (line: string) => void = () => {}): History {
    try {
      return History.#openFile(path);
    } catch (error) {
      if (!isBroken(error)) return History.#inMemory(path, error, tell);
    }
    try {
      const aside = `${path}.unreadable-${Date.now()}`;
      renameSync(path, aside);
      // The old database's side files must not be taken for the new one's.
      for (const ending of ["-wal", "-shm"]) rmSync(path + ending, { force: true });
      tell(`the history could not be read; it was put aside as ${aside}, and a new one is begun`);
      return History.#openFile(path);
    } catch (error) {
      return History.#inMemory(path, error, tell);
    }
  }

  static #openFile(path: string): History {
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path, { timeout: BUSY_MS });
    try {
      // Write-ahead: a commit is one append and survives a crash of the process; readers and writers do not wait for each other.
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
      return new History(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  static #inMemory(path: string, error: unknown, tell: (line: string) => void): History {
    tell(`${path} cannot be used (${(error as Error).message}), so this session's history is not kept`);
    return new History(new DatabaseSync(":memory:"));
  }

  /** Adds a cell of the present session. If the file has become unwritable, only this entry is lost; the kernel goes on. */
  add(line: number, source: string, output: string | undefined): void {
    if (source.trim() === "") return;
    try {
      this.#database
        .prepare("INSERT OR REPLACE INTO history (session, line, source, output) VALUES (?, ?, ?, ?)")
        .run(this.#session, line, source, output !== undefined && output.length <= MAX_OUTPUT ? output : null);
    } catch {
      // The disk is full, or another program has locked the file for longer than BUSY_MS.
    }
  }

  /** Entries, oldest first. */
  query(query: HistoryQuery & { readonly output: boolean }): readonly HistoryEntry[] {
    return this.#rows(query).map(({ session, line, source, output }) => [
      session,
      line,
      query.output ? [source, output] : source,
    ]);
  }

  close(): void {
    this.#database.close();
  }

  #rows(query: HistoryQuery): readonly Row[] {
    switch (query.hist_access_type) {
      case "tail":
        return this.#newest("SELECT * FROM history", [], query.n);
      case "range": {
        const stop = query.stop ?? Number.MAX_SAFE_INTEGER;
        const sql = "SELECT * FROM history WHERE session = ? AND line >= ? AND line < ? ORDER BY line";
        return this.#all(sql, [this.#sessionNumber(query.session), query.start, stop]);
      }
      case "search": {
        const glob = query.pattern;
        // Of several equal cells only the newest is returned.
        const unique = `SELECT * FROM history AS h WHERE source GLOB ? AND NOT EXISTS (
          SELECT 1 FROM history AS newer WHERE newer.source = h.source
            AND (newer.session, newer.line) > (h.session, h.line))`;
        const sql = query.unique ? unique : "SELECT * FROM history WHERE source GLOB ?";
        return this.#newest(sql, [glob], query.n ?? -1);
      }
    }
  }

  /** 0 is the present session, negative numbers count back from it. */
  #sessionNumber(session: number): number {
    return session > 0 ? session : this.#session + session;
  }

  #newest(sql: string, values: readonly string[], n: number): readonly Row[] {
    return this.#all(`${sql} ORDER BY session DESC, line DESC LIMIT ?`, [...values, n]).toReversed();
  }

  #all(sql: string, values: readonly (string | number)[]): readonly Row[] {
    // A statement whose columns are the fields of Row.
    return this.#database.prepare(sql).all(...values.map(whole)) as unknown as readonly Row[];
  }
}

/** Whether the file is not a database, is damaged, or holds other tables under our names: https://www.sqlite.org/rescode.html */
function isBroken(error: unknown): boolean {
  const { errcode } = error as { readonly errcode?: number };
  return errcode !== undefined && [SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB].includes(errcode & 0xff);
}

/** SQLite distinguishes integers from other numbers, JSON does not. */
function whole(value: string | number): string | number {
  return typeof value === "number" ? Math.trunc(value) : value;
}

/**
 * The history file in the folder where Jupyter keeps a user's data.
 * Reference: https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files
 */
export function historyPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  return join(dataDirectory(env, platform), "convkernel", "history.sqlite");
}

function dataDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (env["JUPYTER_DATA_DIR"]) return env["JUPYTER_DATA_DIR"];
  if (platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (platform === "win32") return join(env["APPDATA"] ?? join(homedir(), "AppData", "Roaming"), "jupyter");
  return join(env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "jupyter");
}
