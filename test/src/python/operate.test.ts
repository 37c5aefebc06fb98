import { describe, it } from "mocha";
import { expect } from "chai";
import { python, torch } from "../../../src/index.ts";

const { negative, operate, sum } = python;

class Length {
  readonly metres: number;
  constructor(metres: number) {
    this.metres = metres;
  }
  add(other: number | Length): Length {
    return new Length(this.metres + (other instanceof Length ? other.metres : other));
  }
  radd(other: number): Length {
    return this.add(other);
  }
  __truediv__(other: number): Length {
    return new Length(this.metres / other);
  }
  neg(): Length {
    return new Length(-this.metres);
  }
}

describe("operators whose sides only the run shows", () => {
  it("calculate with numbers as Python does", () => {
    expect(operate(7, "//", -2)).to.equal(-4);
    expect(operate(-7, "%", 3)).to.equal(2);
    expect(operate(true, "+", 1)).to.equal(2);
    expect(operate("a", "+", "b")).to.equal("ab");
    expect(operate([1], "+", [2])).to.deep.equal([1, 2]);
  });

  it("call the left object's method, otherwise the right one's reflected method", () => {
    expect(operate(new Length(2), "+", 1).metres).to.equal(3);
    expect(operate(1, "+", new Length(2)).metres).to.equal(3);
    expect(operate(new Length(3), "/", 2).metres).to.equal(1.5);
    expect(negative(new Length(3)).metres).to.equal(-3);
    expect(sum([new Length(1), 2, new Length(3)]).metres).to.equal(6);
  });

  it("take a number on the left of a tensor", () => {
    const x = torch.tensor([2, 4], { dtype: torch.float32 });
    expect(operate(1, "-", x).tolist()).to.deep.equal([-1, -3]);
    expect(operate(1, "/", x).tolist()).to.deep.equal([0.5, 0.25]);
    expect(operate(2, "**", x).tolist()).to.deep.equal([4, 16]);
    expect(operate(1, "+", x).tolist()).to.deep.equal([3, 5]);
  });

  it("say what they cannot calculate with", () => {
    expect(() => operate(1, "+", null)).to.throw(TypeError, "unsupported operand type(s) for +: 'int' and 'NoneType'");
    expect(() => operate(new Length(1), "*", 0.5)).to.throw(TypeError, "for *: 'Length' and 'float'");
    expect(() => negative("a")).to.throw(TypeError, "bad operand type for unary -: 'str'");
  });
});
