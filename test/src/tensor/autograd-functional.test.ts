/** Numbers from PyTorch 2.13: the same calls of torch.autograd.functional. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { nn, torch } from "../../../src/index.ts";

const { hessian, jacobian, jvp, vjp } = torch.autograd.functional;
type Tensor = torch.Tensor;

const x = torch.tensor([1, 2, 3]).float();
const y = torch.tensor([2, -1]).float();
const f = (a: Tensor, b: Tensor): Tensor[] => [b.mul(a.pow(2).sum()), a.mul(b.at(0))];
const lists = (found: unknown): unknown => (Array.isArray(found) ? found.map(lists) : (found as Tensor).tolist());

describe("torch.autograd.functional", () => {
  it("jacobian has a block for each output and input", () => {
    expect(lists(jacobian(f, [x, y]))).to.deep.equal([
      [
        [
          [4, 8, 12],
          [-2, -4, -6],
        ],
        [
          [14, 0],
          [0, 14],
        ],
      ],
      [
        [
          [2, 0, 0],
          [0, 2, 0],
          [0, 0, 2],
        ],
        [
          [1, 0],
          [2, 0],
          [3, 0],
        ],
      ],
    ]);
    expect(jacobian(() => torch.ones(2), x).tolist()).to.deep.equal([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("vjp and jvp give the outputs and the product", () => {
    expect(lists(vjp(f, [x, y], [torch.ones(2), torch.tensor([1, 0, 2]).float()]))).to.deep.equal([
      [
        [28, -14],
        [2, 4, 6],
      ],
      [
        [4, 4, 10],
        [21, 14],
      ],
    ]);
    expect(lists(jvp(f, [x, y], [torch.ones(3), torch.tensor([1, 2]).float()]))).to.deep.equal([
      [
        [28, -14],
        [2, 4, 6],
      ],
      [
        [38, 16],
        [3, 4, 5],
      ],
    ]);
  });

  it("hessian goes through a convolution", () => {
    const conv = new nn.Conv2d(1, 1, 2, { bias: false });
    torch.noGrad(() => conv.weight.copy_(torch.arange(4).float().view(1, 1, 2, 2)));
    const image = torch
      .tensor([
        [
          [
            [0, 1],
            [3, 4],
          ],
        ],
      ])
      .float()
      .div(4);
    const found = hessian((i) => conv(i).pow(3).sum(), image);
    expect([...found.shape]).to.deep.equal([1, 1, 2, 2, 1, 1, 2, 2]);
    expect(found.flatten().tolist()).to.deep.equal([
      0, 0, 0, 0, 0, 28.5, 57, 85.5, 0, 57, 114, 171, 0, 85.5, 171, 256.5,
    ]);
    expect(hessian((a) => a.sum(), y).tolist()).to.deep.equal([
      [0, 0],
      [0, 0],
    ]);
  });

  it("has a graph of its own only where it is asked for one", () => {
    const w = torch.tensor([3]).float().requiresGrad_();
    const slope = jacobian((a) => a.pow(3).sum(), w, { createGraph: true });
    slope.sum().backward();
    expect(w.grad.tolist()).to.deep.equal([18]);
    expect(jacobian((a) => a.pow(3).sum(), w).requiresGrad).to.equal(false);
    expect(torch.noGrad(() => jacobian((a) => a.pow(2), w)).tolist()).to.deep.equal([[6]]);
  });

  it("says in torch's words what is wrong", () => {
    expect(() => vjp((a) => a, x)).to.throw("The vector v can only be None if the user-provided function returns");
    expect(() => jvp((a) => a, x)).to.throw("The vector v can only be None if the input to the user-provided function");
    expect(() => vjp((a) => a, x, torch.ones(2))).to.throw(
      "v has invalid size: should be torch.Size([3]) but got torch.Size([2]).",
    );
    expect(() => hessian((a) => a, x)).to.throw("given to hessian should contain a single element");
    expect(() => jacobian((() => 3) as never, x)).to.throw("given to jacobian must be either a Tensor or a tuple");
    expect(() => jacobian((async (a: Tensor) => a) as never, x)).to.throw("the function cannot be async");
  });
});
