import { inspect } from "node:util";
import { describe, it } from "mocha";
import { expect } from "chai";
import { copy, F, nn, optim, torch, type Tensor } from "../../../src/index.ts";

/** Two convolutions as class fields, a linear layer created in the constructor, and a separate parameter. */
class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 4, 3, { padding: 1 });
  conv2 = new nn.Conv2d(4, 2, { kernelSize: 3, padding: 1 });
  scale = new nn.Parameter(torch.ones(1));
  fc;
  readonly #calls: string[] = [];

  constructor(outputs = 2) {
    super();
    this.fc = new nn.Linear(8, outputs);
  }

  get calls(): readonly string[] {
    return this.#calls;
  }

  override forward(x: Tensor): Tensor {
    this.#calls.push("forward");
    const h = F.maxPool2d(torch.tanh(this.conv1(x)), 2);
    return this.fc(this.conv2(h).mul(this.scale).view(-1, 8));
  }
}

const names = (pairs: readonly (readonly [string, unknown])[]): string[] => pairs.map(([name]) => name);
const image = (): Tensor => torch.ones(1, 3, 4, 4);

describe("Module", () => {
  it("is made with new and then called", () => {
    const net = new Net();
    expect(net(image()).shape.toString()).to.equal("torch.Size([1, 2])");
    expect(net.calls).to.deep.equal(["forward"]);
  });

  it("refuses what is no parameter, module or buffer in the place of one, in torch's words", () => {
    const net = new Net();
    const [conv, norm] = [new nn.Conv2d(2, 3, 3), new nn.BatchNorm2d(3)];
    const plain = torch.ones(3, 2, 3, 3) as nn.Parameter;
    expect(() => (conv.weight = plain)).to.throw(
      TypeError,
      "cannot assign 'torch.FloatTensor' as parameter 'weight' (torch.nn.Parameter or None expected)",
    );
    expect(() => (norm.runningMean = 3 as never)).to.throw(TypeError, "'runningMean' (torch.Tensor or None expected)");
    net.parameters();
    expect(() => (net.scale = torch.ones(1) as nn.Parameter)).to.throw(TypeError, "as parameter 'scale'");
    expect(() => (net.fc = torch.ones(1) as never)).to.throw(TypeError, "as child module 'fc' (torch.nn.Module or");
    conv.weight = new nn.Parameter(plain);
    expect(conv.stateDict()["weight"]!.sum().item()).to.equal(54);
    net.scale = new nn.Parameter(torch.zeros(1));
    expect(net.parameters()).to.include(net.scale);
  });

  it("names the layer of a chain in which shapes do not fit, and says what it was given", () => {
    const net = new nn.Sequential(
      new nn.Conv2d(3, 8, 3),
      new nn.Sequential({ act: new nn.ReLU(), fc: new nn.Linear(288, 2) }),
    );
    const message =
      "mat1 and mat2 shapes cannot be multiplied (48x6 and 288x2)\n" +
      "  in layer 1.fc, Linear(in_features=288, out_features=2, bias=True): its input is [1, 8, 6, 6], 288 numbers. " +
      "Is a Flatten missing before it?";
    expect(() => net(torch.zeros(1, 3, 8, 8))).to.throw(RangeError, message);
    expect(() => net(torch.zeros(2, 3, 8, 8))).to.throw("[2, 8, 6, 6], 288 numbers for each of 2 inputs. Is a Flatten");
    // The same if nothing between the layers is kept, and for sizes that a Flatten alone does not fix.
    expect(() => torch.noGrad(() => net(torch.zeros(1, 3, 8, 8)))).to.throw(RangeError, message);
    expect(() => net(torch.zeros(2, 3, 9, 9))).to.throw(
      "its input is [2, 8, 7, 7], of which it reads the last dimension. A Flatten before it would make rows of 392",
    );
    expect(() => net(torch.zeros(2, 1, 9, 9))).to.throw(
      "\n  in layer 0, Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1)): its input is [2, 1, 9, 9]",
    );
  });

  it("is an instance of its class and of Module, and keeps fields, getters and private names", () => {
    const net = new Net(5);
    expect(net).to.be.instanceOf(Net).and.instanceOf(nn.Module);
    expect(net.fc.outFeatures).to.equal(5);
    expect(net.calls).to.deep.equal([]);
    expect(net.constructor.name).to.equal("Net");
  });

  it("may have members called name and length", () => {
    class Named extends nn.Module {
      override name = "mine";
      override length = 3;
    }
    const named = new Named();
    expect([named.name, named.length]).to.deep.equal(["mine", 3]);
  });

  it("without a forward says so in torch's words", () => {
    expect(() => new nn.Module()(image())).to.throw('Module [Module] is missing the required "forward" function');
  });

  it("lists its own parameters before its children's, in the order of assignment", () => {
    const all = "scale, conv1.weight, conv1.bias, conv2.weight, conv2.bias, fc.weight, fc.bias";
    expect(names(new Net().namedParameters()).join(", ")).to.equal(all);
    expect(names(new Net().namedParameters({ recurse: false }))).to.deep.equal(["scale"]);
  });

  it("lists children and modules with their dotted names, parents first", () => {
    const outer = new nn.Sequential(new Net(), new nn.ReLU());
    expect(names(outer.namedChildren())).to.deep.equal(["0", "1"]);
    expect(names(outer.namedModules())).to.deep.equal(["", "0", "0.conv1", "0.conv2", "0.fc", "1"]);
    expect(outer.modules()).to.have.length(6);
    expect(outer.getSubmodule("0.conv2")).to.be.instanceOf(nn.Conv2d);
    expect(() => outer.getSubmodule("0.conv3")).to.throw("Net has no attribute `conv3`");
  });

  it("lists a layer used twice once, but keeps both names in its state", () => {
    const shared = new nn.Linear(2, 2);
    const net = new nn.Sequential(shared, new nn.ReLU(), shared);
    expect(net.parameters()).to.have.length(2);
    expect(Object.keys(net.stateDict())).to.deep.equal(["0.weight", "0.bias", "2.weight", "2.bias"]);
  });

  it("has buffers beside parameters, in its state unless told otherwise", () => {
    class Counting extends nn.Module {
      constructor() {
        super();
        this.registerBuffer("seen", torch.zeros(2));
        this.registerBuffer("scratch", torch.zeros(2), { persistent: false });
      }
    }
    const module = new Counting();
    expect(names(module.namedBuffers())).to.deep.equal(["seen", "scratch"]);
    expect(Object.keys(module.stateDict())).to.deep.equal(["seen"]);
    expect(module.parameters()).to.deep.equal([]);
  });

  it("switches between training and evaluation with all below it", () => {
    const net = new nn.Sequential(new nn.Dropout(), new nn.Sequential(new nn.Dropout()));
    expect(net.eval()).to.equal(net);
    expect(net.modules().map(({ training }) => training)).to.deep.equal([false, false, false, false]);
    expect(
      net
        .train()
        .modules()
        .every(({ training }) => training),
    ).to.equal(true);
  });

  it("applies a function to its children first", () => {
    const visited: string[] = [];
    new nn.Sequential(new nn.Linear(1, 1), new nn.ReLU()).apply((module) => visited.push(module.constructor.name));
    expect(visited).to.deep.equal(["Linear", "ReLU", "Sequential"]);
  });

  it("freezes its parameters, and forgets or zeroes their gradients", () => {
    const layer = new nn.Linear(2, 1);
    layer(torch.ones(1, 2)).backward();
    expect(layer.weight.grad!.tolist()).to.deep.equal([[1, 1]]);
    layer.zeroGrad({ setToNone: false });
    expect(layer.weight.grad!.tolist()).to.deep.equal([[0, 0]]);
    layer.zeroGrad();
    expect(layer.weight.grad).to.equal(null);
    expect(layer.requiresGrad_(false)(torch.ones(1, 2)).requiresGrad).to.equal(false);
  });

  it("converts its floating point parameters and buffers", () => {
    const norm = new nn.BatchNorm1d(2).to(torch.float64);
    const members = [norm.weight, norm.runningMean, norm.numBatchesTracked];
    expect(members.map((t) => t!.dtype.name).join(", ")).to.equal("float64, float64, int64");
    expect(norm.parameters()).to.have.length(2);
  });

  it("runs hooks before and after forward, which may replace inputs and outputs, until they are removed", () => {
    const layer = new nn.Identity();
    const before = layer.registerForwardPreHook((_module, [x]) => (x as Tensor).add(1));
    const after = layer.registerForwardHook((_module, _inputs, y) => (y as Tensor).mul(10));
    expect(layer(torch.tensor([1])).tolist()).to.deep.equal([20]);
    before.remove();
    after.remove();
    expect(layer(torch.tensor([1])).tolist()).to.deep.equal([1]);
  });

  it("gives hooks the named arguments apart if they ask for them", () => {
    class Scaled extends nn.Module {
      override forward(x: Tensor, options: { by?: number } = {}): Tensor {
        return x.mul(options.by ?? 1);
      }
    }
    const layer = new Scaled();
    const seen: unknown[] = [];
    const before = layer.registerForwardPreHook(
      (_module, inputs, kwargs) => {
        seen.push([inputs.length, kwargs]);
        return [inputs, { by: 3 }];
      },
      { withKwargs: true },
    );
    layer.registerForwardHook((_module, inputs, kwargs, y) => void seen.push([inputs.length, kwargs, y.tolist()]), {
      withKwargs: true,
    });
    expect(layer(torch.tensor([2])).tolist()).to.deep.equal([6]);
    expect(layer(torch.tensor([2]), { by: 2 }).tolist()).to.deep.equal([6]);
    const after = [1, { by: 3 }, [6]];
    expect(seen).to.deep.equal([[1, {}], after, [1, { by: 2 }], after]);
    before.remove();
    layer.registerForwardPreHook((() => [1]) as never, { withKwargs: true });
    expect(() => layer(torch.tensor([2]))).to.throw(TypeError, "must return nothing or [inputs, kwargs]");
  });

  it("calls hooks with alwaysCall although forward throws, in a copy, too", () => {
    const layer = new nn.Linear(2, 2);
    let calls = 0;
    layer.registerForwardHook(() => void (calls += 100));
    layer.registerForwardHook((_module, _inputs, y) => void (calls += (y as unknown) === undefined ? 1 : 10), {
      alwaysCall: true,
    });
    for (const each of [layer, copy.deepcopy(layer)])
      expect(() => each(torch.ones(1, 3))).to.throw("mat1 and mat2 shapes cannot be multiplied");
    expect(calls).to.equal(2);
    layer(torch.ones(1, 2));
    expect(calls).to.equal(112);
  });

  it("shows the gradients on their way through, to hooks that may replace those of the inputs", () => {
    torch.manualSeed(0);
    const [first, second] = [new nn.Linear(2, 2), new nn.Linear(2, 1)];
    const seen: string[] = [];
    const handle = first.registerFullBackwardHook((module, gradInput, gradOutput) => {
      seen.push(`${module.constructor.name} ${gradInput.join()} ${gradOutput.join()}`);
    });
    const x = torch.ones(1, 2, { requiresGrad: true });
    const y = first(x);
    expect(String(y.gradFn)).to.equal("<BackwardHookFunctionBackward>");
    second(y).sum().backward();
    second(first(torch.ones(1, 2)))
      .sum()
      .backward();
    // torch.manual_seed(0); the same with register_full_backward_hook
    expect(seen).to.deep.equal([
      "Linear tensor([[-0.3262, -0.2971]]) tensor([[-0.0140,  0.5607]])",
      "Linear  tensor([[-0.0140,  0.5607]])",
    ]);
    handle.remove();
    first.registerFullBackwardHook((_module, [gradInput]) => [gradInput!.mul(10)]);
    const z = torch.ones(1, 2, { requiresGrad: true });
    second(first(z)).sum().backward();
    expect(String(z.grad)).to.equal("tensor([[-3.2622, -2.9707]])");
  });

  it("gives hooks gradients that they may keep", () => {
    const conv = new nn.Conv2d(16, 16, 3, { padding: 1 });
    const kept: Tensor[] = [];
    conv.registerFullBackwardHook((_module, _gradInput, [gradOutput]) => void kept.push(gradOutput!));
    const net = new nn.Sequential(new nn.Conv2d(3, 16, 3), conv, new nn.Flatten());
    for (let step = 0; step < 3; step++)
      net(torch.ones(2, 3, 18, 18))
        .mean()
        .backward();
    for (const grad of kept) expect(grad.sum().item()).to.be.closeTo(1, 1e-4);
  });

  it("prints its members, own modules nested", () => {
    expect(inspect(new nn.Sequential(new Net()))).to.equal(`Sequential(
  (0): Net(
    (conv1): Conv2d(3, 4, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    (conv2): Conv2d(4, 2, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    (fc): Linear(in_features=8, out_features=2, bias=True)
  )
)`);
  });

  it("may return more than one tensor", () => {
    class Two extends nn.Module<[Tensor, Tensor]> {
      override forward(x: Tensor, factor: number): [Tensor, Tensor] {
        return [x, x.mul(factor)];
      }
    }
    const [one, two] = new Two()(torch.ones(1), 3);
    expect([one.item(), two.item()]).to.deep.equal([1, 3]);
  });
});

