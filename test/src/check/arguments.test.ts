import { expect } from "chai";
import { check, nn, predict, torch } from "../../../src/index.ts";

const x = torch.ones(2, 3);
const net = new nn.Linear(2, 2);
// A teacher's slip, which the types refuse too.
const open = check as unknown as Record<string, (...given: unknown[]) => unknown>;
const guess = predict as unknown as ((...given: unknown[]) => void) & { check(...given: unknown[]): void };

const misuses: readonly (readonly [what: string, run: () => unknown, says: string])[] = [
  [
    "shape without sizes",
    () => open["shape"]!("q", x),
    "check.shape(task, got, expected, { say? }) is missing 'expected'",
  ],
  [
    "shape with a text",
    () => open["shape"]!("q", x, "2x3"),
    "check.shape: 'expected' must be sizes, as in [1, 16, 32, 32], not \"2x3\"",
  ],
  ["shape with half a size", () => open["shape"]!("q", x, [2, 1.5]), "check.shape: 'expected' must be sizes"],
  ["close without a right answer", () => open["close"]!("q", x), "is missing 'expected'"],
  [
    "close with an unknown option",
    () => open["close"]!("q", x, x, { tol: 1 }),
    "check.close has no option 'tol'; did you mean 'rtol'?",
  ],
  [
    "close with a tolerance in words",
    () => open["close"]!("q", x, x, { atol: "1" }),
    "check.close: option 'atol' must be a number from 0, not \"1\"",
  ],
  [
    "close with a tolerance that is NaN",
    () => open["close"]!("q", x, x, { rtol: Number.NaN }),
    "option 'rtol' must be a number from 0, not NaN",
  ],
  [
    "close with a tolerance in place of options",
    () => open["close"]!("q", x, x, 0.1),
    "check.close: options are an object with say, rtol, atol, mistakes, reveal, not 0.1",
  ],
  [
    "close with a tensor in place of options",
    () => open["close"]!("q", x, x, x),
    "check.close: options are an object with",
  ],
  ["count with a text", () => open["count"]!("q", 3, "3"), "check.count: 'expected' must be a number, not \"3\""],
  ["equal with too much", () => open["equal"]!("q", 1, 1, {}, 2), "takes 4 arguments, got 5"],
  [
    "throws with no function",
    () => open["throws"]!("q", 5, "x"),
    "check.throws: 'run' must be a function, as in () => layer(x), not 5",
  ],
  ["throws with no pattern", () => open["throws"]!("q", () => 1), "is missing 'pattern'"],
  ["training with a model in place of evidence", () => open["training"]!("q", net), "check.training: 'evidence'"],
  [
    "training with nothing to judge",
    () => open["training"]!("q", {}),
    "check.training: 'evidence' is empty; it has model, before, losses",
  ],
  [
    "training with an unknown part",
    () => open["training"]!("q", { gradient: [1] }),
    "check.training: 'evidence' has no option 'gradient'; did you mean 'gradients'?",
  ],
  [
    "normalised with an unknown option",
    () => open["normalised"]!("q", x, { as: x }),
    "check.normalised has no option 'as'",
  ],
  ["secret without the secret", () => open["secret"]!("q", 1), "is missing 'secret'"],
  [
    "that with an unknown option",
    () => open["that"]!("q", true, { message: "m" }),
    "check.that has no option 'message'; it has say",
  ],
  [
    "points without a number",
    () => open["points"]!("q", () => {}),
    "check.points: 'max' must be a number above 0, not a function",
  ],
  ["points without checks", () => open["points"]!("q", 3), "is missing 'run'"],
  [
    "points with an option",
    () => open["points"]!("q", 3, () => {}, {}),
    "check.points(task, max, run) takes 3 arguments, got 4",
  ],
  ["hint with too much", () => open["hint"]!("q", ["a"], "b"), "check.hint(task, texts) takes 2 arguments, got 3"],
  ["summary with a task", () => open["summary"]!("q"), "check.summary() takes no arguments, got 1"],
  ["any check without a task", () => open["shape"]!(x, [2, 3]), "check: expected the task's name first"],
  ["predict with too much", () => guess("q", 1, 2), "predict(question, guess) takes 2 arguments, got 3"],
  [
    "predict.check with an unknown option",
    () => guess.check(1, { withn: 0.1 }),
    "predict.check has no option 'withn'; did you mean 'within'?",
  ],
  [
    "predict.check with a number as options",
    () => guess.check(1, 0.1),
    "predict.check: options are an object with question, within, not 0.1",
  ],
];

describe("what checks are given", () => {
  for (const [what, run, says] of misuses)
    it(`${what} is refused, and the error says why`, () => expect(run).to.throw(TypeError, says));

  it("what the answer leaves undefined is an answer that is missing, not one that passes", () => {
    expect(() => check.training("evidence", { model: net, losses: undefined as unknown as number[] })).to.throw(
      "evidence: there is no answer yet",
    );
  });

  it("a slip inside of points is told as its reason, and gives no points", () => {
    expect(check.points("slip", 2, (c) => (c as unknown as typeof open)["close"]!("part", x, x, { tol: 1 }))).to.equal(
      0,
    );
  });
});
