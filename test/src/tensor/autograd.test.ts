import { expect } from "chai";
import { describe, it } from "mocha";
import { setImmediate as nextTurn } from "node:timers/promises";
import { runInNewContext, runInThisContext } from "node:vm";
import { transformSync } from "esbuild";
import { tidy } from "../../../src/tensor/index.ts";
import { withGradMode } from "../../../src/tensor/autograd/grad-mode.ts";
import * as F from "../../../src/nn/functional/index.ts";
import * as torch from "../../../src/torch.ts";

const leaf = (...values: number[]): torch.Tensor => torch.tensor(values, { dtype: torch.float32, requiresGrad: true });
const listOf = (t: torch.Tensor | null): unknown => t?.tolist() ?? null;

describe("backward", () => {
  it("adds to the gradient that is there", () => {
    const x = leaf(1, 2);
    x.mul(3).sum().backward();
    x.mul(x).sum().backward();
    expect(listOf(x.grad)).to.deep.equal([5, 7]);
  });

  it("sums over all ways from result to leaf", () => {
    // d/dx (x^2 + x^2 * x) = 2x + 3x^2
    const x = leaf(2);
    const square = x.mul(x);
    square.add(square.mul(x)).sum().backward();
    expect(listOf(x.grad)).to.deep.equal([16]);
  });

  it("walks a chain of 20,000 operations", () => {
    const x = leaf(1);
    let y: torch.Tensor = x;
    for (let i = 0; i < 20_000; i++) y = y.add(x);
    y.backward();
    expect(listOf(x.grad)).to.deep.equal([20_001]);
  });

  it("takes retainGraph and a weight", () => {
    const x = leaf(1, 2);
    const y = x.mul(x);
    y.backward(torch.tensor([1, 0.5]), { retainGraph: true });
    y.backward(torch.tensor([1, 0.5]));
    expect(listOf(x.grad)).to.deep.equal([4, 4]);
  });

  it("adds only to the leaves of `inputs`", () => {
    const [x, y] = [leaf(1), leaf(2)];
    x.mul(y).backward({ inputs: x });
    expect([listOf(x.grad), listOf(y.grad)]).to.deep.equal([[2], null]);
  });

  it("leaves gradients that two leaves share to each alone", () => {
    const [x, y] = [leaf(1), leaf(2)];
    x.add(y).backward();
    x.grad!.mul_(10);
    expect([listOf(x.grad), listOf(y.grad)]).to.deep.equal([[10], [1]]);
  });

  it("keeps a weight that the user goes on with", () => {
    const x = leaf(1, 2);
    const weight = torch.tensor([1, 0.5]);
    x.clone().backward(weight);
    x.grad!.zero_();
    expect(listOf(weight)).to.deep.equal([1, 0.5]);
  });

  it("can be asked for again where nothing was saved", () => {
    const x = leaf(1);
    const y = x.add(1);
    y.backward();
    y.backward();
    expect(listOf(x.grad)).to.deep.equal([2]);
  });
});

describe("hooks", () => {
  it("see the gradient of a tensor and may replace it", () => {
    const x = leaf(1, 2);
    const seen: unknown[] = [];
    const y = x.mul(2);
    y.registerHook((grad) => {
      seen.push(grad.tolist());
      return grad.mul(10);
    });
    y.sum().backward();
    expect(seen).to.deep.equal([[1, 1]]);
    expect(listOf(x.grad)).to.deep.equal([20, 20]);
  });

  it("run for a leaf before its gradient is added, until they are removed", () => {
    const x = leaf(1);
    const handle = x.registerHook((grad) => grad.mul(5));
    x.mul(1).backward();
    handle.remove();
    x.mul(1).backward();
    expect(listOf(x.grad)).to.deep.equal([6]);
  });

  it("may keep what they saw", () => {
    const x = leaf(1, 2);
    const kept: torch.Tensor[] = [];
    const y = x.mul(2);
    y.registerHook((grad) => void kept.push(grad));
    y.mul(3).sum().backward();
    expect(listOf(kept[0]!)).to.deep.equal([3, 3]);
  });

  it("are refused by a tensor without gradient", () => {
    expect(() => torch.ones(2).registerHook(() => {})).to.throw("doesn't require gradient");
  });

  it("keep the gradient of an intermediate: retainGrad", () => {
    const x = leaf(1, 2);
    const y = x.mul(2);
    y.retainGrad();
    y.mul(y).sum().backward();
    expect(listOf(y.grad)).to.deep.equal([4, 8]);
    expect(y.retainsGrad).to.equal(true);
  });
});

