import { expect } from "chai";
import { describe, it } from "mocha";
import { torch, type Tensor } from "../../../src/index.ts";
import type { FunctionContext } from "../../../src/tensor/index.ts";

class Cube extends torch.autograd.Function {
  static forward(ctx: FunctionContext, x: Tensor, factor: number): Tensor {
    ctx.saveForBackward(x);
    ctx["factor"] = factor;
    return x.pow(3).mul(factor);
  }

  static backward(ctx: FunctionContext, grad: Tensor): readonly [Tensor, null] {
    return [grad.mul(ctx.savedTensors[0]!.square()).mul(3 * (ctx["factor"] as number)), null];
  }
}

class Halves extends torch.autograd.Function {
  static forward(_ctx: FunctionContext, x: Tensor): readonly [Tensor, Tensor] {
    return [x.div(2), x.div(4)];
  }

  static backward(_ctx: FunctionContext, a: Tensor, b: Tensor): Tensor {
    return a.div(2).add(b.div(4));
  }
}

class TooMany extends Cube {
  static override backward(_ctx: FunctionContext, grad: Tensor): readonly [Tensor, null] {
    return [grad, grad, grad] as unknown as [Tensor, null];
  }
}

describe("autograd.Function", () => {
  const input = (): Tensor => torch.tensor([2.5, -1.5], { requiresGrad: true });

  it("records its backward under its own name, to be differentiated again", () => {
    const x = input();
    const y = Cube.apply(x, 2);
    expect(String(y)).to.equal("tensor([31.2500, -6.7500], grad_fn=<CubeBackward>)");
    const [first] = torch.autograd.grad(y.sum(), x, { createGraph: true });
    expect(first!.tolist()).to.deep.equal([37.5, 13.5]);
    first!.sum().backward();
    expect(x.grad!.tolist()).to.deep.equal([30, -18]);
  });

  it("may have several outputs, whose gradients come in order", () => {
    const x = input();
    const [a, b] = Halves.apply(x);
    a.mul(2).add(b.mul(4)).sum().backward();
    expect(x.grad!.tolist()).to.deep.equal([2, 2]);
  });

  it("records nothing where no gradient is wanted", () => {
    expect(Cube.apply(input().detach(), 1).requiresGrad).to.equal(false);
    expect(torch.noGrad(() => Cube.apply(input(), 1)).requiresGrad).to.equal(false);
  });

  it("says in torch's words when backward gives too many gradients, or is not there", () => {
    expect(() => TooMany.apply(input(), 1).sum().backward()).to.throw("expected 2, got 3");
    class Empty extends torch.autograd.Function {}
    expect(() => (Empty as unknown as typeof Cube).apply(input(), 1)).to.throw(
      TypeError,
      "You must implement the forward",
    );
  });
});
