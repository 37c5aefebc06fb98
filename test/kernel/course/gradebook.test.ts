import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, beforeEach, describe, it } from "mocha";
import { Gradebook, sumOf, type StudentGrade, type TaskGrade } from "../../../kernel/course/gradebook.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const task = (id: string, points: number | null, more: Partial<TaskGrade> = {}): TaskGrade => ({
  task: id,
  title: id,
  points,
  max: 3,
  why: "",
  manual: false,
  hash: "h",
  comment: "",
  ...more,
});

describe("Gradebook", () => {
  const folder = temporaryFolder("gradebook");
  const file = join(folder.path, "gradebook.db");
  let book: Gradebook;
  const finish = (hash: string, ...tasks: TaskGrade[]): void =>
    book.finish({ student: "kim", hash, language: "en", ms: 5, notes: [], flags: [], tasks });
  const points = (): (number | null)[] => (book.of("kim") as StudentGrade).tasks.map((one) => one.points);

  beforeEach(() => {
    book = new Gradebook(file, "a1");
    book.enroll(["kim", "lee"]);
  });
  afterEach(() => {
    book.close();
    for (const ending of ["", "-wal", "-shm"]) rmSync(file + ending, { force: true });
  });
  after(() => folder.remove());

  it("has what a killed grader began wait again, and keeps what it finished", () => {
    finish("one", task("q", 2));
    book.begin("lee");
    // The next grader opens the same file.
    const next = new Gradebook(file, "a1");
    next.enroll(["kim", "lee"]);
    expect(next.all().map(({ student, state }) => `${student} ${state}`)).to.deep.equal(["kim done", "lee waiting"]);
    next.close();
  });

  it("takes all of a submission's grades or none", () => {
    finish("one", task("q", 2), task("r", 1));
    // A title may not be missing.
    const broken = { ...task("s", 3), title: null as unknown as string };
    expect(() => finish("two", task("q", 3), broken)).to.throw(/NOT NULL/);
    expect(points()).to.deep.equal([2, 1]);
    expect(book.hashOf("kim")).to.equal("one");
  });

  it("keeps points by hand while the submission is the same, and each assignment apart", () => {
    finish("one", task("essay", null, { manual: true }));
    book.setManual("kim", "essay", 1.5, "short");
    finish("one", task("essay", null, { manual: true }));
    expect(points()).to.deep.equal([1.5]);
    const other = new Gradebook(file, "a2");
    expect(other.all()).to.deep.equal([]);
    other.close();
    finish("two", task("essay", null, { manual: true }));
    expect(points()).to.deep.equal([null]);
  });

  it("adds points up to two decimals, and counts what waits for a person", () => {
    expect(sumOf([task("a", 0.1), task("b", 0.2), task("c", null)])).to.deep.equal({ points: 0.3, max: 9, open: 1 });
  });
});