describe("noGrad", () => {
  it("records nothing inside a function, and ends with it", () => {
    const x = leaf(1);
    expect(torch.noGrad(() => x.mul(2).requiresGrad)).to.equal(false);
    expect(x.mul(2).requiresGrad).to.equal(true);
  });

  it("ends when the function throws", () => {
    expect(() =>
      torch.noGrad(() => {
        throw new RangeError("stop");
      }),
    ).to.throw("stop");
    expect(torch.isGradEnabled()).to.equal(true);
  });

  it("lasts to the end of a `using` block", () => {
    const x = leaf(1);
    {
      using _ = torch.noGrad();
      expect(x.mul(2).requiresGrad).to.equal(false);
      expect(torch.enableGrad(() => x.mul(2).requiresGrad)).to.equal(true);
    }
    expect(x.mul(2).requiresGrad).to.equal(true);
  });

  it("changes nothing where neither a function nor `using` takes it", () => {
    const guard = torch.noGrad();
    expect(torch.isGradEnabled()).to.equal(true);
    {
      using _ = guard;
      expect(torch.isGradEnabled()).to.equal(false);
    }
    expect(torch.isGradEnabled()).to.equal(true);
    {
      using _ = guard;
      expect(torch.isGradEnabled()).to.equal(false);
    }
    expect(torch.isGradEnabled()).to.equal(true);
  });

  it("lasts to the end of a block that was written for older engines", () => {
    const code =
      "const run = (torch: any) => { const seen = []; { using _ = torch.noGrad(); seen.push(torch.isGradEnabled()) } seen.push(torch.isGradEnabled()); return seen }; run";
    const lowered = transformSync(code, { loader: "ts", target: "es2022" }).code;
    expect(lowered).not.to.include("using _");
    const run = runInNewContext(lowered, {}) as (torch: unknown) => boolean[];
    expect(run(torch)).to.deep.equal([false, true]);
  });

  it("lasts until a promise settles", async () => {
    const inside = torch.noGrad(async () => {
      await nextTurn();
      return torch.isGradEnabled();
    });
    expect(await inside).to.equal(false);
    expect(torch.isGradEnabled()).to.equal(true);
  });

  it("does not outlive a function that was stopped from outside", async () => {
    // As a kernel's interrupt does: execution is terminated, no `finally` runs
    const stop = () => withGradMode(false, () => runInThisContext("for (;;);", { timeout: 5 }));
    expect(stop).to.throw("timed out");
    await nextTurn();
    expect(torch.isGradEnabled()).to.equal(true);
  });

  it("lets a leaf be changed in place", () => {
    const x = leaf(1);
    torch.noGrad(() => x.add_(1));
    expect(listOf(x)).to.deep.equal([2]);
    expect(x.isLeaf).to.equal(true);
  });

  it("setGradEnabled stays until it is told otherwise", () => {
    torch.setGradEnabled(false);
    expect(leaf(1).mul(2).requiresGrad).to.equal(false);
    torch.setGradEnabled(true);
    expect(leaf(1).mul(2).requiresGrad).to.equal(true);
  });
});

