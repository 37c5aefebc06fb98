/**
 * Things that must not end the grading of a class: paths that are not files, links to the solution, processes that do not start, a second
 * grader.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { CourseError } from "../../../kernel/course/course-error.ts";
import { grade, shardOf } from "../../../kernel/course/grade.ts";
import { Gradebook } from "../../../kernel/course/gradebook.ts";
import { lockGrading } from "../../../kernel/course/grading-lock.ts";
import { whyNoWalls } from "../../../kernel/course/isolation.ts";
import { gradebookFile } from "../../../kernel/course/layout.ts";
import { defaultLimits } from "../../../kernel/course/limits.ts";
import { merge } from "../../../kernel/course/merge.ts";
import { readNotebook } from "../../../kernel/course/notebook.ts";
import { releaseOf } from "../../../kernel/course/release-notebook.ts";
import { answer, edited, locked, notebook, test, write } from "../../support/assignment.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const source = notebook(
  locked("setup", 'import { check } from "convkernel";'),
  answer("q", "const twice = (x: number): number => 2 * x;"),
  test("t", 2, 'check.count("twice", twice(2), 4);'),
);
const solved = edited(releaseOf(source, "en"), { q: "const twice = (x: number): number => x + x;" });

describe("grading what is no submission", function () {
  this.timeout(120_000);
  const walls = whyNoWalls() === null;
  const folder = temporaryFolder("wrong");
  const course = { root: folder.path };
  const submitted = join(folder.path, "submitted");
  const options = {
    submitted,
    slots: 1,
    limits: { ...defaultLimits, cellMs: 20_000 },
    network: false,
    again: false,
    trust: !walls,
    stderrFails: false,
  };
  const place = (student: string): string => join(submitted, student, "a1", "double.ipynb");
  const handIn = (student: string): string => write(submitted, join(student, "a1", "double.ipynb"), solved);
  const graded = async (more: Partial<typeof options> = {}): Promise<{ lines: string[]; failed: number }> => {
    const lines: string[] = [];
    const { failed } = await grade(course, "a1", { ...options, ...more }, (line) => lines.push(line));
    return { lines, failed };
  };
  const results = (): Record<string, [number | null, string]> => {
    const book = new Gradebook(gradebookFile(course), "a1");
    const all = book.all().map(({ student, tasks }) => [student, [tasks[0]?.points ?? null, tasks[0]?.why ?? ""]]);
    book.close();
    return Object.fromEntries(all) as Record<string, [number | null, string]>;
  };

  before(() => write(folder.path, "source/a1/double.ipynb", source));
  afterEach(() => {
    rmSync(submitted, { recursive: true, force: true });
    rmSync(gradebookFile(course), { force: true });
  });
  after(() => folder.remove());

  it("scores it nothing, says why, and goes on", async () => {
    const elsewhere = write(folder.path, "elsewhere/double.ipynb", solved);
    const link = (student: string, target: string, path: string): void => {
      mkdirSync(dirname(join(submitted, student, path)), { recursive: true });
      symlinkSync(target, join(submitted, student, path));
    };
    link("link", elsewhere, "a1/double.ipynb");
    link("link-to-folder", dirname(elsewhere), "a1");
    write(submitted, "huge/a1/double.ipynb", "");
    truncateSync(place("huge"), 3e9);
    write(
      submitted,
      "deep/a1/double.ipynb",
      `{"nbformat":4,"metadata":${"[".repeat(1e5)}${"]".repeat(1e5)},"cells":[]}`,
    );
    write(submitted, "old/a1/double.ipynb", '{"nbformat":3,"worksheets":[],"cells":[]}');
    write(submitted, "empty/a1/double.ipynb", "");
    mkdirSync(place("folder"), { recursive: true });
    if (process.platform !== "win32") {
      mkdirSync(dirname(place("pipe")), { recursive: true });
      execFileSync("mkfifo", [place("pipe")]);
    }
    handIn("ok");
    const { failed } = await graded();
    expect(failed).to.equal(0);
    const { ok, pipe, ...others } = results();
    expect(ok).to.deep.equal([2, ""]);
    if (process.platform !== "win32") expect(pipe).to.deep.equal([0, "unreadable: it is no plain file"]);
    expect(others).to.deep.equal({
      link: [0, "unreadable: it is a link to another file"],
      "link-to-folder": [0, "unreadable: the folder is a link to another one"],
      huge: [0, "unreadable: it is too large: 3000 MB, and 268 MB are the most"],
      deep: [0, "unreadable: it is nested more than 500 deep"],
      old: [0, "unreadable: expected a notebook of format 4, which JupyterLab saves, got 3"],
      empty: [0, "unreadable: the file is empty"],
      folder: [0, "unreadable: there is no notebook in the folder: it is empty"],
    });
  });

  it("tries a submission again whose process did not start, and goes on where it does not start at all", async () => {
    for (const student of ["a", "b", "c", "d", "e"]) handIn(student);
    // A program in front of the runner that fails as often as the file has lines.
    const program = walls ? "unshare" : "sh";
    const real = execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
    const failures = join(folder.path, "failures");
    const bin = join(folder.path, "bin");
    const script = `#!/bin/sh\nif [ -s '${failures}' ]; then sed -i 1d '${failures}'; echo refused >&2; exit 1; fi\nexec ${real} "$@"\n`;
    write(bin, program, script);
    chmodSync(join(bin, program), 0o755);
    const path = process.env["PATH"];
    process.env["PATH"] = `${bin}${delimiter}${path}`;
    const lines: string[] = [];
    try {
      writeFileSync(failures, "");
      const done = await grade(course, "a1", options, (line) => {
        lines.push(line);
        // When the second submission is reported, the third one's process fails once and then succeeds; later the fifth one's fails twice.
        if (/\ba {2}/.test(line)) writeFileSync(failures, "1\n");
        if (/\bc {2}/.test(line)) writeFileSync(failures, "1\n2\n");
      });
      expect(done, lines.join("\n")).to.deep.equal({ graded: 4, failed: 1 });
    } finally {
      process.env["PATH"] = path;
    }
    const said = lines.filter((line) => /does not start/.test(line));
    expect(said[0]).to.match(/^c: The process that student code runs in does not start: .*\. It is tried once more\.$/);
    expect(said.at(-1)).to.match(/^\[5\/5\] e {2}not graded: The process that student code runs in does not start/);
    expect(results()).to.deep.include({ a: [2, ""], b: [2, ""], c: [2, ""], d: [2, ""] });
    const again = await graded();
    expect(again.failed).to.equal(0);
    expect(results()["e"]).to.deep.equal([2, ""]);
  });

  it("is refused without walls, unless the teacher trusts the class", async function () {
    if (process.platform !== "linux") return;
    handIn("ok");
    const path = process.env["PATH"];
    process.env["PATH"] = folder.path;
    const lines: string[] = [];
    const refused = await grade(course, "a1", { ...options, trust: false }, (line) => lines.push(line))
      .catch((error: CourseError) => error)
      .finally(() => (process.env["PATH"] = path));
    expect(lines).to.deep.equal([
      "No walls around student code: the program unshare (util-linux) is not there. It runs with your rights on this machine.",
    ]);
    expect(refused).to.be.instanceOf(CourseError);
    expect((refused as CourseError).remedy).to.match(/or say --i-trust-them/);
  });

  it("lets one grader at a time work on an assignment", async () => {
    handIn("ok");
    const unlock = lockGrading(gradebookFile(course), "a1");
    let said: unknown;
    await graded().catch((error: unknown) => (said = error));
    expect(String(said)).to.match(/^CourseError: Another grader is at work on a1/);
    lockGrading(gradebookFile(course), "a2")();
    unlock();
    lockGrading(gradebookFile(course), "a1")();
  });

  it("has nothing to do for a part of the class that is empty", async () => {
    handIn("ok");
    const shard = { index: (shardOf("ok", 3) % 3) + 1, of: 3 };
    const lines: string[] = [];
    const done = await grade(course, "a1", { ...options, shard }, (line) => lines.push(line));
    expect(done).to.deep.equal({ graded: 0, failed: 0 });
    expect(lines.join("\n")).to.match(/nobody is in part \d\/3/);
    new Gradebook(gradebookFile(course, shard), "a1").close();
  });
});

describe("what the system says no to", () => {
  const folder = temporaryFolder("system");
  after(() => folder.remove());

  it("is said in two lines, by any command", () => {
    // A file in place of a folder acts like a read-only disk, without changing any permissions.
    write(folder.path, "source/a1/double.ipynb", source);
    write(folder.path, "feedback", "a file");
    const book = new Gradebook(gradebookFile({ root: folder.path }), "a1");
    book.finish({ student: "kim", hash: "h", language: "en", ms: 1, notes: [], flags: [], tasks: [] });
    book.close();
    const command = join(import.meta.dirname, "..", "..", "..", "kernel", "course", "cli.ts");
    const { status, stderr } = spawnSync(
      process.execPath,
      [command, "report", "a1", "--html", "--course", folder.path],
      {
        encoding: "utf8",
      },
    );
    expect(stderr).to.match(/^A file or folder of the course cannot be written or read: .*\nWhat to do: .*\n$/);
    expect(status).to.equal(2);
  });
});

describe("gradebooks that are none", () => {
  const folder = temporaryFolder("gradebooks");
  const course = { root: folder.path };
  after(() => folder.remove());
  const why = (file: string): string => {
    try {
      new Gradebook(file, "a1").close();
      return "";
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      return error.message.replaceAll(folder.path, "");
    }
  };
  const of = (name: string, ...grades: [student: string, points: number][]): string => {
    const file = join(folder.path, name);
    const book = new Gradebook(file, "a1");
    for (const [student, points] of grades) {
      const task = { task: "t", title: "T", points, max: 2, why: "", manual: false, hash: "", comment: "" };
      book.finish({ student, hash: "h", language: "en", ms: 1, notes: [], flags: [], tasks: [task] });
    }
    book.close();
    return file;
  };

  it("are named: another program's table, a newer one, a text, a damaged one", () => {
    const others = join(folder.path, "nbgrader.db");
    const db = new DatabaseSync(others);
    db.exec("create table course (id text)");
    db.close();
    expect(why(others)).to.equal("/nbgrader.db is no gradebook of convkernel's: it holds other tables.");
    const newer = of("newer.db", ["kim", 1]);
    const raised = new DatabaseSync(newer);
    raised.exec("pragma user_version = 7");
    raised.close();
    expect(why(newer)).to.equal("newer.db was written by a newer convkernel: its format is 7, and this one knows 1.");
    const text = join(folder.path, "text.db");
    writeFileSync(text, "student,points\n".repeat(200));
    expect(why(text)).to.equal("/text.db is no gradebook: it holds something else.");
    const cut = of("cut.db", ["kim", 1]);
    truncateSync(cut, 5000);
    expect(why(cut)).to.match(/^The gradebook \/cut\.db is damaged/);
  });

  it("are merged with a word on who is in two of them, and on what is missing", () => {
    const one = of("gradebook.convkernel.1-of-3.db", ["ada", 1], ["kim", 2]);
    const two = of("gradebook.convkernel.2-of-3.db", ["kim", 0]);
    for (const student of ["ada", "kim", "zoe"]) write(folder.path, `submitted/${student}/a1/double.ipynb`, solved);
    expect(merge(course, "a1", [one, two], join(folder.path, "submitted"))).to.deep.equal([
      "2 taken from gradebook.convkernel.1-of-3.db",
      "1 taken from gradebook.convkernel.2-of-3.db",
      "  other points than before for kim: those of gradebook.convkernel.2-of-3.db count",
      "Not among the files: 3-of-3",
      "2 graded; handed in, and not graded: zoe.",
    ]);
    expect(() => merge(course, "a1", [gradebookFile(course)], folder.path)).to.throw(
      /is what the others are merged into/,
    );
  });
});

describe("readNotebook", () => {
  const folder = temporaryFolder("links");
  after(() => folder.remove());

  it("follows a link where whoever asks has made it", () => {
    const file = write(folder.path, "a.ipynb", solved);
    symlinkSync(file, join(folder.path, "b.ipynb"));
    expect(readNotebook(join(folder.path, "b.ipynb")).cells).to.have.length(3);
    expect(() => readNotebook(join(folder.path, "b.ipynb"), { follow: false })).to.throw(/it is a link/);
  });
});
