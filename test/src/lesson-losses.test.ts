/** The network of lesson 06, as its cell makes it: its losses are compared with PyTorch's, written by test/fixtures/lessons/losses.py. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { fit, nn, optim, torch } from "../../src/index.ts";
import type { Batches } from "../../src/fit.ts";
import { joined, readNotebook } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";

const expected = JSON.parse(
  readFileSync(join(projectRoot, "test", "fixtures", "lessons", "losses.json"), "utf8"),
) as number[];

/** `makeNet` from the notebook. */
function makerOf(path: string): () => nn.Sequential {
  const cell = readNotebook(join(projectRoot, path)).cells.find(({ id }) => id === "net")!;
  const code = /const makeNet = [^;]*;/.exec(joined(cell.source))![0];
  // The cell's code is JavaScript as it stands.
  // oxlint-disable-next-line typescript/no-implied-eval
  return (new Function("nn", `${code} return makeNet;`) as (layers: typeof nn) => () => nn.Sequential)(nn);
}

describe("the network of lesson 06", () => {
  const makeNet = makerOf("notebooks/06-training.ipynb");

  it("has in 20 steps the losses of PyTorch, with the same seed and order", async function () {
    this.timeout(120_000);
    torch.manualSeed(5);
    const x = torch.randn(160, 3, 32, 32);
    const y = torch.randint(0, 2, [160]);
    torch.manualSeed(0);
    const net = makeNet();
    const optimizer = new optim.SGD(net.parameters(), { lr: 0.05 });
    const { DataLoader, TensorDataset } = torch.utils.data;
    const loader = new DataLoader(new TensorDataset(x, y), { batchSize: 16, shuffle: true }) as unknown as Batches;
    const losses: number[] = [];
    const lossFunction = (output: torch.Tensor, target: torch.Tensor): torch.Tensor => {
      const loss = nn.functional.crossEntropy(output, target);
      losses.push(loss.item());
      return loss;
    };
    await fit(net, loader, { optimizer, epochs: 2, lossFunction, live: false });
    expect(losses).to.have.length(20);
    for (const [step, loss] of losses.entries()) expect(loss, `step ${step}`).to.be.closeTo(expected[step]!, 5e-5);
  });

  it("is the same in Korean", () => {
    expect(String(makerOf("notebooks/ko/06-training.ipynb"))).to.equal(String(makeNet));
  });
});
