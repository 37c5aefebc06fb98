import { expect } from "chai";
import { describe, it } from "mocha";
import { answer, beginTermination, claim, endTermination } from "../../../../kernel/runner/stop/interrupt-claim.ts";
import { abandonQuestion, beginQuestion, endQuestion } from "../../../../kernel/runner/stop/interrupt-claim.ts";
import { isAnswered, newClaims } from "../../../../kernel/runner/stop/interrupt-claim.ts";

describe("claims of an interrupt", () => {
  it("are one side's, for good", () => {
    const claims = newClaims();
    expect(claim(claims, 1, "interrupter")).to.equal(true);
    expect(claim(claims, 1, "main")).to.equal(false);
    expect(claim(claims, 1, "interrupter")).to.equal(true);
    expect(claim(claims, 2, "main")).to.equal(true);
  });

  it("allow no termination of what has been answered", () => {
    const claims = newClaims();
    expect(answer(claims, 1)).to.equal(true);
    expect(beginTermination(claims, 1)).to.equal(false);
    expect(beginTermination(claims, 2)).to.equal(true);
  });

  it("allow no answer while a termination is on its way: it would hit what comes next", () => {
    const claims = newClaims();
    beginTermination(claims, 1);
    expect(answer(claims, 1)).to.equal(false);
    expect(isAnswered(claims, 1)).to.equal(false);
    endTermination(claims, 1);
    expect(answer(claims, 1)).to.equal(true);
    expect(isAnswered(claims, 1)).to.equal(true);
  });

  it("know the termination of one interrupt from that of the next", () => {
    const claims = newClaims();
    beginTermination(claims, 1);
    beginTermination(claims, 2);
    endTermination(claims, 1);
    expect(answer(claims, 2)).to.equal(false);
    endTermination(claims, 2);
    expect(answer(claims, 2)).to.equal(true);
  });
});

describe("claims of a question", () => {
  it("let it be terminated while it runs, and not when it has ended", () => {
    const claims = newClaims();
    expect(beginQuestion(claims, 1)).to.equal(true);
    expect(abandonQuestion(claims, 1)).to.equal(true);
    expect(endQuestion(claims, 1)).to.equal(false);
    const others = newClaims();
    beginQuestion(others, 1);
    expect(endQuestion(others, 1)).to.equal(true);
    expect(abandonQuestion(others, 1)).to.equal(false);
  });

  it("let none begin that was given up before", () => {
    const claims = newClaims();
    expect(abandonQuestion(claims, 1)).to.equal(false);
    expect(beginQuestion(claims, 1)).to.equal(false);
    expect(beginQuestion(claims, 2)).to.equal(true);
  });
});
