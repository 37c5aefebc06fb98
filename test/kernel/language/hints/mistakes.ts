/**
 * Mistakes in using the library or JavaScript, and Python habits, with what the learner reads: the error's first line, then what is shown
 * below the cell. Data in one file, to be read as a list; each message was read aloud once to check that it names the way out.
 */
export interface Mistake {
  readonly area: "API" | "JavaScript" | "Python";
  readonly cell: string;
  readonly reads: readonly string[];
}

/** The cell that runs before each of them. */
export const firstCell = [
  'import { torch, nn, F, optim, Tensor, datasets, transforms, inspect, summary, plot } from "convkernel";',
  "const x = torch.ones(2, 3);",
  "const target = torch.tensor([0, 2]);",
  "const conv = new nn.Conv2d(3, 6, 3);",
  "const net = new nn.Sequential(new nn.Linear(3, 4), new nn.ReLU());",
].join("\n");

export const mistakes: readonly Mistake[] = [
  {
    area: "API",
    cell: "x.sum({ dimm: 1 })",
    reads: [
      "TypeError: sum() got an unexpected keyword argument 'dimm'; did you mean 'dim'?",
      "line 1: Object literal may only specify known properties, but 'dimm' does not exist in type 'ReduceOptions & { readonly dim?: Dims | null | undefined; }'. Did you mean to write 'dim'? (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "x.sum(1, { keepDim: true })",
    reads: [
      "TypeError: sum() got an unexpected keyword argument 'keepDim'; did you mean 'keepdim'?",
      "line 1: Object literal may only specify known properties, but 'keepDim' does not exist in type 'ReduceOptions'. Did you mean to write 'keepdim'? (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "new nn.Conv2d(3, 6)",
    reads: [
      "TypeError: Conv2d() missing 1 required positional argument: 'kernelSize': Conv2d(inChannels, outChannels, kernelSize, stride=[1, 1], padding=[0, 0], dilation=[1, 1], groups=1, bias=true, paddingMode=\"zeros\", device=null, dtype=null)",
      "line 1: Argument of type 'number' is not assignable to parameter of type '{ outChannels: number; kernelSize: number | readonly number[]; } & Conv2dOptions'. (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "new nn.Conv2d(3, 6, { kernel_size: 3 })",
    reads: [
      "TypeError: Conv2d() got an unexpected keyword argument 'kernel_size'; did you mean 'kernelSize'?",
      "line 1: Object literal may only specify known properties, but 'kernel_size' does not exist in type '{ kernelSize: number | readonly number[]; } & Conv2dOptions'. Did you mean to write 'kernelSize'? (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "nn.Linear(3, 4)",
    reads: [
      "TypeError: Class constructor Linear cannot be invoked without 'new'",
      "line 1: Value of type 'typeof Linear' is not callable. Did you mean to include 'new'? (TS2348)",
    ],
  },
  {
    area: "API",
    cell: 'new nn.Linear("3", 4)',
    reads: [
      "TypeError: Linear(): argument 'inFeatures' (position 1) must be int, not \"3\"",
      "line 1: Argument of type 'string' is not assignable to parameter of type 'number'. (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "conv(torch.ones(2, 3))",
    reads: [
      "RangeError: Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [2, 3]; it is [C, H, W] or [B, C, H, W]: x.unsqueeze(0) adds a dimension in front",
    ],
  },
  {
    area: "API",
    cell: "torch.cat(x, x)",
    reads: [
      "TypeError: cat(): argument 'tensors' (position 1) must be array of Tensors, not a Tensor; put the tensors in an array: [a, b]",
      "line 1: Type 'Tensor' is missing the following properties from type 'readonly Tensor[]': concat, join, indexOf, lastIndexOf, and 22 more. (TS2769)",
    ],
  },
  {
    area: "API",
    cell: 'x.to("cuda")',
    reads: [
      'Error: Torch not compiled with CUDA enabled: tensors are kept on the "cpu" here, and what is heavy runs on the back end that torch.backend() names. Write torch.device(torch.cuda.isAvailable() ? "cuda" : "cpu")',
    ],
  },
  {
    area: "API",
    cell: "x.add()",
    reads: [
      "TypeError: add() missing 1 required positional argument: 'other': add(other, *, alpha=1)",
      "line 1: Expected 1-2 arguments, but got 0. An argument for 'other' was not provided. (TS2554)",
    ],
  },
  {
    area: "API",
    cell: 'F.crossEntropy(x, target, { reduction: "avg" })',
    reads: [
      'TypeError: crossEntropy(): argument \'reduction\' must be one of "none", "mean", "sum", not "avg"',
      'line 1: Type \'"avg"\' is not assignable to type \'"mean" | "none" | "sum" | undefined\'. (TS2769)',
    ],
  },
  {
    area: "API",
    cell: "torch.manual_seed(1)",
    reads: [
      "TypeError: torch.manual_seed is not a function",
      "line 1: Property 'manual_seed' does not exist on type 'typeof torch'. Did you mean 'manualSeed'? (TS2551)",
    ],
  },
  {
    area: "API",
    cell: "x.sums(1)",
    reads: [
      "TypeError: x.sums is not a function",
      "line 1: Property 'sums' does not exist on type 'Tensor'. Did you mean 'sum'? (TS2551)",
    ],
  },
  {
    area: "API",
    cell: "torch.tensor([1, 2], { requiresGrad: true })",
    reads: [
      "TypeError: Only Tensors of floating point and complex dtype can require gradients, got torch.int64; give { dtype: torch.float32 }",
    ],
  },
  {
    area: "API",
    cell: "optim.SGD(net.parameters(), { lr: 0.1 })",
    reads: [
      "TypeError: Class constructor SGD cannot be invoked without 'new'",
      "line 1: Value of type 'typeof SGD' is not callable. Did you mean to include 'new'? (TS2348)",
    ],
  },
  {
    area: "API",
    cell: "new nn.ReLU(x)",
    reads: [
      "TypeError: ReLU(): argument 'inplace' (position 1) must be bool, not a Tensor; make it first and call it then: new ReLU(...)(x)",
      "line 1: Type 'Tensor' has no properties in common with type 'ReLUOptions'. (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "new nn.CrossEntropyLoss(x, x)",
    reads: [
      "TypeError: CrossEntropyLoss(): argument 'sizeAverage' (position 2) must be bool or null, not a Tensor; make it first and call it then: new CrossEntropyLoss(...)(x)",
      "line 1: Argument of type 'Tensor' is not assignable to parameter of type 'boolean | null | undefined'. (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "new optim.SGD(net)",
    reads: [
      "TypeError: SGD(): argument 'params' (position 1) must be iterable of Tensors or of groups { params }, not a Sequential; write model.parameters()",
      "line 1: Argument of type 'Sequential<[Linear, ReLU]>' is not assignable to parameter of type 'Params<SGDSettings>'. Did you mean to call this expression? (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "new optim.SGD(net.parameters)",
    reads: [
      "TypeError: SGD(): argument 'params' (position 1) must be iterable of Tensors or of groups { params }, not a function; a method is called with (): model.parameters()",
      "line 1: Argument of type '{ (recurse?: boolean | undefined): Parameter[]; (options: { recurse?: boolean | undefined; }): Parameter[]; }' is not assignable to parameter of type 'Params<SGDSettings>'. Did you mean to call this expression? (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "new nn.Sequential(net, F.relu)",
    reads: [
      "TypeError: Sequential(): argument 'modules' (position 2) must be Module, not a function; functions have layers beside them, as F.relu has new nn.ReLU()",
      "line 1: Argument of type '{ (input: Tensor, inplace?: boolean | undefined): Tensor; (...given: Relu): Tensor; (options: ReluArguments): Tensor; (input: Tensor, options: ReluOptions): Tensor; }' is not assignable to parameter of type 'AnyModule'. (TS2769)",
    ],
  },
  {
    area: "API",
    cell: "new nn.Conv2d(3, 6, -1)",
    reads: [
      "RangeError: Conv2d(): argument 'kernelSize' (position 3) must be int or array of 2 ints, not -1; it may not be below 0",
    ],
  },
  {
    area: "API",
    cell: "new nn.Linear(-3, 4)",
    reads: ["RangeError: Linear(): argument 'inFeatures' (position 1) must be int, not -3; it may not be below 0"],
  },
  {
    area: "API",
    cell: 'x.to("gpu")',
    reads: [
      'TypeError: to(): argument \'dtype\' (position 1) must be torch.dtype, not "gpu"; torch.float32 is one; a device is "cpu"',
    ],
  },
  {
    area: "API",
    cell: "F.crossEntropy(torch.tensor([0, 1]), torch.rand(2, 3))",
    reads: [
      "TypeError: \"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'; the scores come first, then the classes: crossEntropy(scores, classes)",
    ],
  },
  {
    area: "API",
    cell: "(x as any).requiresGrad = 1",
    reads: ["TypeError: requiresGrad must be a bool, got 1"],
  },
  {
    area: "API",
    cell: "new nn.Conv2d(3, 6, 0)(torch.rand(1, 3, 8, 8))",
    reads: ["RangeError: kernel size should be greater than zero, but got [0, 0]"],
  },
  {
    area: "API",
    cell: "new nn.MaxPool2d()",
    reads: [
      "TypeError: MaxPool2d() missing 1 required positional argument: 'kernelSize': MaxPool2d(kernelSize, stride=null, padding=0, dilation=1, returnIndices=false, ceilMode=false)",
      "line 1: Expected 1 argument, but got 0. (TS2345)",
    ],
  },
  {
    area: "API",
    cell: "inspect.dotProduct(conv, torch.ones(3, 5, 5), { at: [9, 9] })",
    reads: ["RangeError: dotProduct: expected at within the output [3, 3], got [9, 9]"],
  },
  {
    area: "API",
    cell: "summary(net)",
    reads: [
      "TypeError: summary() missing 1 required positional argument: 'inputSize': summary(model, inputSize)",
      "line 1: Type 'Sequential<[Linear, ReLU]>' is missing the following properties from type '{ readonly model: Module<unknown>; readonly inputSize: readonly number[] | Tensor; }': model, inputSize (TS2739)",
    ],
  },
  {
    area: "API",
    cell: "new torch.utils.data.DataLoader(x, { batch_size: 2 })",
    reads: [
      "TypeError: DataLoader() got an unexpected keyword argument 'batch_size'; did you mean 'batchSize'?",
      "line 1: Argument of type '{ batch_size: number; }' is not assignable to parameter of type 'number'. (TS2769)",
    ],
  },
  {
    area: "JavaScript",
    cell: "x + x",
    reads: [
      "TypeError: JavaScript's + and == do not work on tensors: write a.add(b), a.eq(b), or `${a}` for its text",
      "line 1: JavaScript has no operators for tensors. Write x.add(x)",
    ],
  },
  {
    area: "JavaScript",
    cell: "2 * x",
    reads: [
      "TypeError: JavaScript's operators and Math do not work on tensors: write a.neg(), a.sub(b), a.mul(b), a.div(b), a.pow(b), a.lt(b), a.gt(b), a.sqrt() and so on, or a.item() for the number of a tensor of one element",
      "line 1: JavaScript has no operators for tensors. Write x.mul(2)",
    ],
  },
  {
    area: "JavaScript",
    cell: "-x",
    reads: [
      "TypeError: JavaScript's operators and Math do not work on tensors: write a.neg(), a.sub(b), a.mul(b), a.div(b), a.pow(b), a.lt(b), a.gt(b), a.sqrt() and so on, or a.item() for the number of a tensor of one element",
      "line 1: JavaScript has no operators for tensors. Write x.neg()",
    ],
  },
  {
    area: "JavaScript",
    cell: "x > 0",
    reads: [
      "TypeError: JavaScript's operators and Math do not work on tensors: write a.neg(), a.sub(b), a.mul(b), a.div(b), a.pow(b), a.lt(b), a.gt(b), a.sqrt() and so on, or a.item() for the number of a tensor of one element",
      "line 1: JavaScript has no operators for tensors. Write x.gt(0)",
    ],
  },
  {
    area: "JavaScript",
    cell: "Math.sqrt(x)",
    reads: [
      "TypeError: JavaScript's operators and Math do not work on tensors: write a.neg(), a.sub(b), a.mul(b), a.div(b), a.pow(b), a.lt(b), a.gt(b), a.sqrt() and so on, or a.item() for the number of a tensor of one element",
      "line 1: Math takes numbers. Write x.sqrt()",
    ],
  },
  {
    area: "JavaScript",
    cell: "if (x.isnan().any()) console.log(1)",
    reads: [
      "line 1: A tensor is always true as a condition. Write x.isnan().any().item() for the value of its one element",
    ],
  },
  {
    area: "JavaScript",
    cell: "x.shape === torch.ones(2, 3).shape",
    reads: ["line 1: This asks whether both are the same object. Write x.shape.equals(torch.ones(2, 3).shape)"],
  },
  {
    area: "JavaScript",
    cell: "x == x.clone()",
    reads: [
      "line 1: This asks whether both are the same object. Write torch.equal(x, x.clone()), or x.eq(x.clone()) for each element",
    ],
  },
  {
    area: "JavaScript",
    cell: "x[0]",
    reads: ['line 1: Brackets do not index a tensor. Write x.at(...), as in x.at(0) or x.at(":", 1)'],
  },
  {
    area: "JavaScript",
    cell: "x[0] = 1",
    reads: ["line 1: Brackets do not index a tensor. Write x.setAt(index, value)"],
  },
  {
    area: "JavaScript",
    cell: "x.storage()[0] = 1",
    reads: ["line 1: Brackets do not index a storage. Write x.storage().setAt(index, value)"],
  },
  {
    area: "JavaScript",
    cell: "net[0]",
    reads: ["line 1: Brackets do not index a container of modules. Write net.at(...)"],
  },
  {
    area: "JavaScript",
    cell: "torch.tensor([1.0, 2.0]).mul_(0.5)",
    reads: [
      "TypeError: result type Float can't be cast to the desired output type Long",
      "line 1: 1.0 is the whole number 1 in JavaScript, so this is int64. Add { dtype: torch.float32 } for floats",
    ],
  },
  {
    area: "JavaScript",
    cell: "torch.noGrad();\nx.mul(2);",
    reads: [
      "line 1: torch.noGrad() alone changes nothing. Write using _ = torch.noGrad() for the rest of the block, or give it a function: noGrad(() => ...)",
    ],
  },
  {
    area: "JavaScript",
    cell: "class Net extends nn.Module {\n  layers = [new nn.Linear(2, 2)];\n}",
    reads: [
      "line 2: Modules in a list are not part of the model: their parameters are not trained. Write new nn.ModuleList([new nn.Linear(2, 2)])",
    ],
  },
  {
    area: "JavaScript",
    cell: "class Two extends nn.Sequential {\n  override forward(a: Tensor, b: Tensor) {\n    return a.add(b);\n  }\n}",
    reads: [
      "line 2: Property 'forward' in type 'Two' is not assignable to the same property in base type 'Sequential<Module<Tensor>[]>'. Arguments that Sequential's has not need a ? or a default, as in y?: ... or y = ...; or extend another class. (TS2416)",
    ],
  },
  {
    area: "JavaScript",
    cell: "async function load() {\n  return x;\n}\nload();\n1",
    reads: ["line 4: Nothing waits for this promise: the next line runs before it is done. Write await load()"],
  },
  {
    area: "JavaScript",
    cell: "const model = nn.ReLU;\nmodel(x)",
    reads: [
      "TypeError: Class constructor ReLU cannot be invoked without 'new'",
      "line 2: Value of type 'typeof ReLU' is not callable. Did you mean to include 'new'? (TS2348)",
    ],
  },
  {
    area: "Python",
    cell: "# a comment",
    reads: ["SyntaxError: This is a Python comment. In TypeScript: // a comment"],
  },
  {
    area: "Python",
    cell: "def f(x):\n    return x",
    reads: ["SyntaxError: This is Python's def. In TypeScript: function f(x) { ... }"],
  },
  {
    area: "Python",
    cell: "for i in range(3):\n    console.log(i)",
    reads: ["SyntaxError: This is Python's for. In TypeScript: for (let i = 0; i < 3; i++) { ... }"],
  },
  {
    area: "Python",
    cell: "if x:\n    1",
    reads: ["SyntaxError: This is Python's if. In TypeScript: if (x) { ... }"],
  },
  {
    area: "Python",
    cell: "elif x:",
    reads: ["SyntaxError: This is Python's elif. In TypeScript: } else if (x) { ... }"],
  },
  {
    area: "Python",
    cell: "while True:\n    1",
    reads: ["SyntaxError: This is Python's while. In TypeScript: while (true) { ... }"],
  },
  {
    area: "Python",
    cell: "x and x",
    reads: ["SyntaxError: This is Python's and. In TypeScript: x && x"],
  },
  {
    area: "Python",
    cell: "not x",
    reads: ["SyntaxError: This is Python's not. In TypeScript: !x"],
  },
  {
    area: "Python",
    cell: "True",
    reads: [
      "ReferenceError: True is not defined. In TypeScript: true",
      "line 1: Cannot find name 'True'. In TypeScript: true. (TS2304)",
    ],
  },
  {
    area: "Python",
    cell: "None",
    reads: [
      "ReferenceError: None is not defined. In TypeScript: null or undefined",
      "line 1: Cannot find name 'None'. In TypeScript: null or undefined. (TS2304)",
    ],
  },
  {
    area: "Python",
    cell: "print(x)",
    reads: [
      "ReferenceError: print is not defined. In TypeScript: console.log(...)",
      "line 1: Cannot find name 'print'. In TypeScript: console.log(...). (TS2304)",
    ],
  },
  {
    area: "Python",
    cell: "len(x)",
    reads: [
      "ReferenceError: len is not defined. In TypeScript: the property 'length'",
      "line 1: Cannot find name 'len'. In TypeScript: the property 'length'. (TS2304)",
    ],
  },
  {
    area: "Python",
    cell: 'f"loss {x}"',
    reads: ["SyntaxError: This is a Python f-string. In TypeScript: `loss ${x}`"],
  },
  {
    area: "Python",
    cell: "x[0:2]",
    reads: [
      'SyntaxError: This is a Python slice. In TypeScript: x.at("0:2") of a tensor; of an array x.slice(from, to)',
    ],
  },
  {
    area: "Python",
    cell: "x @ x",
    reads: ["SyntaxError: This is Python's matrix product. In TypeScript: x.matmul(x)"],
  },
  {
    area: "Python",
    cell: "x ** 2",
    reads: [
      "TypeError: JavaScript's operators and Math do not work on tensors: write a.neg(), a.sub(b), a.mul(b), a.div(b), a.pow(b), a.lt(b), a.gt(b), a.sqrt() and so on, or a.item() for the number of a tensor of one element",
      "line 1: JavaScript has no operators for tensors. Write x.pow(2)",
    ],
  },
  {
    area: "Python",
    cell: "const half = 7 // 2",
    reads: ["line 1: // begins a comment. In TypeScript: Math.floor(7 / 2)"],
  },
  {
    area: "Python",
    cell: "lambda v: v",
    reads: ["SyntaxError: This is Python's lambda. In TypeScript: (v) => v"],
  },
  {
    area: "Python",
    cell: "import torch",
    reads: ['SyntaxError: This is a Python import. In TypeScript: import { torch, nn, F, optim } from "convkernel"'],
  },
  {
    area: "Python",
    cell: "from torch import nn",
    reads: ['SyntaxError: This is a Python import. In TypeScript: import { torch, nn, F, optim } from "convkernel"'],
  },
  {
    area: "Python",
    cell: "with torch.no_grad():\n    1",
    reads: ["SyntaxError: This is Python's with. In TypeScript: { using _ = torch.noGrad(); ... }"],
  },
  {
    area: "Python",
    cell: "class A(nn.Module):\n    pass",
    reads: ["SyntaxError: This is a Python class. In TypeScript: class A extends nn.Module { ... }"],
  },
  {
    area: "Python",
    cell: "self.conv = conv",
    reads: [
      "ReferenceError: self is not defined. In TypeScript: this",
      "line 1: Cannot find name 'self'. In TypeScript: this. (TS2304)",
    ],
  },
  {
    area: "Python",
    cell: "super().__init__()",
    reads: [
      "SyntaxError: This is Python's super().__init__(). In TypeScript: super() in the constructor, or class fields without one",
    ],
  },
  {
    area: "Python",
    cell: "[v for v in x]",
    reads: ["SyntaxError: This is a Python comprehension. In TypeScript: x.map((v) => v)"],
  },
  {
    area: "Python",
    cell: "new nn.Conv2d(3, 6, kernel_size=3)",
    reads: ["line 1: These are Python's keyword arguments. In TypeScript: one object at the end, { kernelSize: 3 }"],
  },
  {
    area: "Python",
    cell: "a, b = 1, 2",
    reads: [
      "ReferenceError: a is not defined",
      "line 1: This is Python's unpacking. In TypeScript: const [a, b] = [1, 2]",
    ],
  },
  {
    area: "Python",
    cell: "x is None",
    reads: ["SyntaxError: This is Python's is. In TypeScript: x === null"],
  },
  {
    area: "Python",
    cell: "assert x.dim() == 2, 'two'",
    reads: ["SyntaxError: This is Python's assert. In TypeScript: if (!(x.dim() === 2)) throw new Error('two')"],
  },
  {
    area: "Python",
    cell: "try:\n    1\nexcept Exception as e:\n    2",
    reads: ["SyntaxError: This is Python's try. In TypeScript: try { ... } catch (error) { ... }"],
  },
  {
    area: "Python",
    cell: "%matplotlib inline",
    reads: [
      "SyntaxError: This is an IPython magic command. In TypeScript: nothing: this kernel has no % commands; pictures are shown without them, as the last value of a cell",
    ],
  },
  {
    area: "Python",
    cell: "!pip install lodash",
    reads: ['SyntaxError: This is an IPython shell command. In TypeScript: await kernel.install("lodash")'],
  },
  {
    area: "Python",
    cell: "del x",
    reads: ["SyntaxError: This is Python's del. In TypeScript: x = undefined, or delete object.key"],
  },
  {
    area: "Python",
    cell: "n: int = 5",
    reads: ["line 1: This is Python's annotation. In TypeScript: const n: number = 5"],
  },
  {
    area: "Python",
    cell: "range(3)",
    reads: [
      'ReferenceError: range is not defined. In TypeScript: for (let i = 0; i < n; i++), or import { range } from "convkernel"',
      "line 1: Cannot find name 'range'. In TypeScript: for (let i = 0; i < n; i++), or import { range } from \"convkernel\". (TS2304)",
    ],
  },
  {
    area: "Python",
    cell: "np.array([1])",
    reads: [
      'ReferenceError: np is not defined. In TypeScript: tensors do what NumPy\'s arrays do: import { torch } from "convkernel"',
      "line 1: Cannot find name 'np'. In TypeScript: tensors do what NumPy's arrays do: import { torch } from \"convkernel\". (TS2304)",
    ],
  },
];
