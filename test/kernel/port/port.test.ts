import { describe, it } from "mocha";
import { expect } from "chai";
import { port } from "../../../kernel/port/index.ts";

const ported = async (python: string): Promise<string> =>
  (await port([`import torch\nfrom torch import nn\n${python}`])).cells[0]!.replace(/^import .*\n/, "").trim();

/** Python code, and what a TypeScript programmer would have written. */
const IDIOMS: readonly (readonly [what: string, python: string, typescript: string])[] = [
  [
    "a layer",
    "conv = nn.Conv2d(3, 16, kernel_size=3, padding=1)",
    "const conv = new nn.Conv2d(3, 16, { kernelSize: 3, padding: 1 });",
  ],
  [
    "operators on tensors",
    "x = torch.rand(3)\ny = 2 * x - x ** 2",
    "const x = torch.rand(3);\nconst y = x.mul(2).sub(x.pow(2));",
  ],
  ["a number before a tensor", "x = torch.rand(3)\ny = 1 - x", "const x = torch.rand(3);\nconst y = torch.rsub(x, 1);"],
  [
    "slices",
    "x = torch.rand(3, 4, 4)\ny = x[0, 1:3, ::2]\nz = x[..., None]",
    'const x = torch.rand(3, 4, 4);\nconst y = x.at(0, "1:3", "::2");\nconst z = x.at("...", null);',
  ],
  [
    "slices of variables",
    "x = torch.rand(9)\ni = 2\ny = x[i:i + 3]",
    "const x = torch.rand(9);\nconst i = 2;\nconst y = x.at(slice(i, i + 3));",
  ],
  [
    "assigning to a part",
    "x = torch.zeros(3, 3)\nx[0, 1] = 5\nx[1] += 1",
    "const x = torch.zeros(3, 3);\nx.setAt([0, 1], 5);\nx.at(1).add_(1);",
  ],
  [
    "one of a list of modules",
    "class Two(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])\n\n    def forward(self, x):\n        return self.layers[1](self.layers[0](x))\nmodel = Two()\nw = model.layers[0].weight",
    "class Two extends nn.Module {\n  layers = new nn.ModuleList([new nn.Linear(2, 2), new nn.Linear(2, 2)]);\n  forward(x: Tensor) {\n    return this.layers.at(1)!(this.layers.at(0)!(x));\n  }\n}\nconst model = new Two();\nconst w = model.layers.at(0)!.weight;",
  ],
  ["changing in place", "x = torch.zeros(3)\nx += 1", "const x = torch.zeros(3);\nx.add_(1);"],
  [
    "a sum that becomes a tensor",
    "x = torch.rand(3)\nloss = 0\nfor v in x:\n    loss += v",
    "const x = torch.rand(3);\nlet loss = torch.tensor(0);\nfor (const v of x) {\n  loss = loss.add(v);\n}",
  ],
  [
    "floats that JavaScript takes for whole",
    "x = torch.tensor([1.0, 2.0])",
    "const x = torch.tensor([1.0, 2.0], { dtype: torch.float32 });",
  ],
  [
    "no gradients",
    "x = torch.zeros(3)\nwith torch.no_grad():\n    x.add_(1)",
    "const x = torch.zeros(3);\ntorch.noGrad(() => x.add_(1));",
  ],
  [
    "no gradients for several lines",
    "x = torch.zeros(3)\nwith torch.no_grad():\n    x.add_(1)\n    y = x * 2\nprint(y)",
    "const x = torch.zeros(3);\nlet y: any;\n{\n  using _ = torch.noGrad();\n  x.add_(1);\n  y = x.mul(2);\n}\nconsole.log(y)",
  ],
  [
    "comments between arguments at their lines",
    "model = nn.Sequential(\n    nn.Flatten(), # a row\n    nn.Linear(4, 2),\n    nn.ReLU(), # at the end\n)",
    "const model = new nn.Sequential(\n  new nn.Flatten(), // a row\n  new nn.Linear(4, 2),\n  new nn.ReLU(), // at the end\n);",
  ],
  [
    "a tensor as a condition",
    "x = torch.rand(3)\nif x.sum() > 1:\n    print(x)",
    "const x = torch.rand(3);\nif (x.sum().gt(1).item()) {\n  console.log(x);\n}",
  ],
  [
    "a module",
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc_1 = nn.Linear(2, 1)\n    def forward(self, x):\n        return self.fc_1(x)",
    "class Net extends nn.Module {\n  fc_1 = new nn.Linear(2, 1);\n  forward(x: Tensor) {\n    return this.fc_1(x);\n  }\n}",
  ],
  ["names", "batch_size = 4\nMAX_STEPS = 3", "const batchSize = 4;\nconst MAX_STEPS = 3;"],
  ["names that would become one", "a_b = 1\naB = 2", "const a_b = 1;\nconst aB = 2;"],
  ["comments", "# above\nx = 1  # behind", "// above\nconst x = 1; // behind"],
  ["magics", "%matplotlib inline\nx = 1", "// %matplotlib inline: not needed here\nconst x = 1;"],
  ["a semicolon that hides a value", "x = 1\nx;", "const x = 1;\nx;"],
  ["a last value", "x = 1\nx", "const x = 1;\nx"],
  ["several last values", "x = torch.rand(1)\nx.shape, x", "const x = torch.rand(1);\ntuple(x.shape, x)"],
];

