import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, beforeEach, describe, it } from "mocha";
import { CourseError } from "../../../kernel/course/course-error.ts";
import { notebooksIn, sourcesOf, submissionsOf } from "../../../kernel/course/layout.ts";
import { readNotebook } from "../../../kernel/course/notebook.ts";
import { write } from "../../support/assignment.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("submissionsOf", () => {
  let folder = temporaryFolder("layout");
  beforeEach(() => {
    folder.remove();
    folder = temporaryFolder("layout");
  });
  after(() => folder.remove());
  const handIn = (path: string): string => write(folder.path, `${path}/a1.ipynb`, "{}");
  const found = (): string[][] =>
    submissionsOf(folder.path, "a1").map(({ student, folder: at, time }) => [
      student,
      at.slice(folder.path.length + 1),
      time,
    ]);

  it("finds a folder for each student, and the time that collect has put there", () => {
    handIn("kim/a1");
    handIn("ada/a1");
    handIn("ben/a2");
    write(folder.path, "kim/a1/timestamp.txt", "2026-03-01 10:00:00.123456 UTC\n");
    expect(found()).to.deep.equal([
      ["ada", "ada/a1", ""],
      ["kim", "kim/a1", "2026-03-01 10:00:00.123456 UTC"],
    ]);
  });

  it("takes the newest of several times", () => {
    handIn("kim/a1/2026-03-01 10:00:00 UTC");
    handIn("kim/a1/2026-03-01 9:59:59 UTC".replace(" 9", " 09"));
    expect(found()).to.deep.equal([["kim", "kim/a1/2026-03-01 10:00:00 UTC", "2026-03-01 10:00:00 UTC"]]);
  });

  it("reads what nbgrader's exchange keeps, with a + in a name", () => {
    // nbgrader 0.9.6, ExchangeSubmit.init_dest: user+assignment+timestamp+random, or without the random part.
    handIn("kim+a1+2026-03-01 10:00:00.000001 UTC+Zm9vYmFyYmF6");
    handIn("kim+a1+2026-03-01 10:00:00.000002 UTC+abc-_123");
    handIn("a+b+a1+2026-03-01 08:00:00.000000 UTC");
    handIn("kim+a2+2026-03-02 10:00:00.000000 UTC+abc");
    expect(found().map(([student, , time]) => [student, time])).to.deep.equal([
      ["a+b", "2026-03-01 08:00:00.000000 UTC"],
      ["kim", "2026-03-01 10:00:00.000002 UTC"],
    ]);
  });

  it("knows a name in either form of Unicode, and does not choose between two of them", () => {
    handIn("é".normalize("NFD") + "/a1");
    expect(found()[0]![0]).to.equal("é".normalize("NFC"));
    handIn("é".normalize("NFC") + "/a1");
    expect(found).to.throw(CourseError, /has handed in twice: .* nothing says which is newer/);
  });

  it("finds nobody in an empty class, and none without the folder", () => {
    mkdirSync(join(folder.path, "kim"));
    expect(found()).to.deep.equal([]);
    expect(submissionsOf(join(folder.path, "nowhere"), "a1")).to.deep.equal([]);
  });
});

describe("sourcesOf", () => {
  const folder = temporaryFolder("sources");
  after(() => folder.remove());
  const why = (assignment: string): string => {
    try {
      sourcesOf({ root: folder.path }, assignment);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("says which names are none, which folders are empty, and what cannot be read", () => {
    mkdirSync(join(folder.path, "source", "두배"), { recursive: true });
    mkdirSync(join(folder.path, "source", "a1", "a1.ipynb"), { recursive: true });
    for (const name of ["", "..", "../..", "a/b", ".git"])
      expect(why(name)).to.equal(`"${name}" is no name of an assignment.`);
    expect(why("두배")).to.equal(`There is no notebook in ${join(folder.path, "source", "두배")}.`);
    expect(why("a1")).to.match(/a1\.ipynb: it is a folder$/);
    expect(why("a2")).to.match(/^There is no assignment "a2"/);
  });
});

describe("readNotebook", () => {
  const folder = temporaryFolder("encodings");
  after(() => folder.remove());

  it("reads what editors on Windows save: with a mark in front, in UTF-16, with an ending in capitals", () => {
    const text =
      '{"nbformat":4,"metadata":{},"cells":[{"cell_type":"markdown","id":"a","metadata":{},"source":"합성곱"}]}';
    const swapped = Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
    const files: Record<string, Buffer> = {
      "a.ipynb": Buffer.from(`\uFEFF${text}`),
      "b.IPYNB": Buffer.from(`\uFEFF${text}`, "utf16le"),
      "c.ipynb": swapped,
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder.path, name), bytes);
    expect(notebooksIn(folder.path)).to.deep.equal(["a.ipynb", "b.IPYNB", "c.ipynb"]);
    for (const name of Object.keys(files))
      expect(readNotebook(join(folder.path, name)).cells[0]!.source, name).to.equal("합성곱");
  });
});
