/**
 * Cells in which TypeScript finds nothing wrong, or for which it does not say what to do, and the rules' hints. Data in one file, to be
 * read as a list.
 */
export const before = [
  'import { torch, nn, F, datasets, Tensor } from "convkernel";',
  "let x = torch.ones(2), y = torch.ones(2), n = 2;",
  "let maybe = null as Tensor | null;",
  "const net = new nn.Sequential(new nn.ReLU());",
  "const conv = new nn.Conv2d(1, 1, 3, { bias: false });",
  "async function load() { return n; }",
].join("\n");

const gradIsNull =
  "x.grad is null until backward() fills it, and after zeroGrad(). It stays null for tensors that do not require gradients, and for results without x.retainGrad(). Call loss.backward() first";

export const hinted: readonly (readonly [cell: string, says: string])[] = [
  [
    "if (x.isnan().any()) n",
    "A tensor is always true as a condition. Write x.isnan().any().item() for the value of its one element",
  ],
  [
    "while (!x.eq(y).all()) n++",
    "A tensor is always true as a condition. Write x.eq(y).all().item() for the value of its one element",
  ],
  [
    "for (; x.gt(1); ) n++",
    "A tensor is always true as a condition. Write x.gt(1).item() for the value of its one element",
  ],
  [
    "do n++; while (x.any())",
    "A tensor is always true as a condition. Write x.any().item() for the value of its one element",
  ],
  ["const z = x ? 1 : 2", "A tensor is always true as a condition. Write x.item() for the value of its one element"],
  [
    "if (maybe && x.any()) n",
    "A tensor is always true as a condition. Write x.any().item() for the value of its one element",
  ],
  ["x.any() || n", "A tensor is always true as a condition. Write x.any().item() for the value of its one element"],
  [
    "function f(t: Tensor) {\n  if (t.sum()) return 1;\n  return 2;\n}",
    "A tensor is always true as a condition. Write t.sum().item() for the value of its one element",
  ],
  ["if (x.shape) n", "A shape is always true as a condition. Write x.shape.length > 0, or x.shape.numel() > 0"],
  ["x.shape === y.shape", "This asks whether both are the same object. Write x.shape.equals(y.shape)"],
  ["x.size() == y.size()", "This asks whether both are the same object. Write x.size().equals(y.size())"],
  ["x !== y", "This asks whether both are the same object. Write torch.equal(x, y), or x.eq(y) for each element"],
  ["x + y", "JavaScript has no operators for tensors. Write x.add(y)"],
  ["2 * x", "JavaScript has no operators for tensors. Write x.mul(2)"],
  ["1 - x", "JavaScript has no operators for tensors. Write x.rsub(1)"],
  ["-x", "JavaScript has no operators for tensors. Write x.neg()"],
  ["x += 1", "JavaScript has no operators for tensors. Write x = x.add(1), or x.add_(1) in place"],
  ["n += x", "JavaScript has no operators for tensors. Write n += x.item()"],
  ["x ** 2", "JavaScript has no operators for tensors. Write x.pow(2)"],
  ["x < 1", "JavaScript has no operators for tensors. Write x.lt(1)"],
  ["n / (x.sum() * 2)", "JavaScript has no operators for tensors. Write x.sum().mul(2)"],
  ["Math.sqrt(x)", "Math takes numbers. Write x.sqrt()"],
  ["Math.max(x, y)", "Math takes numbers. Write x.max(), or torch.maximum(a, b) for two tensors"],
  ["x[0]", 'Brackets do not index a tensor. Write x.at(...), as in x.at(0) or x.at(":", 1)'],
  ["x[0] = 1", "Brackets do not index a tensor. Write x.setAt(index, value)"],
  ["net[0]", "Brackets do not index a container of modules. Write net.at(...)"],
  [
    "torch.noGrad();\nn",
    "torch.noGrad() alone changes nothing. Write using _ = torch.noGrad() for the rest of the block, or give it a function: noGrad(() => ...)",
  ],
  [
    "const g = torch.noGrad();",
    "torch.noGrad() changes nothing until using holds it. Write using _ = torch.noGrad() for the rest of the block, or give it a function: noGrad(() => ...)",
  ],
  [
    "torch.noGrad()",
    "torch.noGrad() changes nothing until using holds it. Write using _ = torch.noGrad() for the rest of the block, or give it a function: noGrad(() => ...)",
  ],
  [
    "class N extends nn.Module {\n  convs = [new nn.Linear(2, 2)];\n}",
    "Modules in a list are not part of the model: their parameters are not trained. Write new nn.ModuleList([new nn.Linear(2, 2)])",
  ],
  [
    "class N extends nn.Module {\n  heads = { a: new nn.Linear(2, 2) };\n}",
    "Modules in an object are not part of the model: their parameters are not trained. Write new nn.ModuleDict({ a: new nn.Linear(2, 2) })",
  ],
  [
    "class N extends nn.Module {\n  convs;\n  constructor() {\n    super();\n    this.convs = [1, 2].map((n) => new nn.Linear(n, n));\n  }\n}",
    "Modules in a list are not part of the model: their parameters are not trained. Write new nn.ModuleList([1, 2].map((n) => new nn.Linear(n, n)))",
  ],
  [
    "class N extends nn.Module {\n  scales = [new nn.Parameter(torch.ones(1))];\n}",
    "Parameters in a list are not part of the model: they are not trained. Write new nn.ParameterList([new nn.Parameter(torch.ones(1))])",
  ],
  [
    "torch.tensor([1.0, 2.0])",
    "1.0 is the whole number 1 in JavaScript, so this is int64. Add { dtype: torch.float32 } for floats",
  ],
  [
    "torch.tensor([[1., -2.], [3., 4.]])",
    "1.0 is the whole number 1 in JavaScript, so this is int64. Add { dtype: torch.float32 } for floats",
  ],
  ["load();\nn", "Nothing waits for this promise: the next line runs before it is done. Write await load()"],
  [
    "async function g() {\n  load();\n  return 1;\n}",
    "Nothing waits for this promise: the next line runs before it is done. Write await load()",
  ],
  ["`${load()}`", "This is a promise, not its value. Write await load()"],
  [
    'datasets.CIFAR10.open("cifar");\nn',
    'Nothing waits for this promise: the next line runs before it is done. Write await datasets.CIFAR10.open("cifar")',
  ],
  [
    'const train = datasets.CIFAR10.open("cifar");',
    'This is a promise, not its value. Write await datasets.CIFAR10.open("cifar")',
  ],
  [
    "new nn.Linear(2, 3, use_bias=n)",
    "These are Python's keyword arguments. In TypeScript: one object at the end, { useBias: n }",
  ],
  ["const q = 7 // 2", "// begins a comment. In TypeScript: Math.floor(7 / 2)"],
  ["a, b = 1, 2", "This is Python's unpacking. In TypeScript: const [a, b] = [1, 2]"],
  ...[
    "x.grad.sum()",
    "x.grad!.sum()",
    "(x.grad as Tensor).data.sum()",
    "const g = x.grad;\ng.sum();",
    "const { grad } = x;\ngrad.sum();",
    "const { data } = x.grad;",
    "for (const x of [y]) x.grad.sum();",
    "x.grad.requiresGrad = true;",
  ].map((cell) => [cell, gradIsNull] as const),
  [
    "y.gradFn.name()",
    "y.gradFn is null because no recorded operation made this tensor. Compute it from tensors that require gradients, outside noGrad()",
  ],
  [
    "conv.bias.sum()",
    "This layer has no bias: it was made with bias: false, affine: false or trackRunningStats: false, or never has one. Write ?. after bias, or ask first: if (layer.bias !== null) ...",
  ],
  ["torch.zeros((2, 3))", "This is Python's tuple; in JavaScript it is only its last value, 3. In TypeScript: [2, 3]"],
  [
    "const pair = (x, y.shape);\npair",
    "This is Python's tuple; in JavaScript it is only its last value, y.shape. In TypeScript: [x, y.shape]",
  ],
  ["x, y", "This is Python's tuple; in JavaScript it is only its last value, y. In TypeScript: [x, y]"],
  ["x.sum().toFixed(2)", "A tensor is not a number. Write x.sum().item().toFixed(...) if it has one element"],
  [
    "x.map((value) => n)",
    "A tensor is not an array. Write x.tolist().map(...), or work on all elements at once, as in x.mul(2)",
  ],
  ["for (const row in x) row", "for ... in goes through names of properties, as texts. Write for (const row of x)"],
  [
    "for (const each in [1, 2]) console.log(each)",
    "for ... in goes through names of properties, as texts. Write for (const each of [1, 2])",
  ],
  ["k: int = 5", "This is Python's annotation. In TypeScript: const k: number = 5"],
];

