import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, it } from "mocha";
import { expect } from "chai";
import { History, historyPath } from "../../../kernel/front/history.ts";
import type { HistoryEntry } from "../../../kernel/front/protocol.ts";

const MODULE = join(import.meta.dirname, "../../../kernel/front/history.ts");

describe("History", () => {
  let folder = "";
  let path = "";
  const opened: History[] = [];
  const open = (): History => {
    const history = History.open(path);
    opened.push(history);
    return history;
  };
  const filled = (...sources: string[]): History => {
    const history = open();
    sources.forEach((source, index) => history.add(index + 1, source, `${source}!`));
    return history;
  };
  const tail = (history: History, n: number): readonly HistoryEntry[] =>
    history.query({ hist_access_type: "tail", n, output: false });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "history-"));
    path = join(folder, "deep", "history.sqlite");
  });
  afterEach(() => {
    for (const history of opened.splice(0)) history.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("gives the newest cells in the order of their entry, over sessions", () => {
    filled("a", "b");
    expect(tail(filled("c", "d"), 3)).to.deep.equal([
      [1, 2, "b"],
      [2, 1, "c"],
      [2, 2, "d"],
    ]);
  });

  it("gives outputs beside inputs where they are asked for", () => {
    const history = filled("a");
    history.add(2, "b", undefined);
    expect(history.query({ hist_access_type: "tail", n: 2, output: true })).to.deep.equal([
      [1, 1, ["a", "a!"]],
      [1, 2, ["b", null]],
    ]);
  });

  it("gives a range of a session: this one, an earlier one, one counted back", () => {
    filled("a", "b", "c");
    const history = filled("d", "e");
    const range = (session: number, start: number, stop?: number): readonly HistoryEntry[] =>
      history.query({
        hist_access_type: "range",
        session,
        start,
        output: false,
        ...(stop === undefined ? {} : { stop }),
      });
    expect(range(0, 1)).to.deep.equal([
      [2, 1, "d"],
      [2, 2, "e"],
    ]);
    expect(range(1, 2, 3)).to.deep.equal([[1, 2, "b"]]);
    expect(range(-1, 3)).to.deep.equal([[1, 3, "c"]]);
  });

  it("searches by glob, takes the newest n, and equal cells once", () => {
    const history = filled("print(1)", "x", "print(2)", "print(1)", "x");
    const search = (pattern: string, more: object = {}): unknown[] =>
      history
        .query({ hist_access_type: "search", pattern, unique: false, output: false, ...more })
        .map(([, line, source]) => [line, source]);
    expect(search("print(?)")).to.deep.equal([
      [1, "print(1)"],
      [3, "print(2)"],
      [4, "print(1)"],
    ]);
    expect(search("print*", { n: 1 })).to.deep.equal([[4, "print(1)"]]);
    expect(search("*", { unique: true })).to.deep.equal([
      [3, "print(2)"],
      [4, "print(1)"],
      [5, "x"],
    ]);
    expect(search("Print*")).to.deep.equal([]);
  });

  it("does not keep an output that nobody could read", () => {
    const history = open();
    history.add(1, "big", "x".repeat(100_000));
    expect(history.query({ hist_access_type: "tail", n: 1, output: true })).to.deep.equal([[1, 1, ["big", null]]]);
  });

  it("leaves empty cells out", () => {
    expect(tail(filled("a", " \n"), 9)).to.deep.equal([[1, 1, "a"]]);
  });

  it("is shared by kernels that run at the same time", () => {
    const one = filled("a");
    const two = filled("b");
    one.add(2, "c", undefined);
    two.add(2, "d", undefined);
    expect(tail(one, 9)).to.deep.equal(tail(two, 9));
    expect(tail(one, 9).length).to.equal(4);
  });

  it("survives a process that is killed", () => {
    const script = `import { History } from ${JSON.stringify(MODULE)};
      History.open(${JSON.stringify(path)}).add(1, "last words", undefined);
      process.kill(process.pid, "SIGKILL");`;
    const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
    expect(signal).to.equal("SIGKILL");
    expect(tail(open(), 1)).to.deep.equal([[1, 1, "last words"]]);
  });

  for (const [what, write] of [
    [
      "is no database",
      (file: string) => writeFileSync(file, "not a database, and longer than a header of SQLite's files is"),
    ],
    [
      "has tables of somebody else's",
      (file: string) => new DatabaseSync(file).exec("CREATE TABLE history (when_ TEXT)"),
    ],
    [
      "is cut off",
      (file: string) => {
        const database = new DatabaseSync(file);
        database.exec("CREATE TABLE history (session INTEGER, line INTEGER, source TEXT, output TEXT)");
        for (let n = 0; n < 500; n++) database.exec(`INSERT INTO history VALUES (1, ${n}, '${"x".repeat(100)}', '')`);
        database.close();
        truncateSync(file, 5000);
      },
    ],
  ] as const) {
    it(`puts a file aside that ${what}, says so, and begins a new one`, () => {
      mkdirSync(dirname(path), { recursive: true });
      write(path);
      const told: string[] = [];
      const history = History.open(path, (line) => told.push(line));
      opened.push(history);
      history.add(1, "kept", undefined);
      expect(told).to.have.length(1);
      expect(told[0]).to.match(
        /the history could not be read; it was put aside as .*unreadable-\d+, and a new one is begun/,
      );
      expect(existsSync(/aside as (\S+),/.exec(told[0]!)![1]!)).to.equal(true);
      expect(tail(open(), 5)).to.deep.equal([[1, 1, "kept"]]);
    });
  }

  it("keeps to memory where no file can be written", () => {
    path = "/dev/null/history.sqlite";
    expect(tail(filled("a"), 1)).to.deep.equal([[1, 1, "a"]]);
  });
});

describe("historyPath", () => {
  const file = join("convkernel", "history.sqlite");

  it("follows Jupyter's data directory, then the conventions of the platform", () => {
    expect(historyPath({ JUPYTER_DATA_DIR: "/j", XDG_DATA_HOME: "/x" }, "linux")).to.equal(join("/j", file));
    expect(historyPath({ XDG_DATA_HOME: "/x" }, "linux")).to.equal(join("/x", "jupyter", file));
    expect(historyPath({}, "linux")).to.match(/[/\\]\.local[/\\]share[/\\]jupyter[/\\]convkernel/);
    expect(historyPath({}, "darwin")).to.match(/[/\\]Library[/\\]Jupyter[/\\]convkernel/);
    expect(historyPath({ APPDATA: "/a" }, "win32")).to.equal(join("/a", "jupyter", file));
  });
});