describe("the arguments of a layer", () => {
  it("may be positional, named, or both", () => {
    const ways = [
      new nn.Conv2d(3, 6, 3),
      new nn.Conv2d(3, 6, { kernelSize: 3 }),
      new nn.Conv2d({ inChannels: 3, outChannels: 6, kernelSize: 3 }),
    ];
    expect(new Set(ways.map(String))).to.deep.equal(new Set(["Conv2d(3, 6, kernel_size=(3, 3), stride=(1, 1))"]));
    expect(String(new nn.MaxPool2d(2, { stride: 1 }))).to.equal(String(new nn.MaxPool2d(2, 1)));
  });

  it("are refused in Python's words when unknown, doubled, missing or too many", () => {
    const make = (...given: unknown[]) => Reflect.construct(nn.Linear, given) as unknown;
    expect(() => make(3, 4, { foo: 1 })).to.throw(TypeError, "Linear() got an unexpected keyword argument 'foo'");
    expect(() => make(3, 4, { inFeatures: 1 })).to.throw("Linear() got multiple values for argument 'inFeatures'");
    expect(() => make()).to.throw("Linear() missing 2 required positional arguments: 'inFeatures' and 'outFeatures'");
    expect(() => make(1, 2, true, 4)).to.throw(`Linear(): argument 'device' (position 4) must be "cpu" or null, not 4`);
    expect(() => make(1, 2, true, null, null, 6)).to.throw(
      "Linear() takes from 2 to 5 positional arguments but 6 were given",
    );
  });

  it("do not change the type of what they make, so that a field takes any layer of its class", () => {
    class Net extends nn.Module {
      conv: nn.Conv2d = new nn.Conv2d(3, 6, 3);
    }
    const net = new Net();
    expect(net.conv.bias.numel()).to.equal(6);
    net.conv = new nn.Conv2d(3, 6, 3, { bias: false });
    expect(net.conv.bias).to.equal(null);
    expect(new nn.BatchNorm2d(3, { affine: false }).weight).to.equal(null);
  });

  it("may come from another realm", async () => {
    const { runInNewContext } = await import("node:vm");
    const options = runInNewContext("({ kernelSize: [2, 1] })") as { kernelSize: number[] };
    expect(new nn.Conv2d(3, 6, options).kernelSize).to.deep.equal([2, 1]);
  });
});

