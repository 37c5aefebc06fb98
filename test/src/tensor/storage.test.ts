/** What torch says about `torch.tensor([[4., 1.], [5., 3.], [2., 1.]])`, as in the book's chapter on tensors. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { torch } from "../../../src/index.ts";

const points = (): torch.Tensor =>
  torch
    .tensor([
      [4, 1],
      [5, 3],
      [2, 1],
    ])
    .float();

describe("Tensor.storage", () => {
  it("is one row of numbers, printed as torch prints them", () => {
    expect(String(points().storage())).to.equal(
      [" 4.0", " 1.0", " 5.0", " 3.0", " 2.0", " 1.0"].join("\n") +
        "\n[torch.storage.TypedStorage(dtype=torch.float32, device=cpu) of size 6]",
    );
    const rows = (x: torch.Tensor): string[] => String(x.storage()).split("\n").slice(0, -1);
    expect(rows(torch.tensor([1e16, 0.1, 1 / 3, NaN]).float())).to.deep.equal([
      " 1.0000000272564224e+16",
      " 0.10000000149011612",
      " 0.3333333432674408",
      " nan",
    ]);
    expect(rows(torch.tensor([1, -2]))).to.deep.equal([" 1", " -2"]);
    expect(rows(torch.tensor([true, false]))).to.deep.equal([" True", " False"]);
    expect(String(torch.zeros(0).storage())).to.equal(
      " \n[torch.storage.TypedStorage(dtype=torch.float32, device=cpu) of size 0]",
    );
  });

  it("is shared by views, which begin at other places of it", () => {
    const p = points();
    const second = p.at(1);
    expect(second.storage()).to.equal(p.storage());
    expect(p.t().storage()).to.equal(p.storage());
    expect(p.clone().storage()).not.to.equal(p.storage());
    expect([second.storageOffset(), second.storage().size(), p.t().storageOffset()]).to.deep.equal([2, 6, 0]);
    expect(second.dataPtr() - p.dataPtr()).to.equal(8);
    expect(p.storage().dataPtr()).to.equal(p.dataPtr());
    expect(p.untypedStorage().dataPtr()).to.equal(p.t().untypedStorage().dataPtr());
    expect(p.clone().dataPtr()).not.to.equal(p.dataPtr());
    p.at(0).fill_(7);
    expect(second.storage().tolist()).to.deep.equal([7, 7, 5, 3, 2, 1]);
    expect(p.add_(1).storage().tolist()).to.deep.equal([8, 8, 6, 4, 3, 2]);
  });

  it("is read and written by place", () => {
    const p = points();
    const s = p.storage();
    s.setAt(0, 2);
    s.setAt(-1, 9.5);
    expect(p.tolist()).to.deep.equal([
      [2, 1],
      [5, 3],
      [2, 9.5],
    ]);
    expect([s.at(0), s.at(-1), [...s].length, s.length]).to.deep.equal([2, 9.5, 6, 6]);
    expect(() => s.at(6)).to.throw(RangeError, "index 6 out of range for storage of size 6");
    expect(() => s.setAt(-7, 0)).to.throw(RangeError, "index -7 out of range for storage of size 6");
    expect(() => s.at(1.5)).to.throw(TypeError, "argument 'index' (position 1) must be int, not 1.5");
    s.clone().fill_(0);
    expect(s.at(0)).to.equal(2);
    expect(torch.tensor([true]).storage().at(0)).to.equal(true);
    expect(torch.tensor([5]).storage().at(0)).to.equal(5);
  });

  it("tells its bytes", () => {
    const s = points().storage();
    expect([s.size(), s.nbytes(), s.elementSize(), s.dtype, String(s.device)]).to.deep.equal([
      6,
      24,
      4,
      torch.float32,
      "cpu",
    ]);
    const row = points().at(1);
    expect([row.nbytes, row.itemsize, row.storage().nbytes(), torch.zeros(3).half().storage().nbytes()]).to.deep.equal([
      8, 4, 24, 6,
    ]);
  });

  it("is seen by what runs on a device", () => {
    const x = torch.ones([80, 80]);
    x.matmul(x);
    x.storage().setAt(0, 3);
    // 79 ones and a 3
    expect(
      x
        .matmul(torch.ones([80, 80]))
        .at(0, 0)
        .item(),
    ).to.equal(82);
  });
});

describe("Tensor.untypedStorage", () => {
  it("is the same memory by bytes", () => {
    const p = points();
    const u = p.untypedStorage();
    expect([u.size(), u.nbytes(), u.length, u.elementSize()]).to.deep.equal([24, 24, 24, 1]);
    expect(u.tolist().slice(0, 8)).to.deep.equal([0, 0, 128, 64, 0, 0, 128, 63]);
    u.setAt(3, 65);
    // 0x41800000
    expect(p.at(0, 0).item()).to.equal(16);
    expect(String(u).split("\n").at(-1)).to.equal("[torch.storage.UntypedStorage(device=cpu) of size 24]");
    expect(p.storage().untyped()).to.equal(u);
    u.fill_(0);
    expect(p.sum().item()).to.equal(0);
  });

  it("has two bytes for each half", () => {
    const x = torch.tensor([1.5, -2]).to(torch.float16);
    const u = x.untypedStorage();
    // 0x3e00, 0xc000
    expect(u.tolist()).to.deep.equal([0, 62, 0, 192]);
    u.setAt(1, 60);
    expect(x.tolist()).to.deep.equal([1, -2]);
  });
});
