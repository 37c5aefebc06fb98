import { describe, it } from "mocha";
import { expect } from "chai";
import { identifierBefore, pathBefore, targetAt } from "../../../../kernel/language/service/path.ts";

describe("names and paths around a cursor", () => {
  it("ends an identifier at the cursor", () => {
    expect(identifierBefore("a.beta", 4)).to.equal("be");
    expect(identifierBefore("x = 한글", 6)).to.equal("한글");
    expect(identifierBefore("$_a1", 4)).to.equal("$_a1");
    expect(identifierBefore("12", 2)).to.equal("");
    expect(identifierBefore("a ", 2)).to.equal("");
  });

  it("reads a dotted path of names before a member", () => {
    const before = (source: string): string | undefined => pathBefore(source, source.length);
    expect(before("model.")).to.equal("model");
    expect(before("1 + model.conv1.")).to.equal("model.conv1");
    expect(before("model?.conv1?.")).to.equal("model.conv1");
    expect(before("model\n  .conv1\n  .")).to.equal("model.conv1");
    expect(before("f(model.")).to.equal("model");
    expect(before("[...model.")).to.equal("model");
  });

  it("has no path through calls, indices and literals", () => {
    for (const source of ["make().", "list[0].", "make().layer.", "'text'.", "3.", "(a).", "", "model"]) {
      expect(pathBefore(source, source.length), source).to.equal(undefined);
    }
  });

  it("finds the identifier, else the one before its dot, else the function around the cursor", () => {
    expect(targetAt("f(a.beta.", 9)).to.deep.equal({ offset: 4, path: "a.beta" });
    expect(targetAt("f(a?. ", 6)).to.deep.equal({ offset: 2, path: "a" });
    expect(targetAt("a.beta + 1", 3)).to.deep.equal({ offset: 2, path: "a.beta" });
    const call = { isCall: true, inObject: false };
    expect(targetAt("train(1, ", 9)).to.deep.equal({ offset: 0, path: "train", ...call });
    expect(targetAt("train({ a: [1], ", 16)).to.deep.equal({ offset: 0, path: "train", ...call, inObject: true });
    expect(targetAt("a.train<number>([1, (2)], ", 26)).to.deep.equal({ offset: 2, path: "a.train", ...call });
    expect(targetAt("make().go|", 9)).to.deep.equal({ offset: 7, path: undefined });
    expect(targetAt("if (1 + ", 8)).to.deep.equal({ offset: 0, path: "if", ...call });
    expect(targetAt("1 + 2", 5)).to.equal(undefined);
    expect(targetAt("", 99)).to.equal(undefined);
  });
});
