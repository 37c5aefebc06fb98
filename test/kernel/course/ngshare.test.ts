/** A store as ngshare 0.6 keeps it: the tables of its database.py, and files under random names. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { CourseError } from "../../../kernel/course/course-error.ts";
import { submissionsOf } from "../../../kernel/course/layout.ts";
import { collectNgshare, isNgshare } from "../../../kernel/course/ngshare.ts";
import { readNotebook } from "../../../kernel/course/notebook.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const TABLES = `
create table users (id text primary key);
create table courses (_id integer primary key, id text unique);
create table assignments (_id integer primary key, id text, course_id integer, due timestamp);
create table submissions (_id integer primary key, assignment_id integer, timestamp timestamp, student_id text);
create table files (_id integer primary key, filename text, checksum text, size integer, actual_name text);
create table submission_files_assoc_table (left_id text, right_id integer, primary key (left_id, right_id));
create table feedback_files_assoc_table (left_id text, right_id integer, primary key (left_id, right_id));
insert into courses values (1, 'cnn'), (2, 'other');
insert into assignments values (1, 'a1', 1, null), (2, 'a2', 1, null), (3, 'a2', 2, null);
`;

describe("collectNgshare", () => {
  const folder = temporaryFolder("ngshare");
  const store = join(folder.path, "ngshare");
  const into = join(folder.path, "collected");
  let db: DatabaseSync;
  let files = 0;

  function handIn(student: string, assignment: number, time: string, contents: Readonly<Record<string, string>>): void {
    const { lastInsertRowid } = db
      .prepare("insert into submissions (assignment_id, timestamp, student_id) values (?, ?, ?)")
      .run(assignment, time, student);
    for (const [name, text] of Object.entries(contents)) {
      const stored = `${String(++files).padStart(8, "0")}-91c5-4f0e-8c4b-0d4a3f8b7e11.ipynb`;
      writeFileSync(join(store, "files", stored), text);
      db.prepare("insert into files (_id, filename, actual_name) values (?, ?, ?)").run(files, name, stored);
      db.prepare("insert into submission_files_assoc_table values (?, ?)").run(String(lastInsertRowid), files);
    }
  }
  const text = (source: string): string =>
    JSON.stringify({ nbformat: 4, metadata: {}, cells: [{ cell_type: "markdown", id: "a", metadata: {}, source }] });
  const found = (assignment: string): string[][] =>
    submissionsOf(into, assignment).map(({ student, folder: at, time }) => [
      student,
      time,
      readNotebook(join(at, "a1.ipynb")).cells[0]!.source,
    ]);

  before(() => {
    mkdirSync(join(store, "files"), { recursive: true });
    db = new DatabaseSync(join(store, "ngshare.db"));
    db.exec(TABLES);
    handIn("kim", 1, "2026-03-01 10:00:00.000001", { "a1.ipynb": text("old") });
    handIn("kim", 1, "2026-03-01 10:00:00.000002", { "a1.ipynb": text("new"), "data/a.csv": "1" });
    handIn("김민지", 1, "2026-03-01 09:00:00.000000", { "a1.ipynb": text("합성곱"), "../../evil.txt": "1" });
    handIn("ada", 2, "2026-03-01 09:00:00.000000", { "a1.ipynb": text("a2") });
    handIn("ben", 3, "2026-03-01 09:00:00.000000", { "a1.ipynb": text("a2 of the other course") });
  });
  after(() => {
    db.close();
    folder.remove();
  });

  it("knows the store by its database", () => {
    expect(isNgshare(store)).to.equal(true);
    expect(isNgshare(folder.path)).to.equal(false);
  });

  it("lays out the newest of each student, under the names that were handed in", () => {
    collectNgshare(store, into, "a1", undefined);
    expect(found("a1")).to.deep.equal([
      ["kim", "2026-03-01 10:00:00.000002 UTC", "new"],
      ["김민지", "2026-03-01 09:00:00.000000 UTC", "합성곱"],
    ]);
  });

  it("adds what is handed in later", () => {
    handIn("kim", 1, "2026-03-02 10:00:00.000000", { "a1.ipynb": text("newest") });
    collectNgshare(store, into, "a1", undefined);
    expect(found("a1")[0]).to.deep.equal(["kim", "2026-03-02 10:00:00.000000 UTC", "newest"]);
  });

  it("asks for the course where two have an assignment of one name", () => {
    expect(() => collectNgshare(store, into, "a2", undefined)).to.throw(
      CourseError,
      /more than one course .*: cnn, other/,
    );
    collectNgshare(store, into, "a2", "other");
    expect(found("a2").map(([student]) => student)).to.deep.equal(["ben"]);
  });

  it("makes no folder of a user's name that leads elsewhere", () => {
    handIn("../ada", 3, "2026-03-03 09:00:00.000000", { "a1.ipynb": text("") });
    expect(() => collectNgshare(store, into, "a2", "other")).to.throw(
      CourseError,
      /"\.\.\/ada" of ngshare cannot have a folder/,
    );
  });
});
