/** What is printed, and what a cell can and cannot do to it, each in a separate process. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { runModule } from "../../support/printed.ts";

describe("check, as it prints", () => {
  it("says what passes, what does not, hints and a summary", () => {
    const { stdout } = runModule(`
      check.count("q1", 448, 448);
      const fails = () => { try { check.count("q2", 432, 448, { biases: 16 }) } catch (error) { console.log(String(error)) } };
      fails();
      check.hint("q2", ["Count the biases.", "One for each output channel."]);
      check.hint("q2"); check.hint("q2"); check.hint("q2"); check.hint("q3");
      check.summary();
      check.count("q2", 448, 448);
      check.points("q4", 2, (c) => { c.that("first", true); c.count("second", 2, 3) });
    `);
    expect(stdout.trimEnd().split("\n")).to.deep.equal([
      "q1 passes",
      "CheckError: q2: 432 is short by exactly the biases. What does each output channel have besides its kernels?",
      "q2, hint 1 of 2: Count the biases.",
      "q2, hint 2 of 2: One for each output channel.",
      "q2: that was the last hint. Once more: One for each output channel.",
      "q3: there are no hints.",
      "1 of 2 pass",
      "q1  passed",
      "q2  not yet",
      "q2 passes (the last try did not)",
      "q4: 1 of 2 points",
      "  + first",
      "  - second: 2 is off by one. Does something begin or end one place too early or too late?",
    ]);
  });

  it("says that points are of the visible checks where more of them come when it is graded", () => {
    const { stdout } = runModule(`
      check.later(4);
      check.points("q1", 5, (c) => c.that("it can be loaded", true));
      check.points("q2", 1, (c) => c.that("all", true));
      setLanguage("ko");
      check.later(2);
      check.points("q3", 2, (c) => { c.that("하나", true); c.that("둘", false, { say: "아직" }) });
      try { check.later(-1) } catch (error) { console.log(String(error)) }
    `);
    expect(stdout.trimEnd().split("\n")).to.deep.equal([
      "q1: 1 of 1 visible checks passed, 4 more when it is graded. Points so far: 5 of 5",
      "  + it can be loaded",
      "q2: 1 of 1 points",
      "  + all",
      "q3: 보이는 검사 2개 가운데 1개를 통과했습니다. 채점할 때 2개를 더 검사합니다. 지금까지 2점 가운데 1점",
      "  + 하나",
      "  - 둘: 아직",
      "RangeError: check.later: expected how many checks, a whole number from 0, got -1",
    ]);
  });

  it("gives hints in the reader's language, where they have them", () => {
    const { stdout } = runModule(`
      check.hint("q1", { en: ["Count the biases."], ko: ["편향을 세어 보세요."] });
      check.hint("q1");
      setLanguage("ko");
      check.hint("q1", { en: ["Count the biases."], ko: ["편향을 세어 보세요."] });
      check.hint("q1"); check.hint("q1");
      check.hint("q2", { en: ["Only so."] });
      check.hint("q2");
      for (const wrong of ["text", {}, { en: "text" }, [1], null]) try { check.hint("q3", wrong); } catch (error) { console.log(error.name); }
    `);
    expect(stdout.trimEnd().split("\n")).to.deep.equal([
      "q1, hint 1 of 1: Count the biases.",
      "q1, 도움말 1/1: 편향을 세어 보세요.",
      "q1: 마지막 도움말이었습니다. 다시 한번: 편향을 세어 보세요.",
      "q2, 도움말 1/1: Only so.",
      ...Array<string>(5).fill("TypeError"),
    ]);
  });

  it("cannot be patched by a cell", () => {
    const { stdout } = runModule(`
      const attempts = [
        () => { check.count = () => {} },
        () => { Object.defineProperty(check, "close", { value: () => {} }) },
        () => { torch.Tensor.prototype.allclose = () => torch.tensor(true) },
        () => { Math.abs = () => 0 },
        () => { Array.prototype.every = () => true },
        () => { Array.prototype.some = () => false },
        () => { Object.is = () => true },
        () => { Number.isFinite = () => true },
        () => { Map.prototype.get = () => true },
        () => { console.log = () => {} },
      ];
      for (const attempt of attempts) try { attempt() } catch {}
      let failures = 0;
      try { check.close("q1", torch.zeros(2), torch.ones(2)) } catch (error) { failures += error instanceof CheckError ? 1 : 0 }
      try { check.count("q2", 1, 2) } catch (error) { failures += error instanceof CheckError ? 1 : 0 }
      process.stdout.write("failed as they should: " + failures + "\\n");
      check.count("q3", 2, 2);
    `);
    expect(stdout).to.equal("failed as they should: 2\nq3 passes\n");
  });

  it("tells a judge what came and what was wanted; a second judge is refused", () => {
    const { stdout } = runModule(`
      const records = [];
      check[Symbol.for("convkernel.judge")]((record) => records.push(record));
      try { check[Symbol.for("convkernel.judge")](() => {}) } catch (error) { console.log(error.message) }
      check.close("q1", torch.tensor([1, 2.5]), [1, 2.5]);
      check.points("q2", 2, (c) => { c.count("a", 3, 4) });
      for (const { task, kind, passed, got, expected } of records)
        console.log(task, kind, passed, [...got.values].join(), [...expected.values].join());
    `);
    expect(stdout).to.contain("the judge of this process is set already");
    expect(stdout).to.contain("q1 close true 1,2.5 1,2.5");
    expect(stdout).to.contain("q2 count false 3 4");
  });
});

describe("predict", () => {
  it("keeps a guess and compares it", () => {
    const { stdout } = runModule(`
      predict("shape", [1, 16, 32, 32]);
      predict.check([1, 16, 32, 32]);
      predict("numbers", 432);
      predict.check(448);
      predict("later");
      predict.check(7);
      predict.check(7);
      predict.check(448, { question: "numbers", within: 0.1 });
      predict("class", "Bird");
      predict.check("bird");
      predict.check("plane");
      predict("shape of a tensor", [2, 3]);
      predict.check(torch.zeros(2, 3).shape);
      predict("side", 99);
      predict.check(18);
      predict.check(0);
      predict("mean", 1 / 3);
      predict.check(0.333);
    `);
    expect(stdout.trimEnd().split("\n")).to.deep.equal([
      "Your guess: [1, 16, 32, 32]",
      "You guessed [1, 16, 32, 32]: right.",
      "Your guess: 432",
      "You guessed 432; it is 448: 3.6 % away.",
      "Guess first: put your guess in place of undefined, and run the cell again.",
      "The answer stays covered until you guess. (Run predict.check again to see it.)",
      "It is 7. (No guess was made.)",
      "You guessed 432: right.",
      "Your guess: Bird",
      "You guessed Bird: right.",
      "You guessed Bird; it is plane.",
      "Your guess: [2, 3]",
      "You guessed [2, 3]: right.",
      "Your guess: 99",
      "You guessed 99; it is 18: 450 % away.",
      "You guessed 99; it is 0.",
      "Your guess: 0.333333",
      "You guessed 0.333333; it is 0.333: 0.1 % away.",
    ]);
  });

  it("says what to run first where there is no guess", () => {
    expect(runModule(`try { predict.check(1) } catch (error) { console.log(error.message) }`).stdout).to.equal(
      "predict.check: there is no guess to compare with. Run predict(question, guess) first.\n",
    );
  });
});