describe("Module.addModule", () => {
  it("adds a member to a container: it is called, listed and trained", () => {
    const net = new nn.Sequential();
    net.addModule("first", new nn.Linear(2, 3));
    net.addModule("act", new nn.ReLU());
    net.addModule("last", new nn.Linear(3, 1));
    expect([...net(torch.ones(4, 2)).shape]).to.deep.equal([4, 1]);
    expect(names(net.namedChildren())).to.deep.equal(["first", "act", "last"]);
    expect(Object.keys(net.stateDict())).to.deep.equal(["first.weight", "first.bias", "last.weight", "last.bias"]);
    expect(net).to.have.length(3);
    net.addModule("act", new nn.Tanh());
    expect(String(net)).to.include("(act): Tanh()");
    const list = new nn.ModuleList([new nn.ReLU()]);
    list.addModule("1", new nn.Tanh());
    expect(list).to.have.length(2);
    const dict = new nn.ModuleDict();
    dict.addModule("act", new nn.ReLU());
    expect(dict.has("act")).to.equal(true);
  });

  it("follows numbered members by its name", () => {
    const net = new nn.Sequential(new nn.Linear(2, 3));
    net.addModule("head", new nn.Linear(3, 1));
    expect([...net(torch.ones(4, 2)).shape]).to.deep.equal([4, 1]);
    expect(names(net.namedChildren())).to.deep.equal(["0", "head"]);
  });
});

