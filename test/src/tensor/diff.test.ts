import { expect } from "chai";
import { describe, it } from "mocha";
import { torch } from "../../../src/index.ts";

describe("diff", () => {
  it("lays ends before and behind", () => {
    const squares = torch.tensor([1, 4, 9]);
    const ends = { prepend: torch.tensor([0]), append: torch.tensor([16]) };
    expect(squares.diff(ends).tolist()).to.deep.equal([1, 3, 5, 7]);
    const rows = torch.tensor([
      [1, 4],
      [9, 16],
    ]);
    expect(rows.diff(1, 0, null, torch.tensor([[0, 0]])).tolist()).to.deep.equal([
      [8, 12],
      [-9, -16],
    ]);
    expect(squares.diff(5).shape).to.have.property("length", 1);
    expect(squares.diff({ n: 0, prepend: torch.tensor([0]) }).tolist()).to.deep.equal([1, 4, 9]);
    expect(() => squares.diff(-1)).to.throw("order must be non-negative but got -1");
    expect(() => torch.tensor(3).diff()).to.throw("diff expects input to be at least one-dimensional");
    expect(() => squares.diff({ prepend: torch.ones(1, 1) })).to.throw("to be the same dimension as input");
  });
});
