import { expect } from "chai";
import { describe, it } from "mocha";
import { scoreOf, type Score, type Verdict } from "../../../kernel/course/judge.ts";
import type { CellRun, CheckRecord, Value } from "../../../kernel/course/session.ts";
import { test } from "../../support/assignment.ts";

const number = (value: number): Value => ({ kind: "numbers", shape: [], values: Float64Array.of(value) });
const record = (task: string, got: number, expected: number, passed = got === expected): CheckRecord => ({
  task,
  kind: "count",
  passed,
  why: passed ? "" : "one too many",
  rtol: 0,
  atol: 0,
  got: number(got),
  expected: number(expected),
});
const ran = (records: readonly CheckRecord[], value?: string): CellRun => ({
  kind: "ok",
  outputs: [],
  stderr: "",
  records,
  ms: 1,
  ...(value !== undefined && { result: { "text/plain": value } }),
});
const judged = (run: CellRun, reference: readonly CheckRecord[], more: Partial<Verdict> = {}): Score =>
  scoreOf(test("q1", 2, ""), {
    run,
    reference,
    altered: [],
    stderrFails: false,
    own: new Set(),
    limits: { cellMs: 30_000, totalMs: 300_000, memoryMb: 1024 },
    ...more,
  });

describe("scoreOf", () => {
  const wanted = [record("a", 3, 3), record("a", 5, 5)];

  it("gives all where every comparison holds outside, too", () => {
    expect(judged(ran(wanted), wanted)).to.deep.equal({ points: 2, max: 2, why: "", flags: [] });
  });

  it("gives nothing for one that failed, and its sentence", () => {
    expect(judged(ran([record("a", 3, 3), record("a", 6, 5)]), wanted)).to.include({ points: 0, why: "one too many" });
  });

  it("names the statement that does not hold", () => {
    const failed = { ...record("bright at the left", 1, 0), kind: "that", why: "not yet." };
    expect(judged(ran([failed]), [{ ...failed, passed: true, why: "" }]).why).to.equal("bright at the left: not yet.");
  });

  it("takes no word of the student's process for it that an answer is right", () => {
    const { points, flags } = judged(ran([record("a", 3, 3), record("a", 6, 5, true)]), wanted);
    expect(points).to.equal(0);
    expect(flags).to.deep.equal(["a: passed where it ran, but not when compared outside"]);
  });

  it("holds answers against what the solution wanted, also where the student's process wanted something else", () => {
    const { points, flags } = judged(ran([record("a", 3, 3), record("a", 0, 0)]), wanted);
    expect(points).to.equal(0);
    expect(flags).to.deep.equal(["a: was compared with other values than the solution's"]);
  });

  it("leaves a comparison to the student's process where the solution wants another number in each run", () => {
    const { points, flags } = judged(ran([record("a", 3, 3), record("a", 8, 8)]), wanted, { own: new Set([1]) });
    expect(points).to.equal(2);
    expect(flags).to.deep.equal(["a: wants other numbers in each run, so it was not held against the solution's"]);
  });

  it("lets nobody send right answers in front of a wrong one", () => {
    const { points, flags } = judged(ran([...wanted, record("a", 3, 3), record("a", 6, 5)]), wanted);
    expect(points).to.equal(0);
    expect(flags).to.include("a: more comparisons than the test makes");
  });

  it("says that memory was nearly used up where time was over", () => {
    expect(judged({ ...ran([]), kind: "time", fullMb: 1000 }, wanted).why).to.equal(
      "time limit (30 s) in q1, where memory was nearly used up, too (1000 of 1024 MB): does something grow without an end?",
    );
  });

  it("says of a process that was replaced because it did not stop that its time was over", () => {
    const error = { ename: "KernelDied", evalue: "its process was replaced", traceback: [] };
    const lost = { ...ran([]), kind: "lost" as const, error };
    expect(judged(lost, wanted).why).to.equal("its process was replaced");
    expect(judged({ ...lost, isLate: true }, wanted).why).to.equal("time limit (30 s) in q1");
  });

  it("misses a check that did not run", () => {
    expect(judged(ran([record("a", 3, 3)]), wanted)).to.include({ points: 0, why: "a check did not run" });
  });

  it("takes a number for the points, no more than comparisons bear out and no more than there are", () => {
    const half = [record("a", 3, 3), record("a", 6, 5)];
    expect(judged(ran(half, "1"), wanted).points).to.equal(1);
    expect(judged(ran(half, "2"), wanted).points).to.equal(1);
    expect(judged(ran([], "1.5"), []).points).to.equal(1.5);
    expect(judged(ran([], "7"), [])).to.deep.include({ points: 2, flags: ["gave more points than there are"] });
    expect(judged(ran(wanted, "-1"), wanted).points).to.equal(0);
  });

  it("takes what is no number for no points", () => {
    for (const value of ["NaN", "Infinity", "-Infinity"]) {
      expect(judged(ran(wanted, value), wanted).points, value).to.equal(0);
      expect(judged(ran([], value), []).points, value).to.equal(0);
    }
  });

  it("gives all to a test that ran through without a check or a number", () => {
    expect(judged(ran([], "'fine'"), []).points).to.equal(2);
  });

  it("lets a word on stderr cost the cell only where that was asked for", () => {
    const loud = { ...ran([]), stderr: "hm" };
    expect(judged(loud, []).points).to.equal(2);
    expect(judged(loud, [], { stderrFails: true })).to.include({ points: 0, why: "the cell wrote to stderr" });
  });

  it("gives nothing where built-ins were changed while the test ran, and names them", () => {
    const { points, flags } = judged(ran(wanted), wanted, { altered: ["Math.abs"] });
    expect(points).to.equal(0);
    expect(flags).to.deep.equal(["changed built-ins: Math.abs"]);
  });

  it("gives its reasons in the language of the notebook, and names the cell as it is counted there", () => {
    const { why } = judged({ ...ran([]), kind: "time" }, [], { language: "ko", where: "셀 5번 (q1)" });
    expect(why).to.equal("셀 5번 (q1): 제한 시간(30초)을 넘었습니다");
    expect(judged(ran([]), wanted, { language: "ko" }).why).to.equal("실행되지 않은 검사가 있습니다");
  });

  const ends: [run: CellRun, why: string][] = [
    [{ ...ran([]), kind: "time" }, "time limit (30 s) in q1"],
    [
      { ...ran([]), kind: "skipped" },
      "out of time: 300 s are for the whole notebook, or two cells have used up theirs",
    ],
    [
      { ...ran([]), kind: "lost", error: { ename: "KernelDied", evalue: "out of memory", traceback: [] } },
      "out of memory",
    ],
    [
      { ...ran([]), kind: "error", error: { ename: "TypeError", evalue: "x is no function\nat q1", traceback: [] } },
      "TypeError: x is no function",
    ],
  ];
  for (const [run, why] of ends)
    it(`says of a cell that ended by ${run.kind} why it is worth nothing`, () => {
      expect(judged(run, wanted)).to.include({ points: 0, why });
    });
});