describe("Module.setSubmodule", () => {
  it("replaces a module at a dotted name, or adds one", () => {
    const net = new nn.Sequential(new nn.Linear(2, 3), new nn.Sequential(new nn.ReLU()));
    net.setSubmodule("1.0", new nn.Tanh());
    net.setSubmodule("1.1", new nn.Linear(3, 1));
    expect(
      net
        .getSubmodule("1")
        .children()
        .map(({ constructor }) => constructor.name),
    ).to.deep.equal(["Tanh", "Linear"]);
    expect([...net(torch.ones(1, 2)).shape]).to.deep.equal([1, 1]);
    expect(net.parameters()).to.have.length(4);
  });

  it("is refused in torch's words", () => {
    const net = new nn.Sequential(new nn.Linear(2, 3));
    expect(() => net.setSubmodule("", new nn.ReLU())).to.throw("Cannot set the submodule without a target name!");
    expect(() => net.setSubmodule("1", new nn.ReLU(), { strict: true })).to.throw("Sequential has no attribute `1`");
    expect(() => net.setSubmodule("0.weight", new nn.ReLU())).to.throw("`weight` is not an nn.Module");
    expect(() => net.setSubmodule("5.weight", new nn.ReLU())).to.throw("Sequential has no attribute `5`");
  });
});