/** Correct code, or code about which TypeScript's own message says enough. */
export const silent: readonly string[] = [
  "if (x.isnan().any().item()) n",
  "if (maybe) n",
  "if (n) n",
  "x.grad?.sum()",
  "const mine = { grad: n };\nmine.grad.toFixed();",
  "x === maybe",
  "maybe !== null && maybe !== undefined",
  "x.shape.length === y.shape.length",
  "-n + +n",
  "n + 1 - n * 2",
  "[1, 2][0]",
  "Math.max(n, 1)",
  "{\n  using _ = torch.noGrad();\n  n;\n}",
  "torch.noGrad(() => n);\nn",
  "torch.setGradEnabled(true);\nn",
  "class N extends nn.Module {\n  layers = new nn.ModuleList([new nn.ReLU()]);\n  sizes = [1, 2];\n  names = { a: 1 };\n}",
  "class Plain {\n  convs = [new nn.ReLU()];\n}",
  "torch.tensor([1, 2])",
  "torch.tensor([1.0, 2.5])",
  "torch.tensor([1.0], { dtype: torch.float32 })",
  "torch.ones(2).add(1.0)",
  "await load();\nn",
  "void load();\nn",
  "load().then(() => n);\nn",
  "load()",
  "function f() {\n  load();\n}",
  "const pending = load();\nawait pending",
  'const opening = datasets.CIFAR10.open("cifar");\nawait opening;',
  "function same<T>(a: T, b: T) {\n  return a === b ? a : b;\n}",
  "const anything: any = x;\nif (anything) anything === x;\nanything[0];",
  "n; // 2 is next\nn // two",
  "let k = 1, l = 2;\n(k = 2), (l = 3);",
  "let k = 1, l = 2;\nfor (k = 0, l = 1; k < 2; k++, l--) n;",
  "(0, load)().catch(() => n);\nn",
  "console.log(1), console.log(2)",
  "x.tolist().map((value) => value);\nn.toFixed(2)",
  "const list = [1, 2];\nfor (const i in list) list[i];",
  "for (const key in { a: 1 }) key",
];
