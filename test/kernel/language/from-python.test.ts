import { expect } from "chai";
import { describe, it } from "mocha";
import { fromPython, offer } from "../../../kernel/language/from-python.ts";
import { sharedService } from "./service/service.ts";

/** No cell has run. */
const nothing = (): Promise<ReadonlyMap<string, number>> => Promise.resolve(new Map());

const cells = [
  'import { torch, nn, F, optim, range } from "convkernel";',
  "const z = torch.ones(2, 3);",
  "let steps = 3;",
  'const names = ["a", "b"];',
  "const model = new nn.Sequential(new nn.Linear(3, 2));",
  "const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });",
  "const trainLoader = new torch.utils.data.DataLoader(new torch.utils.data.TensorDataset(z, z), { batchSize: 1 });",
  "const class_names = names;",
].join("\n");

/** Python that goes on from those cells, and its TypeScript. */
const after: readonly (readonly [python: string, typescript: string])[] = [
  ["torch.randint(0, 10, (3,))", "torch.randint(0, 10, [3])"],
  ['print(f"{z.sum():.2f}")', "console.log(`${z.sum().item().toFixed(2)}`)"],
  ["with torch.no_grad():\n    z -= 2 * z", "{\n  using _ = torch.noGrad();\n  z.sub_(z.mul(2));\n}"],
  ["for i in range(2):\n    print(z[i])", "for (const i of range(2)) {\n  console.log(z.at(i));\n}"],
  ["z = z[1:] * 2\nz", 'const z = z.at("1:").mul(2);\nz'],
  ["z[0] = 5", "z.setAt(0, 5);"],
  ["steps += 1 if True else 2", "steps += true ? 1 : 2;"],
  ["for n in class_names:\n    print(n.upper())", "for (const n of class_names) {\n  console.log(n.toUpperCase());\n}"],
  [
    "for x, y in train_loader:\n    loss = F.mse_loss(model(x), y[:, :2])\n    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()",
    'for (const [x, y] of trainLoader) {\n  const loss = F.mseLoss(model(x), y.at(":", ":2"));\n  optimizer.zeroGrad();\n  loss.backward();\n  optimizer.step();\n}',
  ],
  [
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(3, 2)\n\n    def forward(self, x):\n        return self.fc(x)",
    'import { type Tensor } from "convkernel";\nclass Net extends nn.Module {\n  fc = new nn.Linear(3, 2);\n  forward(x: Tensor) {\n    return this.fc(x);\n  }\n}',
  ],
];

describe("what is said below a cell that does not parse", () => {
  it("is its TypeScript where it is Python", async () => {
    expect(await fromPython("for i in range(2):\n    pass", nothing)).to.equal(
      `This is Python. In TypeScript:\n\nimport { range } from "convkernel";\nfor (const i of range(2)) {\n}`,
    );
  });

  it("is nothing where it is no Python either", async () => {
    expect(await fromPython("const x = (1;", nothing)).to.equal(undefined);
  });

  it("is nothing where the translation says the same", async () => {
    expect(await fromPython("self.x = 5", nothing)).to.equal(undefined);
  });

  it("is why there is no translation, where the translator fails", async () => {
    const failing = (): Promise<never> => Promise.reject(new Error("internal: port wrote what is no TypeScript\nx"));
    expect(await offer("def f():\n    pass", () => true, failing)).to.equal(
      "This is Python, and its translation to TypeScript failed: internal: port wrote what is no TypeScript",
    );
  });

  it("does not take an unknown name for one of Python's functions", async () => {
    expect(await fromPython("def f(n):\n    return data.sum() + n", nothing)).to.include("return data.sum() + n;");
  });

  it("takes torch for what it is, before any cell has imported it", async () => {
    expect(await fromPython("with torch.no_grad():\n    x = torch.ones((2, 3))", nothing)).to.equal(
      'This is Python. In TypeScript:\n\nimport { torch } from "convkernel";\n{\n  using _ = torch.noGrad();\n  const x = torch.ones([2, 3]);\n}',
    );
  });
});

describe("Python below TypeScript cells", () => {
  const shared = sharedService(cells);
  for (const [python, typescript] of after) {
    it(`${JSON.stringify(python)} goes on from them`, async () => {
      const said = await fromPython(python, (words, types) => shared.get().typesOf(words, types));
      expect(said).to.equal(`This is Python. In TypeScript:\n\n${typescript}`);
    });
  }
});