describe("an input that is no tensor", () => {
  it("is named with the function that got it and a way out", () => {
    const image = [[1, 2]] as never;
    const way = "torch.tensor(...) makes one of numbers";
    expect(() => new nn.Conv2d(3, 1, 3)(image)).to.throw(
      TypeError,
      `Conv2d.forward(): argument 'input' (position 1) must be Tensor, not an array of 1; ${way}`,
    );
    expect(() => F.gelu(3 as never)).to.throw(`gelu(): argument 'input' (position 1) must be Tensor, not 3; ${way}`);
    expect(() => F.crossEntropy(torch.zeros(1, 2), null as never)).to.throw(
      "crossEntropy(): argument 'target' (position 2) must be Tensor, not null",
    );
  });
});

describe("containers", () => {
  it("Sequential takes named modules, gives and replaces members, grows and iterates", () => {
    const net = new nn.Sequential({ first: new nn.Linear(2, 3), act: new nn.ReLU() });
    expect(names(net.namedChildren())).to.deep.equal(["first", "act"]);
    net.append(new nn.Linear(3, 1)).setAt(-2, new nn.Tanh());
    expect([...net].map((module) => module.constructor.name)).to.deep.equal(["Linear", "Tanh", "Linear"]);
    expect([net.length, net.at(-1)(torch.ones(3)) instanceof torch.Tensor]).to.deep.equal([3, true]);
    expect(() => net.at(3)).to.throw(RangeError, "index 3 is out of range");
  });

  it("Sequential knows the classes of its members", () => {
    const net = new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.ReLU());
    expect(net.at(0).weight.shape.toString()).to.equal("torch.Size([4, 3, 3, 3])");
    let x: Tensor = image();
    for (const layer of net) x = layer(x);
    expect(x.shape.toString()).to.equal("torch.Size([1, 4, 2, 2])");
  });

  it("ModuleList collapses repeats when printed and counts as part of its owner", () => {
    class Stack extends nn.Module {
      layers = new nn.ModuleList([1, 2, 3].map(() => new nn.Linear(2, 2)));
      override forward(x: Tensor): Tensor {
        let y = x;
        for (const layer of this.layers) y = layer(y);
        return y;
      }
    }
    const stack = new Stack();
    expect(String(stack)).to.equal(`Stack(
  (layers): ModuleList(
    (0-2): 3 x Linear(in_features=2, out_features=2, bias=True)
  )
)`);
    expect(stack.parameters()).to.have.length(6);
    expect(stack(torch.ones(1, 2)).shape.toString()).to.equal("torch.Size([1, 2])");
  });

  it("ModuleDict keeps any name, ParameterList numbers its parameters", () => {
    const dict = new nn.ModuleDict({ forward: new nn.ReLU() });
    dict.setAt("fc", new nn.Linear(2, 1));
    expect(dict.keys()).to.deep.equal(["forward", "fc"]);
    expect(() => dict.at("gone")).to.throw("no module is called 'gone'");
    const list = new nn.ParameterList([torch.zeros(2, 3), torch.zeros(1)]);
    expect(names(list.namedParameters())).to.deep.equal(["0", "1"]);
    expect(String(list)).to.equal(
      "ParameterList(  (0): Parameter containing: [torch.float32 of size 2x3]\n  (1): Parameter containing: [torch.float32 of size 1])",
    );
  });
});