describe("in-place operations and the graph", () => {
  it("count versions, for views too", () => {
    const x = torch.zeros(3);
    x.at("1:").add_(1);
    expect(x._version).to.equal(1);
    expect(x.at(0)._version).to.equal(1);
  });

  it("are found out when a saved tensor was changed", () => {
    const x = leaf(1, 2);
    const y = x.mul(2);
    const z = y.mul(y);
    y.add_(1);
    expect(() => z.sum().backward()).to.throw(
      /modified by an inplace operation: \[torch\.FloatTensor \[2\]\], which is output 0 of AddBackward0, is at version 1; expected version 0 instead/,
    );
  });

  it("give their tensor the history of the operation", () => {
    const x = leaf(1, 2);
    const y = x.mul(2);
    y.exp_();
    expect(y.gradFn.name()).to.equal("ExpBackward0");
    y.sum().backward();
    expect(x.grad!.tolist<number[]>()[0]).to.be.closeTo(2 * Math.exp(2), 1e-5);
  });

  it("through a view give the base a history, and other views follow it", () => {
    const x = leaf(1, 2);
    const base = torch.zeros(2, 2);
    const row = base.at(0);
    base.setAt([0], x);
    expect(base.gradFn.name()).to.equal("CopySlices");
    expect(row.gradFn.name()).to.equal("AsStridedBackward0");
    row.sum().backward();
    expect(listOf(x.grad)).to.deep.equal([1, 1]);
  });
});

describe("torch.autograd.grad", () => {
  it("answers gradients and touches no leaf", () => {
    const x = leaf(1, 2);
    const [g] = torch.autograd.grad(x.mul(x).sum(), x);
    expect(listOf(g!)).to.deep.equal([2, 4]);
    expect(x.grad).to.equal(null);
  });

  it("walks only the ways to its inputs", () => {
    const [x, y] = [leaf(1), leaf(2)];
    let calls = 0;
    const z = y.exp();
    z.registerHook(() => void calls++);
    torch.autograd.grad(x.mul(2).add(z), x);
    expect(calls).to.equal(0);
  });

  it("differentiates again with createGraph", () => {
    // d2/dx2 x^4 = 12 x^2
    const x = leaf(2);
    const [first] = torch.autograd.grad(x.pow(4), x, { createGraph: true });
    const [second] = torch.autograd.grad(first!, x);
    expect(listOf(second!)).to.deep.equal([48]);
  });
});

describe("memory of the graph", () => {
  it("gives saved tensors back when backward has passed", () => {
    const x = leaf(1, 2);
    const inner = tidy(() => x.exp().mul(x.exp())).sum();
    const saved = inner.gradFn.nextFunctions[0]![0].saved()[0]!;
    expect(saved.memory.owners).to.equal(2); // the nodes of exp and mul; the scope has given up its own
    inner.backward();
    expect(() => saved.memory.host()).to.throw("after its release");
  });

  it("lets go of what a pool has saved, though the loss is kept", () => {
    const x = torch.ones(1, 1, 4, 4).requiresGrad_();
    const y = F.maxPool2d(x.mul(1), 2);
    const node = y.gradFn!;
    y.sum().backward();
    expect(node.context).to.equal(undefined);
    expect(() => y.sum().backward()).to.throw("Trying to backward through the graph a second time");
  });

  it("keeps what is saved while somebody else owns it", () => {
    const x = leaf(1, 2);
    const y = x.exp();
    y.mul(y).sum().backward();
    expect(y.memory.owners).to.equal(1);
    expect(y.tolist<number[]>()[0]).to.be.closeTo(Math.E, 1e-6);
  });

  it("dropGrad frees a gradient that nobody has read, and only that", () => {
    const [x, y] = [leaf(1), leaf(2)];
    x.mul(y).backward();
    const unread = x.peekGrad()!;
    const read = y.grad!;
    x.dropGrad();
    y.dropGrad();
    expect([x.grad, y.grad]).to.deep.equal([null, null]);
    expect(() => unread.memory.host()).to.throw("after its release");
    expect(listOf(read)).to.deep.equal([1]);
  });

  it("a kept total of losses can be differentiated, as in torch", () => {
    const x = leaf(1, 2);
    let total: torch.Tensor = torch.zeros([]);
    for (let i = 0; i < 100; i++) total = total.add(x.mul(x).sum());
    total.backward();
    expect(listOf(x.grad)).to.deep.equal([200, 400]);
  });
});
