import { expect } from "chai";
import { describe, it } from "mocha";
import { feedbackPage } from "../../../kernel/course/feedback.ts";
import type { StudentGrade, TaskGrade } from "../../../kernel/course/gradebook.ts";
import { answer, notebook, test } from "../../support/assignment.ts";

describe("feedbackPage", () => {
  const task = (id: string): TaskGrade => ({
    task: id,
    title: id,
    points: 0,
    max: 1,
    why: "",
    manual: false,
    hash: "",
    comment: "",
  });
  const grade: StudentGrade = {
    student: "kim",
    state: "done",
    hash: "",
    language: "en",
    ms: 0,
    notes: [],
    flags: [],
    tasks: [task("t1"), task("t2"), task("t3")],
  };

  it("shows every test its answer, also where two tests stand behind one", () => {
    const page = feedbackPage(
      grade,
      notebook(
        answer("a", "first"),
        test("t1", 1, "t1();"),
        test("t2", 1, "t2();"),
        answer("b", "second"),
        test("t3", 1, "t3();"),
      ),
      "en",
    );
    expect(page.match(/first|second/g)).to.deep.equal(["first", "first", "second"]);
  });
});