describe("further layers", () => {
  const x = torch.arange(8).float().view(2, 4);

  it("give what torch gives", () => {
    // torch.nn.RMSNorm(4)(torch.arange(8.).view(2, 4))
    expect(String(new nn.RMSNorm(4)(x).detach())).to.equal(
      "tensor([[0.0000, 0.5345, 1.0690, 1.6036],\n        [0.7127, 0.8909, 1.0690, 1.2472]])",
    );
    expect(String(F.rmsNorm(x.half(), [2, 4]).at(1))).to.equal(
      "tensor([0.9561, 1.1953, 1.4346, 1.6729], dtype=torch.float16)",
    );
    expect(() => F.rmsNorm(x, [3])).to.throw(
      RangeError,
      "Given normalized_shape=[3], expected input with shape [*, 3]",
    );
    // torch.nn.LPPool2d(2, 2)(torch.arange(16.).view(1, 1, 4, 4))
    const pooled = new nn.LPPool2d(2, 2)(torch.arange(16).float().view(1, 1, 4, 4));
    expect(String(pooled.flatten())).to.equal("tensor([ 6.4807,  9.8995, 21.4009, 25.3377])");
    const inPlace = torch.tensor([-1, 0.5]);
    expect(F.leakyRelu_(inPlace, 0.5)).to.equal(inPlace);
    expect(inPlace.tolist()).to.deep.equal([-0.5, 0.5]);
  });

  it("draw what torch draws", () => {
    torch.manualSeed(4);
    const drawn = [
      F.dropout1d(torch.ones(2, 3, 2))
        .at(0)
        .flatten(),
      F.dropout3d(torch.ones(1, 3, 1, 1, 1)).flatten(),
      F.alphaDropout(torch.ones(4), 0.5, true),
      new nn.FeatureAlphaDropout()(torch.ones(1, 3, 2)).flatten(),
      F.dropout2d(torch.ones(2, 3, 2))
        .at(0)
        .flatten(),
    ];
    // torch.manual_seed(4), then the same calls
    expect(drawn.map(String)).to.deep.equal([
      "tensor([2., 2., 0., 0., 2., 2.])",
      "tensor([2., 0., 2.])",
      "tensor([ 1.6656,  1.6656, -0.7792,  1.6656])",
      "tensor([ 1.6656,  1.6656, -0.7792, -0.7792,  1.6656,  1.6656])",
      "tensor([2., 2., 0., 0., 2., 2.])",
    ]);
    expect(F.alphaDropout(x)).to.equal(x);
    expect(() => F.dropout1d(torch.ones(3))).to.throw(
      RangeError,
      "dropout1d: Expected 2D or 3D input, but received a 1D input",
    );
  });

  it("of other kinds of learning say that they are left out", () => {
    expect(() => new nn.CTCLoss()).to.throw(
      "nn.CTCLoss is left out on purpose: aligning sequences of labels is no aim",
    );
  });
});

