import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, describe, it } from "mocha";
import { expect } from "chai";
import { nn, optim, torch, type Tensor } from "../../../src/index.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/safetensors/${name}`, import.meta.url));

/** The model of test/fixtures/safetensors/make.py. */
const model = (): nn.ModuleDict => new nn.ModuleDict({ conv: new nn.Conv2d(3, 2, 2), norm: new nn.BatchNorm2d(2) });

describe("torch.save and torch.load", () => {
  const folder = temporaryFolder("serialization");
  after(() => folder.remove());

  it("read Python's own files: state dicts, checkpoints, views, half precision", () => {
    type File = Record<string, Tensor> & { nested: { list: [Tensor, number, string, null] } };
    const found = torch.load<File>(fixture("python.pt"));
    expect(found.nested.list.slice(1)).to.deep.equal([3, "text", null]);
    expect(String(found.nested.list[0])).to.equal("tensor([[0, 2],\n        [1, 3]])");
    expect([found["half"]!.tolist(), found["brain"]!.tolist()]).to.deep.equal([
      [1.5, -2, Infinity],
      [0.5, 3],
    ]);
    expect(String(found["parameter"])).to.equal("Parameter containing:\ntensor([1., 2.], requires_grad=True)");
    const net = new nn.Sequential(new nn.Conv2d(2, 3, 2), new nn.BatchNorm2d(3));
    expect(String(net.loadStateDict(torch.load(fixture("python.pth"))))).to.equal("<All keys matched successfully>");
    expect(net.at(0).weight.sum().item()).to.be.closeTo(-0.750196, 1e-5);
  });

  it("read every dtype of Python's files, numbers and empty ones too, and keep them", () => {
    const path = `${folder.path}/dtypes.safetensors`;
    const found = torch.load<Record<string, Tensor>>(fixture("dtypes.pt"));
    torch.save(found, path);
    for (const all of [found, torch.load<Record<string, Tensor>>(path)]) {
      for (const [name, dtype] of Object.entries(torch.dtypes)) {
        const row = dtype.isFloatingPoint
          ? [1.5, -2.25, Infinity]
          : dtype === torch.bool
            ? [true, false, true]
            : [1, 0, 100];
        const read = ["row", "number", "empty"].map((part) => all[`${name} ${part}`]!);
        expect(
          read.map((t) => t.dtype),
          name,
        ).to.deep.equal([dtype, dtype, dtype]);
        expect(
          read.map((t) => t.tolist()),
          name,
        ).to.deep.equal([row, row[0], []]);
        expect(read.map((t) => String(t.shape))).to.deep.equal([
          "torch.Size([3])",
          "torch.Size([])",
          "torch.Size([0, 3])",
        ]);
      }
      expect(["turned", "row of it", "number in it"].map((name) => all[name]!.tolist())).to.deep.equal([
        [
          [0, 3],
          [1, 4],
          [2, 5],
        ],
        [3, 4, 5],
        5,
      ]);
    }
    expect(found["turned"]!.storage()).to.equal(found["number in it"]!.storage());
  });

  it("refuse what a pickle would run, by its name", () => {
    expect(() => torch.load(fixture("module.pt"))).to.throw("got a call of torch.nn.modules.linear.Linear");
  });

  it("load a state dict that PyTorch's safetensors wrote", async () => {
    const loaded = model();
    expect(String(loaded.loadStateDict(torch.load(fixture("model.safetensors"))))).to.equal(
      "<All keys matched successfully>",
    );
    // torch.manual_seed(1); Conv2d(3, 2, 2): the same draws
    torch.manualSeed(1);
    expect((loaded.at("conv") as nn.Conv2d).weight.equal(new nn.Conv2d(3, 2, 2).weight)).to.equal(true);
  });

  it("write a state dict with the very bytes of PyTorch's safetensors", async () => {
    const path = `${folder.path}/model.safetensors`;
    torch.manualSeed(1);
    torch.save(model().stateDict(), path);
    expect(readFileSync(path).equals(readFileSync(fixture("model.safetensors")))).to.equal(true);
  });

  it("read every dtype", async () => {
    const found = torch.load(fixture("dtypes.safetensors"));
    const show = (name: string): string => `${found[name]!.dtype.name} ${JSON.stringify(found[name]!.tolist())}`;
    const halves = [0, -0, 1, -2.5, 65504, 5.960464477539063e-8, Infinity, NaN];
    const brains = [0, -0, 1, -2.5, 65536, 6.007030606269836e-8, Infinity, NaN];
    expect(show("float64")).to.equal("float64 [0.1,-1e+300]");
    expect(found["int64"]!.numpy()).to.deep.equal(BigInt64Array.of(1n, -(2n ** 62n)));
    expect(show("int32")).to.equal("int32 [3]");
    expect(show("uint8")).to.equal("uint8 [0,255]");
    expect(found["bool"]!.dtype.name + found["bool"]!.numpy().join("")).to.equal("bool101");
    expect([found["float16"]!.dtype, found["bfloat16"]!.dtype]).to.deep.equal([torch.float16, torch.bfloat16]);
    expect(found["float16"]!.tolist()).to.deep.equal(halves);
    expect(found["bfloat16"]!.tolist()).to.deep.equal(brains);
    expect(found["scalar"]!.item()).to.equal(7);
    expect(found["empty"]!.shape.toString()).to.equal("torch.Size([0, 3])");
  });

  it("keep a checkpoint of model, optimiser and numbers, so that training goes on as if it had not stopped", async () => {
    const path = `${folder.path}/checkpoint.safetensors`;
    const start = (): [nn.Linear, optim.SGD] => {
      const layer = new nn.Linear(2, 1);
      return [layer, new optim.SGD(layer.parameters(), { lr: 0.1, momentum: 0.9 })];
    };
    const step = ([layer, optimizer]: [nn.Linear, optim.SGD]): void => {
      optimizer.zeroGrad();
      layer(torch.tensor([[1, 2.5]]))
        .square()
        .sum()
        .backward();
      optimizer.step();
    };
    const first = start();
    step(first);
    torch.save(
      { model: first[0].stateDict(), optimizer: first[1].stateDict(), epoch: 3, best: Infinity, note: null },
      path,
    );
    type Checkpoint = { model: Record<string, Tensor>; optimizer: never; epoch: number; best: number; note: null };
    const { model: state, optimizer, epoch, best, note } = torch.load<Checkpoint>(path);
    const second = start();
    second[0].loadStateDict(state);
    second[1].loadStateDict(optimizer);
    step(first);
    step(second);
    expect(second[0].weight.equal(first[0].weight)).to.equal(true);
    expect([epoch, best, note]).to.deep.equal([3, Infinity, null]);
  });

  it("keep a tensor alone, and a view as what it shows", async () => {
    const path = `${folder.path}/tensor.safetensors`;
    torch.save(torch.arange(6).view(2, 3).t(), path);
    expect(torch.load<Tensor>(path).tolist()).to.deep.equal([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
  });

  it("say what is wrong with a file", async () => {
    const load = async (content: Uint8Array | string): Promise<string> => {
      writeFileSync(`${folder.path}/x`, content);
      return Promise.resolve()
        .then(() => torch.load(`${folder.path}/x`))
        .then(
          () => "loaded",
          (error: Error) => error.message,
        );
    };
    const good = readFileSync(fixture("model.safetensors"));
    expect(await load("PK\u0003\u0004")).to.contain("expected a zip archive of torch.save, got one that is cut off");
    expect(await load("short")).to.contain("expected a header, got a file of 5 bytes");
    expect(await load(good.subarray(0, -8))).to.contain("the file is cut off");
    expect(() => torch.save(new nn.ReLU() as never, `${folder.path}/y`)).to.throw("of a module save its stateDict()");
  });
});
