/**
 * Calls that torch computes, but warns about; the values are PyTorch's, and so are the words about sizes. In a process of their own, because
 * a warning comes once in a process.
 */
import { spawnSync } from "node:child_process";
import { before, describe, it } from "mocha";
import { expect } from "chai";
import { projectRoot } from "../../support/python.ts";

const program = `
  import { F, nn, optim, torch } from "./src/index.ts";
  let said = [];
  console.warn = (text) => said.push(text);
  const told = (values) => console.log(JSON.stringify({ values, said: said.splice(0) }));

  const losses = [F.mseLoss, F.l1Loss, F.smoothL1Loss, F.huberLoss, (x, t) => new nn.MSELoss()(x, t)];
  for (const [i, loss] of losses.entries()) {
    const [row, column] = [torch.ones([3 + i]), torch.zeros([3 + i, 1])];
    told([loss(column, row), loss(column, row), loss(column, row.unsqueeze(1))].map((value) => value.item()));
  }

  const values = [optim.SGD, optim.Adam].map((each) => {
    const p = new nn.Parameter(torch.ones([1]));
    const optimizer = new each([p, p], { lr: 0.1 });
    p.mul(1).sum().backward();
    optimizer.step();
    return Math.round(p.item() * 1e6) / 1e6;
  });
  told(values);

  const leaf = torch.ones([2], { requiresGrad: true });
  const [kept, passing] = [leaf.mul(2), leaf.mul(3)];
  kept.retainGrad();
  kept.add(passing).sum().backward();
  told([leaf.grad.tolist(), kept.grad.tolist(), torch.ones([2]).grad]);
  told([passing.grad]);

  const [right, wrong] = [0, 1].map(() => new optim.SGD([new nn.Parameter(torch.ones([1]))], { lr: 0.1 }));
  const schedule = new optim.lrScheduler.StepLR(right, 1);
  right.step();
  schedule.step();
  schedule.step();
  told([]);
  new optim.lrScheduler.StepLR(wrong, 1).step();
  told([]);

  const x = torch.ones([2, 3]);
  const calls = [
    () => F.klDiv(x, x),
    () => F.klDiv(x, x, { reduction: "sum" }),
    () => F.mseLoss(x, x, { sizeAverage: false }),
    () => torch.tensor(x),
    () => F.dropout2d(torch.ones([2, 3, 4]), { training: false }),
    () => x.std({ dim: 0, correction: 2 }),
    () => torch.ones([1]).var(),
    () => x.std(0),
    () => torch.meshgrid(torch.arange(2), torch.arange(2)),
    () => torch.meshgrid(torch.arange(2), torch.arange(2), { indexing: "ij" }),
    () => torch.ones([2, 3, 4]).T,
    () => torch.cross(x, x),
    () => torch.cross(x, x, { dim: 1 }),
    () => new nn.LazyLinear(2),
    () => new nn.LazyConv2d(2, 3),
    () => new nn.Linear(0, 2),
    () => nn.init.truncNormal_(torch.ones([2]), { mean: 10 }),
    () => new nn.InstanceNorm2d(5)(torch.ones([1, 2, 3, 3])),
    () => F.affineGrid(torch.ones([1, 2, 3]), [1, 1, 2, 2]),
  ];
  for (const call of calls) {
    call();
    told([]);
  }
`;

interface Told {
  readonly values: unknown;
  readonly said: readonly string[];
}

describe("a warning", () => {
  let told: readonly Told[];
  before(() => {
    const args = ["--input-type=module-typescript", "-e", program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: projectRoot, encoding: "utf8" });
    expect(stderr).to.equal("");
    told = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Told);
  });

  it("comes once from a loss between a column and a row, which compares everything with everything", () => {
    for (const [i, value] of [1, 1, 0.5, 0.5, 1].entries()) {
      const n = 3 + i;
      const sizes =
        `UserWarning: Using a target size (torch.Size([${n}])) that is different to the input size (torch.Size([${n}, 1])). ` +
        "This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.";
      expect(told[i]).to.deep.equal({ values: [value, value, value], said: [sizes] });
    }
  });

  it("comes from an optimiser that has a parameter twice, which each step then changes twice", () => {
    const { values, said } = told[5]!;
    expect(values).to.deep.equal([0.8, 0.8]);
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^UserWarning: optimizer contains a parameter group with duplicate parameters/);
  });

  it("comes from the gradient of a tensor that keeps none", () => {
    const none = { values: [[5, 5], [1, 1], null], said: [] };
    expect(told[6]).to.deep.equal(none);
    expect(told[7]!.values).to.deep.equal([null]);
    expect(told[7]!.said.join("\n")).to.include("use .retainGrad() on the non-leaf Tensor");
  });

  it("comes from what torch warns of, and from nothing beside it", () => {
    const words = [
      /'mean' divides the total loss by both the batch size and the support size/,
      null,
      /please use reduction='sum' instead/,
      /To copy construct from a tensor/,
      /Received a 3D input to dropout2d/,
      /^UserWarning: std\(\): degrees of freedom is <= 0/,
      /^UserWarning: var\(\): degrees of freedom is <= 0/,
      null,
      /required to pass the indexing argument/,
      null,
      /tensors of dimension other than 2/,
      /without specifying the dim arg/,
      null,
      null,
      null,
      /Initializing zero-element tensors is a no-op/,
      /mean is more than 2 std from \[a, b\]/,
      /input's size at dim=1 does not match num_features/,
      /Default grid_sample and affine_grid behavior has changed/,
    ];
    for (const [i, expected] of words.entries()) {
      const said = told[10 + i]!.said.join("\n");
      if (expected === null) expect(said, String(i)).to.equal("");
      else expect(said).to.match(expected);
    }
  });

  it("comes from a schedule that is ahead of its optimiser", () => {
    expect(told[8]!.said).to.deep.equal([]);
    expect(told[9]!.said.join("\n")).to.include("call them in the opposite order");
  });
});
