import { expect } from "chai";
import { describe, it } from "mocha";
import { handleBytes } from "../../../src/backend/index.ts";
import { F, nn, torch } from "../../../src/index.ts";

/** How many more megabytes the device holds after `run` than before. */
function left(run: () => unknown): number {
  const before = handleBytes().live;
  run();
  return (handleBytes().live - before) / 2 ** 20;
}

describe("memory of a Sequential", () => {
  const net = new nn.Sequential(
    new nn.Flatten(),
    new nn.Unflatten(1, [3, 32, 32]),
    new nn.Sequential(new nn.Conv2d(3, 16, 3, { padding: 1 }), new nn.Tanh()),
    new nn.Dropout(0),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(4096, 2),
  );
  // 16 * 16 * 32 * 32 float32 after the convolution: 1 MB each
  const x = torch.ones([16, 3, 32, 32]);
  const y = torch.zeros([16], { dtype: torch.int64 });
  net(x);

  it("holds nothing but the result without gradients", () => {
    expect(left(() => torch.noGrad(() => net(x)))).to.be.below(0.5);
  });

  it("holds nothing after backward", () => {
    expect(
      left(() => {
        F.crossEntropy(net(x), y).backward();
        net.zeroGrad();
      }),
    ).to.be.below(1);
  });

  it("gives the same output again, and its parts stay readable", () => {
    const [a, b] = torch.noGrad(() => [net(x), net(x)]);
    expect(a!.tolist()).to.deep.equal(b!.tolist());
    expect(x.sum().item()).to.equal(49152);
  });
});