describe("the name of a member", () => {
  it("is refused in torch's words if it is empty, has a dot, or is taken by something else", () => {
    const net = new nn.Sequential({ a: new nn.Linear(1, 1) });
    const layer = net.at(0);
    expect(() => layer.registerBuffer("weight", torch.ones(1))).to.throw(
      RangeError,
      "attribute 'weight' already exists",
    );
    expect(() => layer.addModule("weight", layer)).to.throw(RangeError, "attribute 'weight' already exists");
    expect(() => layer.addModule("forward", layer)).to.throw(RangeError, "attribute 'forward' already exists");
    expect(() => layer.registerParameter("training", null)).to.throw(RangeError, "attribute 'training' already exists");
    expect(() => layer.registerBuffer("a.b", torch.ones(1))).to.throw(RangeError, `buffer name can't contain "."`);
    expect(() => net.addModule("", layer)).to.throw(RangeError, `module name can't be empty string ""`);
    layer.registerBuffer("scale", torch.ones(1));
    layer.registerBuffer("scale", torch.zeros(1));
    layer.registerParameter("weight", new nn.Parameter(torch.zeros(1, 1)));
    net.addModule("a", new nn.ReLU());
    expect(String(net)).to.equal("Sequential(\n  (a): ReLU()\n)");
  });
});

describe("a slice of a container", () => {
  it("is a container whose members keep their names, as in torch", () => {
    const net = new nn.Sequential(new nn.ReLU(), new nn.Tanh(), new nn.Sigmoid());
    expect(String(net.slice(1))).to.equal("Sequential(\n  (1): Tanh()\n  (2): Sigmoid()\n)");
    expect(
      net
        .slice(
          0,
          -1,
        )(torch.tensor([-1.5, 0]))
        .tolist(),
    ).to.deep.equal([0, 0]);
    expect(net.slice(0, 2).at(1)).to.equal(net.at(1));
    expect(String(new nn.Sequential({ a: new nn.ReLU(), b: new nn.Tanh() }).slice(1))).to.equal(
      "Sequential(\n  (b): Tanh()\n)",
    );
    expect(String(new nn.ModuleList([new nn.ReLU(), new nn.Tanh()]).slice(1))).to.equal(
      "ModuleList(\n  (0): Tanh()\n)",
    );
  });
});

describe("Embedding", () => {
  const indices = torch.tensor([
    [0, 2, 2],
    [1, 2, 0],
  ]);
  const table = () =>
    torch.tensor([
      [0.5, 0.25],
      [3, 4],
      [1, 1.5],
    ]);

  it("shortens the rows that are looked up to maxNorm, in the table itself", () => {
    const weight = table();
    F.embedding(torch.tensor([1, 1, 0]), weight, { maxNorm: 1 });
    // torch.nn.functional.embedding(torch.tensor([1, 1, 0]), weight, max_norm=1.0); weight
    expect(String(weight)).to.equal("tensor([[0.5000, 0.2500],\n        [0.6000, 0.8000],\n        [1.0000, 1.5000]])");
    const other = new nn.Embedding(3, 2, { _weight: table(), maxNorm: 1, normType: 1 });
    // torch.nn.Embedding(3, 2, _weight=table, max_norm=1.0, norm_type=1.0)(indices)[1]
    expect(String(other(indices).at(1).detach())).to.equal(
      "tensor([[0.4286, 0.5714],\n        [0.4000, 0.6000],\n        [0.5000, 0.2500]])",
    );
    expect(String(other)).to.equal("Embedding(3, 2, max_norm=1.0, norm_type=1.0)");
  });

  it("divides a row's gradient by how often it occurs, if asked to", () => {
    const [plain, scaled] = [false, true].map((scaleGradByFreq) => {
      const layer = new nn.Embedding(3, 2, { _weight: table(), scaleGradByFreq });
      layer(indices).sum().backward();
      return layer.weight.grad!.tolist();
    });
    expect([plain, scaled]).to.deep.equal([
      [
        [2, 2],
        [1, 1],
        [3, 3],
      ],
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    ]);
  });

  it("is made of given rows, which are trained only if asked to", () => {
    const layer = nn.Embedding.fromPretrained(torch.eye(3), { paddingIdx: 0 });
    expect([String(layer), layer.weight.requiresGrad]).to.deep.equal(["Embedding(3, 3, padding_idx=0)", false]);
    expect(nn.Embedding.fromPretrained(torch.eye(2), false).weight.requiresGrad).to.equal(true);
    expect(() => nn.Embedding.fromPretrained(torch.ones(3))).to.throw(RangeError, "expected to be 2-dimensional");
    expect(() => new nn.Embedding(3, 2, { sparse: true } as never)).to.throw(TypeError, "'sparse' must be false");
  });
});

