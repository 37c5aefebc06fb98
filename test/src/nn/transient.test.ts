import { expect } from "chai";
import { describe, it } from "mocha";
import { F, nn, torch } from "../../../src/index.ts";
import { isTransient } from "../../../src/nn/transient.ts";
import { collectStorages } from "../../../src/tensor/autograd/scope.ts";
import { readPrograms } from "../conformance/check.ts";
import { run } from "../conformance/program.ts";

/** Layers whose memory is left to the garbage collector, by reason. */
const leftToCollector: Readonly<Record<string, readonly string[]>> = {
  "take several inputs":
    "BCELoss BCEWithLogitsLoss CosineEmbeddingLoss GaussianNLLLoss HingeEmbeddingLoss MarginRankingLoss MultiLabelSoftMarginLoss MultiMarginLoss PoissonNLLLoss SoftMarginLoss TripletMarginLoss CosineSimilarity CrossEntropyLoss HuberLoss KLDivLoss L1Loss MSELoss NLLLoss PairwiseDistance SmoothL1Loss MaxUnpool1d MaxUnpool2d MaxUnpool3d".split(
      " ",
    ),
  "are of another class after their first input":
    "LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d LazyLinear".split(
      " ",
    ),
  "are rare in long chains, and not measured there":
    "AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool3d AvgPool3d BatchNorm3d ChannelShuffle Conv3d ConvTranspose1d ConvTranspose3d Fold InstanceNorm1d InstanceNorm2d InstanceNorm3d LPPool1d LPPool2d LocalResponseNorm MaxPool3d PixelShuffle PixelUnshuffle RMSNorm Unfold UpsamplingBilinear2d UpsamplingNearest2d".split(
      " ",
    ),
};

/** Every layer, as made by the first of its calls that are compared with PyTorch. */
function* layers(): Generator<readonly [name: string, layer: nn.Module<unknown>]> {
  const seen = new Set<string>();
  for (const program of readPrograms("signatures")) {
    const name = /^signatures\/nn\.(\w+)#/.exec(program.id)?.[1];
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    const made = run({ ...program, outs: ["m"] });
    if ("values" in made && made.values[0] instanceof nn.Module) yield [name, made.values[0]];
  }
}

/** How many storages made by a forward pass are left when its gradients have been computed. */
function left(model: nn.Module, x = torch.randn(2, 4)): number {
  const { result, storages } = collectStorages(() => model(x));
  result.sum().backward();
  return storages.filter((storage) => storage.owners > 0).length;
}

describe("Sequential", () => {
  it("leaves nothing but its result of what flows between its layers", () => {
    expect(left(new nn.Sequential(new nn.Linear(4, 3), new nn.Tanh(), new nn.Linear(3, 2)))).to.equal(1);
  });

  it("does so through inner ones too, and through layers that return their input", () => {
    const inner = new nn.Sequential(new nn.Dropout(), new nn.Tanh(), new nn.Identity());
    const model = new nn.Sequential(new nn.Linear(4, 3), inner, new nn.Flatten());
    model.eval();
    expect(left(model)).to.equal(1);
  });

  it("gives the same gradients as the layers one by one", () => {
    const layers = [new nn.Linear(4, 3), new nn.Tanh(), new nn.Linear(3, 2)] as const;
    const x = torch.randn(2, 4);
    const gradients = (out: torch.Tensor) => torch.autograd.grad(out.square().sum(), [...layers[0].parameters()]);
    const chained = gradients(new nn.Sequential(...layers)(x));
    const single = gradients(layers[2](layers[1](layers[0](x))));
    chained.forEach((gradient, i) => expect(gradient.equal(single[i]!)).to.equal(true));
  });

  it("keeps what a hook has seen", () => {
    const model = new nn.Sequential(new nn.Linear(4, 3), new nn.Tanh());
    const seen: torch.Tensor[] = [];
    model.at(0).registerForwardHook((_module, _inputs, output) => void seen.push(output as torch.Tensor));
    model(torch.randn(2, 4)).sum().backward();
    expect(seen[0]!.tolist<number[][]>()).to.have.length(2);
  });

  it("keeps what a module of one's own has kept", () => {
    class Keeper extends nn.Module {
      kept: torch.Tensor | null = null;
      override forward(x: torch.Tensor): torch.Tensor {
        this.kept = F.relu(x);
        return this.kept.mul(2);
      }
    }
    const keeper = new Keeper();
    new nn.Sequential(new nn.Linear(4, 3), keeper, new nn.Tanh())(torch.randn(2, 4)).sum().backward();
    expect(keeper.kept!.tolist<number[][]>()).to.have.length(2);
  });

  it("updates running statistics for good", () => {
    const norm = new nn.BatchNorm1d(4);
    new nn.Sequential(new nn.Linear(4, 4), norm, new nn.ReLU())(torch.randn(8, 4)).sum().backward();
    const [mean] = norm.buffers();
    expect(mean!.tolist<number[]>().some((value) => value !== 0)).to.equal(true);
  });

  it("without gradients leaves only the result", () => {
    const model = new nn.Sequential(new nn.Linear(4, 3), new nn.Tanh(), new nn.Linear(3, 2));
    const { storages } = collectStorages(() => torch.noGrad(() => model(torch.randn(2, 4))));
    expect(storages.filter((storage) => storage.owners > 0)).to.have.length(2); // the input and the result
  });

  it("knows of every layer whether it hands its input on", () => {
    const others = [...layers()].filter(([, layer]) => !isTransient(layer)).map(([name]) => name);
    expect(others.sort()).to.deep.equal(Object.values(leftToCollector).flat().sort());
  });
});