const PLT = "import matplotlib.pyplot as plt\nlosses, others = [2.0, 1.0], [3.0, 2.0]\nimg = torch.rand(3, 4, 4)\n";

/** Matplotlib figures, each the rest of a cell. */
const FIGURES: readonly (readonly [what: string, python: string, typescript: string])[] = [
  [
    "a line",
    "plt.figure(figsize=(6, 4))\nplt.plot(losses)\nplt.title('Loss')\nplt.xlabel('epoch')\nplt.show()",
    'plot.line(losses, { title: "Loss", xlabel: "epoch" })',
  ],
  [
    "lines by their names",
    "plt.plot(losses, label='train')\nplt.plot(others, '--', label='valid')\nplt.legend()",
    "plot.line({ train: losses, valid: others })",
  ],
  ["points", "plt.plot(losses, others, 'o')\nplt.show()", "plot.scatter(losses, others)"],
  ["a histogram", "plt.hist(losses, bins=5);", "await display(plot.histogram(losses, { bins: 5 }));"],
  ["bars", "plt.bar(['a', 'b'], losses)\nplt.ylabel('n')\nplt.show()", 'plot.bar(["a", "b"], losses, { ylabel: "n" })'],
  [
    "a picture, its channels first",
    "plt.imshow(img.permute(1, 2, 0))\nplt.axis('off')\nplt.show()\nx = 1",
    "await display(plot.image(img));\nconst x = 1;",
  ],
  ["a picture of one channel", "plt.imshow(img[0], cmap='gray')\nplt.show()", "plot.image(img.at(0))"],
  [
    "what is more than one thing step by step",
    "plt.plot(losses)\nplt.axvline(1)\nplt.show()",
    "python.plt.plot(losses);\npython.plt.axvline(1);\npython.plt.show()",
  ],
  [
    "what was begun before step by step",
    "for ys in [losses, others]:\n    plt.plot(ys)\nplt.plot(losses)\nplt.show()",
    "for (const ys of [losses, others]) {\n  python.plt.plot(ys);\n}\npython.plt.plot(losses);\npython.plt.show()",
  ],
  [
    "what a function draws, shown at the end of the cell that calls it",
    "def draw(ys):\n    plt.plot(ys)\n    plt.title('T')\ndraw(losses)",
    'function draw(ys: number[]) {\n  python.plt.plot(ys);\n  python.plt.title("T");\n}\ndraw(losses);\npython.plt.show()',
  ],
];

describe("figures of matplotlib, ported", () => {
  for (const [what, python, typescript] of FIGURES)
    it(`draw ${what}`, async () => {
      const { cells, problems } = await port([`import torch\n${PLT}`, python]);
      expect(problems).to.deep.equal([]);
      expect(cells[1]!.trim()).to.equal(typescript);
    });

  it("stay as they are in a program, where nobody shows a value", async () => {
    const { cells } = await port([`${PLT.replace(/img.*\n/, "")}plt.plot(losses)\nplt.show()`], { isProgram: true });
    expect(cells[0]).to.contain("python.plt.plot(losses);\npython.plt.show();");
  });
});

describe("port", () => {
  for (const [what, python, typescript] of IDIOMS)
    it(`writes ${what}`, async () => expect(await ported(python)).to.equal(typescript));

  it("goes on with names from cell to cell, and declares anew what a cell begins with", async () => {
    const { cells } = await port(["x = 1", "print(x)", "x = 'new'\nprint(x)"]);
    expect(cells).to.deep.equal(["const x = 1;\n", "console.log(x)\n", 'const x = "new";\nconsole.log(x)\n']);
  });

  it("leaves a name alone that a function of an earlier cell reads", async () => {
    const { cells } = await port(["n = 1\ndef f():\n    return n", "n = 2\nprint(f())"]);
    expect(cells[1]).to.equal("n = 2;\nconsole.log(f())\n");
  });

  it("says by line what has no counterpart, and ends the cell where it is reached", async () => {
    const { cells, problems } = await port(["import random\nx = 1\ny = random.betavariate(1, 2)"]);
    expect(problems).to.deep.equal([
      {
        cell: 1,
        line: "y = random.betavariate(1, 2)",
        reason: "random.betavariate has no counterpart; torch.rand and torch.randperm give PyTorch's numbers",
      },
    ]);
    expect(cells[0]).to.contain('"random.betavariate has no counterpart; torch.rand');
  });

  it("says of a line that is no Python that it is none, and goes on behind it", async () => {
    const { cells, problems } = await port(["x = = 3\ny = 4"]);
    expect(problems.map(({ line }) => line)).to.include("x = = 3");
    expect(cells[0]).to.contain("const y = 4;");
  });
});