describe("stateDict", () => {
  it("shares storage with the module and is copied by loadStateDict", () => {
    const [a, b] = [new nn.Linear(2, 2), new nn.Linear(2, 2)];
    expect(String(b.loadStateDict(a.stateDict()))).to.equal("<All keys matched successfully>");
    torch.noGrad(() => a.weight.zero_());
    expect(a.stateDict()["weight"]!.abs().sum().item()).to.equal(0);
    expect(b.weight.abs().sum().item()).to.be.greaterThan(0);
  });

  it("collects all complaints in torch's order, and with strict: false only tells of names", () => {
    const net = new nn.Sequential({ a: new nn.Linear(2, 3), b: new nn.Linear(3, 3) });
    const { "a.weight": _w, "a.bias": _b, ...state } = net.stateDict();
    const wrong = { ...state, zz: torch.zeros(1), "b.weight": torch.zeros(2, 2) };
    expect(() => net.loadStateDict(wrong)).to.throw(
      'Error(s) in loading state_dict for Sequential:\n\tMissing key(s) in state_dict: "a.weight", "a.bias". ' +
        '\n\tUnexpected key(s) in state_dict: "zz". \n\tsize mismatch for b.weight: copying a param with shape ' +
        "torch.Size([2, 2]) from checkpoint, the shape in current model is torch.Size([3, 3]).",
    );
    const { missingKeys, unexpectedKeys } = net.loadStateDict({ ...state, zz: torch.zeros(1) }, { strict: false });
    expect([missingKeys, unexpectedKeys]).to.deep.equal([["a.weight", "a.bias"], ["zz"]]);
  });

  it("with assign becomes the module's own tensors, with their dtype", () => {
    const net = new nn.Sequential({ a: new nn.Linear(2, 2), norm: new nn.BatchNorm1d(2) });
    net.at(0).weight.requiresGrad_(false);
    const weight = torch.ones([2, 2], { dtype: torch.float64 });
    const mean = torch.ones([2], { dtype: torch.float64 });
    const state = Object.assign(net.stateDict(), { "a.weight": weight, "norm.running_mean": mean });
    net.loadStateDict(state, { assign: true });
    // What torch has after net.load_state_dict(state, assign=True).
    const { dtype, requiresGrad } = net.at(0).weight;
    expect([dtype.name, requiresGrad, net.at(0).weight instanceof nn.Parameter]).to.deep.equal([
      "float64",
      false,
      true,
    ]);
    weight.fill_(5);
    mean.fill_(7);
    expect(net.at(0).weight.sum().item()).to.equal(20);
    expect((net.at(1) as nn.BatchNorm1d).runningMean!.sum().item()).to.equal(14);
    expect(Object.keys(net.stateDict())).to.deep.equal(Object.keys(state));
  });

  it("has a dict's habits and a Map's", () => {
    const state = new nn.Linear(1, 1).stateDict();
    expect([...state.entries()].map(([name]) => name)).to.deep.equal(state.keys());
  });

  it("is read while an optimiser trains the module: loading changes the parameters it holds", () => {
    const layer = new nn.Linear(1, 1, { bias: false });
    const optimizer = new optim.SGD(layer.parameters(), { lr: 1 });
    layer.loadStateDict({ weight: torch.tensor([[5]]) });
    layer(torch.ones(1, 1)).backward();
    optimizer.step();
    expect(layer.weight.item()).to.equal(4);
  });
});
