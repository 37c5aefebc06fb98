import { expect } from "chai";
import { describe, it } from "mocha";
import { F, nn, torch } from "../../../src/index.ts";
import { collectStorages } from "../../../src/tensor/autograd/scope.ts";

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
});
