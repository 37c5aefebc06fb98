/**
 * Typical mistakes of learners: cells, the last of which is wrong, and the exact text shown below it. Data in one file, to be read as a
 * list.
 */
export interface Mistake {
  readonly title: string;
  readonly cells: readonly string[];
  readonly says: readonly string[];
}

export const mistakes: readonly Mistake[] = [
  {
    title: "a misspelt global",
    cells: ["conole.log(1)"],
    says: [
      "Cell In[1], line 1: Cannot find name 'conole'. Did you mean 'console'? (TS2552)",
      "    conole.log(1)",
      "    ^^^^^^",
    ],
  },
  {
    title: "a misspelt variable of an earlier cell",
    cells: ["const learningRate = 0.1;", "learningrate * 2"],
    says: [
      "Cell In[2], line 1: Cannot find name 'learningrate'. Did you mean 'learningRate'? (TS2552)",
      "    learningrate * 2",
      "    ^^^^^^^^^^^^",
    ],
  },
  {
    title: "a misspelt method",
    cells: ["[1, 2, 3].foreach((x) => x)"],
    says: [
      "Cell In[1], line 1: Property 'foreach' does not exist on type 'number[]'. Did you mean 'forEach'? (TS2551)",
      "    [1, 2, 3].foreach((x) => x)",
      "              ^^^^^^^",
    ],
  },
  {
    title: "a misspelt property",
    cells: ["const image = { width: 32, height: 32 };", "image.widht"],
    says: [
      "Cell In[2], line 1: Property 'widht' does not exist on type '{ width: number; height: number; }'. Did you mean 'width'? (TS2551)",
      "    image.widht",
      "          ^^^^^",
    ],
  },
  {
    title: "a name that pages have",
    cells: ["document.body"],
    says: [
      "Cell In[1], line 1: Cannot find name 'document'. document belongs to web pages, and a kernel has none: display.html(...) shows HTML below the cell. (TS2584)",
      "    document.body",
      "    ^^^^^^^^",
    ],
  },
  {
    title: "a type that pages have",
    cells: ["let button: HTMLButtonElement | undefined"],
    says: [
      "Cell In[1], line 1: Cannot find name 'HTMLButtonElement'. HTMLButtonElement belongs to web pages, and a kernel has none: display.html(...) shows HTML below the cell. (TS2304)",
      "    let button: HTMLButtonElement | undefined",
      "                ^^^^^^^^^^^^^^^^^",
    ],
  },
  {
    title: "three times one mistake in a line",
    cells: ["const s: string[] = [1, 2, 3];"],
    says: [
      "Cell In[1], line 1: Type 'number' is not assignable to type 'string'. (TS2322)",
      "    const s: string[] = [1, 2, 3];",
      "                         ^  ^  ^",
    ],
  },
  {
    title: "no types at all, which is no mistake",
    cells: [
      "function add(a, b = 1, ...more) { return a + b + more.length }\nlet late;\nconst list = [];\nadd(1);",
      "late; list.push(({ x }) => x)",
    ],
    says: [""],
  },
  {
    title: "a name never defined",
    cells: ["total + 1"],
    says: ["Cell In[1], line 1: Cannot find name 'total'. (TS2304)", "    total + 1", "    ^^^^^"],
  },
  {
    title: "a name that a function will need",
    cells: ["function area() {\n  return side * side;\n}"],
    says: [
      "Cell In[1], line 2: warning: Cannot find name 'side'. Define it before this function is called. (TS2304)",
      "    return side * side;",
      "           ^^^^",
    ],
  },
  {
    title: "an assignment without let",
    cells: ["cuont = 1"],
    says: [
      "Cell In[1], line 1: warning: Cannot find name 'cuont'. The assignment creates it: write 'let cuont' if that is meant. (TS2304)",
      "    cuont = 1",
      "    ^^^^^",
    ],
  },
  {
    title: "an assignment that looks like a slip",
    cells: ["let count = 0;", "cuont = 1"],
    says: [
      "Cell In[2], line 1: warning: Cannot find name 'cuont'. Did you mean 'count'? The assignment creates it: write 'let cuont' if that is meant. (TS2552)",
      "    cuont = 1",
      "    ^^^^^",
    ],
  },
  {
    title: "a string for a number",
    cells: ['let epochs: number = "ten";'],
    says: [
      "Cell In[1], line 1: Type 'string' is not assignable to type 'number'. (TS2322)",
      '    let epochs: number = "ten";',
      "        ^^^^^^",
    ],
  },
  {
    title: "a number for a string",
    cells: ["const label: string = 3;"],
    says: [
      "Cell In[1], line 1: Type 'number' is not assignable to type 'string'. (TS2322)",
      "    const label: string = 3;",
      "          ^^^^^",
    ],
  },
  {
    title: "a wrong argument",
    cells: ['function double(x: number) {\n  return 2 * x;\n}\ndouble("3")'],
    says: [
      "Cell In[1], line 4: Argument of type 'string' is not assignable to parameter of type 'number'. (TS2345)",
      '    double("3")',
      "           ^^^",
    ],
  },
  {
    title: "a missing argument",
    cells: ["const add = (a: number, b: number) => a + b;", "add(1)"],
    says: [
      "Cell In[2], line 1: Expected 2 arguments, but got 1. An argument for 'b' was not provided. (TS2554)",
      "    add(1)",
      "    ^^^",
    ],
  },
  {
    title: "one argument too many",
    cells: ["Math.sqrt(1, 2)"],
    says: [
      "Cell In[1], line 1: Expected 1 arguments, but got 2. (TS2554)",
      "    Math.sqrt(1, 2)",
      "                 ^",
    ],
  },
  {
    title: "a constant assigned",
    cells: ["const size = 3;\nsize = 4;"],
    says: [
      "Cell In[1], line 2: Cannot assign to 'size' because it is a constant. (TS2588)",
      "    size = 4;",
      "    ^^^^",
    ],
  },
  {
    title: "a constant of an earlier cell assigned",
    cells: ["const size = 3;", "size = 4;"],
    says: [
      "Cell In[2], line 1: Cannot assign to 'size' because it is a constant. To replace it, declare it anew: let size = ... (TS2588)",
      "    size = 4;",
      "    ^^^^",
    ],
  },
  {
    title: "another type assigned later",
    cells: ["let loss = 0.5;", 'loss = "low";'],
    says: [
      "Cell In[2], line 1: Type 'string' is not assignable to type 'number'. (TS2322)",
      '    loss = "low";',
      "    ^^^^",
    ],
  },
  {
    title: "a value that may be undefined",
    cells: ['const names = ["cat", "dog"];\nnames.find((name) => name.length > 3).toUpperCase()'],
    says: [
      "Cell In[1], line 2: Object is possibly 'undefined'. (TS2532)",
      "    names.find((name) => name.length > 3).toUpperCase()",
      "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ],
  },
  {
    title: "a value that may be null",
    cells: ['const match = "a1".match(/\\d/);\nmatch[0]'],
    says: ["Cell In[1], line 2: 'match' is possibly 'null'. (TS18047)", "    match[0]", "    ^^^^^"],
  },
  {
    title: "a missing property",
    cells: ["interface Layer { units: number; bias: boolean }", "const layer: Layer = { units: 3 };"],
    says: [
      "Cell In[2], line 1: Property 'bias' is missing in type '{ units: number; }' but required in type 'Layer'. (TS2741)",
      "    const layer: Layer = { units: 3 };",
      "          ^^^^^",
    ],
  },
  {
    title: "an unknown property in a literal",
    cells: ["interface Layer { units: number }", "const layer: Layer = { units: 3, bias: true };"],
    says: [
      "Cell In[2], line 1: Object literal may only specify known properties, and 'bias' does not exist in type 'Layer'. (TS2353)",
      "    const layer: Layer = { units: 3, bias: true };",
      "                                     ^^^^",
    ],
  },
  {
    title: "a forgotten await",
    cells: ['const response = fetch("https://example.org");\nresponse.ok'],
    says: [
      "Cell In[1], line 2: Property 'ok' does not exist on type 'Promise<Response>'. Did you forget to use 'await'? (TS2339)",
      "    response.ok",
      "             ^^",
    ],
  },
  {
    title: "await left out of arithmetic",
    cells: ["async function mean() {\n  return 3;\n}\nmean() + 1"],
    says: [
      "Cell In[1], line 4: Operator '+' cannot be applied to types 'Promise<number>' and '1'. Did you forget to use 'await'? (TS2365)",
      "    mean() + 1",
      "    ^^^^^^^^^^",
    ],
  },
  {
    title: "arithmetic on a string",
    cells: ['"3" * 2'],
    says: [
      "Cell In[1], line 1: The left-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type. (TS2362)",
      '    "3" * 2',
      "    ^^^",
    ],
  },
  {
    title: "a comparison that is never true",
    cells: ['let kind: "train" | "test" = "train" as "train" | "test";\nkind === "valid"'],
    says: [
      'Cell In[1], line 2: This comparison appears to be unintentional because the types \'"test" | "train"\' and \'"valid"\' have no overlap. (TS2367)',
      '    kind === "valid"',
      "    ^^^^^^^^^^^^^^^^",
    ],
  },
  {
    title: "a literal outside its union",
    cells: ['function reduce(how: "mean" | "sum") {}\nreduce("men")'],
    says: [
      'Cell In[1], line 2: Argument of type \'"men"\' is not assignable to parameter of type \'"mean" | "sum"\'. (TS2345)',
      '    reduce("men")',
      "           ^^^^^",
    ],
  },
  {
    title: "a function called that is none",
    cells: ["const rate = 0.1;\nrate(2)"],
    says: [
      "Cell In[1], line 2: This expression is not callable. (TS2349)",
      "  Type 'Number' has no call signatures.",
      "    rate(2)",
      "    ^^^^",
    ],
  },
  {
    title: "a class called without new",
    cells: ["class Model {}\nModel()"],
    says: [
      "Cell In[1], line 2: Value of type 'typeof Model' is not callable. Did you mean to include 'new'? (TS2348)",
      "    Model()",
      "    ^^^^^^^",
    ],
  },
  {
    title: "a private member used",
    cells: ["class Counter {\n  private n = 0;\n}\nnew Counter().n"],
    says: [
      "Cell In[1], line 4: Property 'n' is private and only accessible within class 'Counter'. (TS2341)",
      "    new Counter().n",
      "                  ^",
    ],
  },
  {
    title: "a member never declared",
    cells: ["class Point {\n  constructor(x: number) {\n    this.x = x;\n  }\n}"],
    says: [
      "Cell In[1], line 3: Property 'x' does not exist on type 'Point'. (TS2339)",
      "    this.x = x;",
      "         ^",
    ],
  },
  {
    title: "a field never set",
    cells: ["class Net {\n  weights: number[];\n}"],
    says: [
      "Cell In[1], line 2: Property 'weights' has no initializer and is not definitely assigned in the constructor. (TS2564)",
      "    weights: number[];",
      "    ^^^^^^^",
    ],
  },
  {
    title: "super forgotten",
    cells: ["class A {}\nclass B extends A {\n  x: number;\n  constructor() {\n    this.x = 1;\n  }\n}"],
    says: [
      "Cell In[1], line 4: Constructors for derived classes must contain a 'super' call. (TS2377)",
      "    constructor() {",
      "    ^^^^^^^^^^^",
      "Cell In[1], line 5: 'super' must be called before accessing 'this' in the constructor of a derived class. (TS17009)",
      "    this.x = 1;",
      "    ^^^^",
    ],
  },
  {
    title: "an abstract class made",
    cells: ["abstract class Shape {}\nnew Shape()"],
    says: [
      "Cell In[1], line 2: Cannot create an instance of an abstract class. (TS2511)",
      "    new Shape()",
      "    ^^^^^^^^^^^",
    ],
  },
  {
    title: "an interface not implemented",
    cells: ["interface Layer { forward(x: number): number }\nclass Double implements Layer {}"],
    says: [
      "Cell In[1], line 2: Class 'Double' incorrectly implements interface 'Layer'. (TS2420)",
      "  Property 'forward' is missing in type 'Double' but required in type 'Layer'.",
      "    class Double implements Layer {}",
      "          ^^^^^^",
    ],
  },
  {
    title: "a missing return",
    cells: ["function sign(x: number): number {\n  if (x > 0) return 1;\n}"],
    says: [
      "Cell In[1], line 1: Function lacks ending return statement and return type does not include 'undefined'. (TS2366)",
      "    function sign(x: number): number {",
      "                              ^^^^^^",
    ],
  },
  {
    title: "a wrong return type",
    cells: ["function name(): string {\n  return 3;\n}"],
    says: [
      "Cell In[1], line 2: Type 'number' is not assignable to type 'string'. (TS2322)",
      "    return 3;",
      "    ^^^^^^",
    ],
  },
  {
    title: "a type used as a value",
    cells: ["interface Shape { sides: number }\nconst s = Shape;"],
    says: [
      "Cell In[1], line 2: 'Shape' only refers to a type, but is being used as a value here. (TS2693)",
      "    const s = Shape;",
      "              ^^^^^",
    ],
  },
  {
    title: "an object that is not iterable",
    cells: ["for (const x of { a: 1 }) {}"],
    says: [
      "Cell In[1], line 1: Type '{ a: number; }' must have a '[Symbol.iterator]()' method that returns an iterator. (TS2488)",
      "    for (const x of { a: 1 }) {}",
      "                    ^^^^^^^^",
    ],
  },
  {
    title: "a tuple too long",
    cells: ["const size: [number, number] = [32, 32, 3];"],
    says: [
      "Cell In[1], line 1: Type '[number, number, number]' is not assignable to type '[number, number]'. (TS2322)",
      "  Source has 3 element(s) but target allows only 2.",
      "    const size: [number, number] = [32, 32, 3];",
      "          ^^^^",
    ],
  },
  {
    title: "a package that is not installed",
    cells: ['import { chart } from "chartz";'],
    says: [
      "Cell In[1], line 1: Cannot find module 'chartz' or its corresponding type declarations. (TS2307)",
      '    import { chart } from "chartz";',
      "                          ^^^^^^^^",
    ],
  },
  {
    title: "a local module that is not there",
    cells: ['import { load } from "./loader.ts";'],
    says: [
      "Cell In[1], line 1: Cannot find module './loader.ts' or its corresponding type declarations. (TS2307)",
      '    import { load } from "./loader.ts";',
      "                         ^^^^^^^^^^^^^",
    ],
  },
  {
    title: "a name that a module does not export",
    cells: ['import { readfile } from "node:fs";'],
    says: [
      "Cell In[1], line 1: '\"node:fs\"' has no exported member named 'readfile'. Did you mean 'readFile'? (TS2724)",
      '    import { readfile } from "node:fs";',
      "             ^^^^^^^^",
    ],
  },
  {
    title: "an index of the wrong kind",
    cells: ['const row = [1, 2, 3];\nrow["first"]'],
    says: [
      "Cell In[1], line 2: Element implicitly has an 'any' type because index expression is not of type 'number'. (TS7015)",
      '    row["first"]',
      "        ^^^^^^^",
    ],
  },
  {
    title: "a key that an object lacks",
    cells: ['const config = { lr: 0.1 };\nconfig["momentum"]'],
    says: [
      "Cell In[1], line 2: Element implicitly has an 'any' type because expression of type '\"momentum\"' can't be used to index type '{ lr: number; }'. (TS7053)",
      "  Property 'momentum' does not exist on type '{ lr: number; }'.",
      '    config["momentum"]',
      "    ^^^^^^^^^^^^^^^^^^",
    ],
  },
  {
    title: "a read-only array changed",
    cells: ["const shape: readonly number[] = [1, 2];\nshape.push(3)"],
    says: [
      "Cell In[1], line 2: Property 'push' does not exist on type 'readonly number[]'. (TS2339)",
      "    shape.push(3)",
      "          ^^^^",
    ],
  },
  {
    title: "a callback of the wrong kind",
    cells: ['[3, 1, 2].map("double")'],
    says: [
      "Cell In[1], line 1: Argument of type 'string' is not assignable to parameter of type '(value: number, index: number, array: number[]) => unknown'. (TS2345)",
      '    [3, 1, 2].map("double")',
      "                  ^^^^^^^^",
    ],
  },
  {
    title: "an unknown caught",
    cells: ['try {\n  JSON.parse("{");\n} catch (error) {\n  error.message;\n}'],
    says: ["Cell In[1], line 4: 'error' is of type 'unknown'. (TS18046)", "    error.message;", "    ^^^^^"],
  },
  {
    title: "a variable used before it is set",
    cells: ["let best: number;\nbest + 1"],
    says: ["Cell In[1], line 2: Variable 'best' is used before being assigned. (TS2454)", "    best + 1", "    ^^^^"],
  },
  {
    title: "a variable used above its line",
    cells: ["n + 1;\nlet n = 2;"],
    says: [
      "Cell In[1], line 1: Block-scoped variable 'n' used before its declaration. (TS2448)",
      "    n + 1;",
      "    ^",
    ],
  },
  {
    title: "an enum member that is not there",
    cells: ["enum Split { Train, Test }", "Split.Valid"],
    says: [
      "Cell In[2], line 1: Property 'Valid' does not exist on type 'typeof Split'. (TS2339)",
      "    Split.Valid",
      "          ^^^^^",
    ],
  },
  {
    title: "a type argument that does not fit",
    cells: ['const sizes: Array<number> = ["3"];'],
    says: [
      "Cell In[1], line 1: Type 'string' is not assignable to type 'number'. (TS2322)",
      '    const sizes: Array<number> = ["3"];',
      "                                  ^^^",
    ],
  },
  {
    title: "Python's len",
    cells: ["const xs = [1, 2, 3];\nlen(xs)"],
    says: [
      "Cell In[1], line 2: Cannot find name 'len'. In TypeScript: the property 'length'. (TS2304)",
      "    len(xs)",
      "    ^^^",
    ],
  },
  {
    title: "Python's print",
    cells: ['print("hello")'],
    says: [
      "Cell In[1], line 1: Cannot find name 'print'. In TypeScript: console.log(...). (TS2304)",
      '    print("hello")',
      "    ^^^^^",
    ],
  },
  {
    title: "Python's None",
    cells: ["const nothing = None;"],
    says: [
      "Cell In[1], line 1: Cannot find name 'None'. In TypeScript: null or undefined. (TS2304)",
      "    const nothing = None;",
      "                    ^^^^",
    ],
  },
  {
    title: "Python's True",
    cells: ["const ready = True;"],
    says: [
      "Cell In[1], line 1: Cannot find name 'True'. In TypeScript: true. (TS2304)",
      "    const ready = True;",
      "                  ^^^^",
    ],
  },
  {
    title: "a tensor's method misspelt",
    cells: ['import * as tf from "@tensorflow/tfjs";\nconst x = tf.tensor([1, 2]);', "x.summ()"],
    says: [
      "Cell In[2], line 1: Property 'summ' does not exist on type 'Tensor<Rank>'. Did you mean 'sum'? (TS2551)",
      "    x.summ()",
      "      ^^^^",
    ],
  },
  {
    title: "a tensor added with +",
    cells: ['import * as tf from "@tensorflow/tfjs";\nconst x = tf.tensor([1, 2]);', "x + x"],
    says: [
      "Cell In[2], line 1: Operator '+' cannot be applied to types 'Tensor<Rank>' and 'Tensor<Rank>'. (TS2365)",
      "    x + x",
      "    ^^^^^",
    ],
  },
  {
    title: "an option misspelt",
    cells: ['import * as tf from "@tensorflow/tfjs";', "tf.layers.conv2d({ filters: 8, kernalSize: 3 })"],
    says: [
      "Cell In[2], line 1: Object literal may only specify known properties, but 'kernalSize' does not exist in type 'ConvLayerArgs'. Did you mean to write 'kernelSize'? (TS2561)",
      "    tf.layers.conv2d({ filters: 8, kernalSize: 3 })",
      "                                   ^^^^^^^^^^",
    ],
  },
  {
    title: "a wrong option's value",
    cells: ['import * as tf from "@tensorflow/tfjs";', 'tf.layers.conv2d({ filters: 8, kernelSize: "3" })'],
    says: [
      "Cell In[2], line 1: Type 'string' is not assignable to type 'number | number[]'. (TS2322)",
      '    tf.layers.conv2d({ filters: 8, kernelSize: "3" })',
      "                                   ^^^^^^^^^^",
    ],
  },
  {
    title: "a library function's wrong argument",
    cells: ['import _ from "lodash";\n_.chunk([1, 2, 3], "2")'],
    says: [
      "Cell In[1], line 2: Argument of type 'string' is not assignable to parameter of type 'number'. (TS2345)",
      '    _.chunk([1, 2, 3], "2")',
      "                       ^^^",
    ],
  },
  {
    title: "a module made without new",
    cells: ['import { torch, nn, F, optim } from "convkernel";', "nn.Conv2d(3, 6, 3)"],
    says: [
      "Cell In[2], line 1: Value of type 'typeof Conv2d' is not callable. Did you mean to include 'new'? (TS2348)",
      "    nn.Conv2d(3, 6, 3)",
      "    ^^^^^^^^^^^^^^^^^^",
    ],
  },
  {
    title: "a module called on text",
    cells: ['import { torch, nn, F, optim } from "convkernel";', 'const conv = new nn.Conv2d(3, 6, 3);\nconv("image")'],
    says: [
      "Cell In[2], line 2: Argument of type 'string' is not assignable to parameter of type 'Tensor'. (TS2769)",
      '    conv("image")',
      "         ^^^^^^^",
    ],
  },
  {
    title: "a reduction that there is not",
    cells: [
      'import { torch, nn, F, optim } from "convkernel";',
      'F.crossEntropy(torch.zeros(1, 3), torch.tensor([1]), { reduction: "avg" })',
    ],
    says: [
      'Cell In[2], line 1: Type \'"avg"\' is not assignable to type \'"mean" | "none" | "sum" | undefined\'. (TS2769)',
      '    F.crossEntropy(torch.zeros(1, 3), torch.tensor([1]), { reduction: "avg" })',
      "                                                           ^^^^^^^^^",
    ],
  },
  {
    title: "PyTorch's spelling of a function",
    cells: ['import { torch, nn, F, optim } from "convkernel";', "torch.manual_seed(1)"],
    says: [
      "Cell In[2], line 1: Property 'manual_seed' does not exist on type 'typeof torch'. Did you mean 'manualSeed'? (TS2551)",
      "    torch.manual_seed(1)",
      "          ^^^^^^^^^^^",
    ],
  },
  {
    title: "PyTorch's spelling of an option",
    cells: ['import { torch, nn, F, optim } from "convkernel";', "torch.zeros(2, 3).sum(1, { keepDim: true })"],
    says: [
      "Cell In[2], line 1: Object literal may only specify known properties, but 'keepDim' does not exist in type 'ReduceOptions'. Did you mean to write 'keepdim'? (TS2769)",
      "    torch.zeros(2, 3).sum(1, { keepDim: true })",
      "                               ^^^^^^^",
    ],
  },
  {
    title: "tensors added with an operator",
    cells: ['import { torch, nn, F, optim } from "convkernel";', "const x = torch.zeros(2, 3);", "x + x"],
    says: ["Cell In[3], line 1: JavaScript has no operators for tensors. Write x.add(x)", "    x + x", "    ^^^^^"],
  },
  {
    title: "a tensor compared with an operator",
    cells: ['import { torch, nn, F, optim } from "convkernel";', "torch.zeros(1) > 0"],
    says: [
      "Cell In[2], line 1: JavaScript has no operators for tensors. Write torch.zeros(1).gt(0)",
      "    torch.zeros(1) > 0",
      "    ^^^^^^^^^^^^^^^^^^",
    ],
  },
  {
    title: "a layer that a module does not have",
    cells: [
      'import { torch, nn, F, optim } from "convkernel";',
      "class Net extends nn.Module {\n  override forward(x: torch.Tensor) {\n    return this.fc(x);\n  }\n}",
    ],
    says: [
      "Cell In[2], line 3: Property 'fc' does not exist on type 'Net'. (TS2339)",
      "    return this.fc(x);",
      "                ^^",
    ],
  },
  {
    title: "for in Python's manner",
    cells: ["for (const i of 10) {}"],
    says: [
      "Cell In[1], line 1: Type '10' must have a '[Symbol.iterator]()' method that returns an iterator. (TS2488)",
      "    for (const i of 10) {}",
      "                    ^^",
    ],
  },
];
