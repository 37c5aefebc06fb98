import { describe, it } from "mocha";
import { expect } from "chai";
import { createCompiler } from "../../../../kernel/language/compile.ts";
import { createLibraries } from "../../../../kernel/language/hints/library.ts";

/** A Python cell and its hint, from after "In TypeScript: ". */
const habits: readonly (readonly [python: string, typescript: string])[] = [
  ["# a comment", "// a comment"],
  ["x = 1  # behind a line", "// behind a line"],
  ["#comment", "// comment"],
  ["def f(x, y=2):\n    return x", "function f(x, y=2) { ... }"],
  ["def scale(x: float, *rest) -> float:\n    return x", "function scale(x, ...rest) { ... }"],
  ["async def f():\n    pass", "async function f() { ... }"],
  ["@torch.no_grad()\ndef f(): pass", "function f() { ... }"],
  ["def forward(self, x):\n    return x", "forward(x) { ... }, with this in place of self"],
  ["class N {\n  def __init__(self, n):\n    pass\n}", "constructor(n) { super(); ... }, or class fields without it"],
  ["class A(nn.Module):\n    pass", "class A extends nn.Module { ... }"],
  ["class A:\n    pass", "class A { ... }"],
  ["super().__init__()", "super() in the constructor, or class fields without one"],
  ["super(Net, self).__init__()", "super() in the constructor, or class fields without one"],
  ["for i in range(3):\n    print(i)", "for (let i = 0; i < 3; i++) { ... }"],
  ["for i in range(1, 10, 2):\n    print(i)", "for (let i = 1; i < 10; i += 2) { ... }"],
  ["for x in xs:\n    print(x)", "for (const x of xs) { ... }"],
  ["for k, v in d.items():", "for (const [k, v] of Object.entries(d)) { ... }"],
  [
    "for i, (x, y) in enumerate(loader):",
    'for (const [i, [x, y]] of enumerate(loader)) { ... }, after import { enumerate } from "convkernel"',
  ],
  ["for (x, y) in pairs:", "for (const [x, y] of pairs) { ... }"],
  ["for x, y in zip(a, b):", 'for (const [x, y] of zip(a, b)) { ... }, after import { zip } from "convkernel"'],
  ["while x > 1:\n    x -= 1", "while (x > 1) { ... }"],
  ["if x > 3 and not y:\n    z", "if (x > 3 && !y) { ... }"],
  ["if (x > 3):\n    z", "if ((x > 3)) { ... }"],
  ["if x is None: y", "if (x === null) { ... }"],
  ["if x not in y: z", "if (!y.includes(x)) { ... }"],
  ["if (x) { y }\nelif z:", "} else if (z) { ... }"],
  ["else:", "} else { ... }"],
  ["try:\n    x\nexcept ValueError as e:\n    y", "try { ... } catch (error) { ... }"],
  ["except ValueError as e:", "} catch (e) { ... }"],
  ["finally:", "} finally { ... }"],
  ["with torch.no_grad():\n    y = 1", "{ using _ = torch.noGrad(); ... }"],
  ["with open_file() as f:\n    y = 1", "{ using f = openFile(); ... }"],
  ["xs.map(lambda x: x + 1)", "(x) => x + 1"],
  ["[x * 2 for x in xs]", "xs.map((x) => x * 2)"],
  ["y = [x for x in xs if x is not None]", "xs.filter((x) => x !== null).map((x) => x)"],
  ["[i for i in range(5)]", "Array.from({ length: 5 }, (_, i) => i)"],
  ["d = {k: v for k, v in x}", "Object.fromEntries(x.map(([k, v]) => [k, v]))"],
  ["import numpy", 'import { torch } from "convkernel": tensors do what NumPy\'s arrays do'],
  ["import torch", 'import { torch, nn, F, optim } from "convkernel"'],
  ["import torch.nn.functional as F", 'import { F } from "convkernel"'],
  ["import foo.bar as b", 'import * as b from "foo.bar"'],
  ["from torch import nn", 'import { torch, nn, F, optim } from "convkernel"'],
  ["from x import (y, z)", 'import { y, z } from "x"'],
  ["a and b", "a && b"],
  ["a or not b", "a || !b"],
  ["y = not x", "!x"],
  ["x is None", "x === null"],
  ["True and False", "true && false"],
  ['f"loss {loss:.3f} of {name}"', "`loss ${loss.toFixed(3)} of ${name}`"],
  ["r'C:\\new'", "String.raw`C:\\new` (or 'C:\\new' alone)"],
  ['"""\nA text.\n"""', "`...` for a text of several lines, /** ... */ for a comment"],
  ["y = 1 if a else 2", "a ? 1 : 2"],
  ["x[1:3]", 'x.at("1:3") of a tensor; of an array x.slice(from, to)'],
  ["torch.zeros(2, 3)[0:1]", 'torch.zeros(2, 3).at("0:1") of a tensor; of an array torch.zeros(2, 3).slice(from, to)'],
  ["net[0].weight[:2]", 'net[0].weight.at(":2") of a tensor; of an array net[0].weight.slice(from, to)'],
  ["x[:, 0]", 'x.at(":", 0) of a tensor; of an array x.slice(from, to)'],
  ["x[..., 0]", 'x.at("...", 0) of a tensor; of an array x.slice(from, to)'],
  ["const y = a @ b", "a.matmul(b)"],
  ["f(*xs)", "...xs"],
  ["f(x, **options)", "{ ...options }"],
  ["(a, b) = f()", "const [a, b] = f()"],
  ["del x", "x = undefined, or delete object.key"],
  ['assert x == 1, "one"', 'if (!(x === 1)) throw new Error("one")'],
  ["raise ValueError('no')", "throw new Error('no')"],
  ["global n", "nothing: functions assign to outer names as they are"],
  ["print 'x'", "console.log('x')"],
  ["{'a': 1}", "({ 'a': ... }) with parentheses around it, or const name = { ... }"],
  ["!pip install -q lodash", 'await kernel.install("lodash")'],
  ["%pip install lodash", 'await kernel.install("lodash")'],
  [
    "%matplotlib inline",
    "nothing: this kernel has no % commands; pictures are shown without them, as the last value of a cell",
  ],
  ["!nvidia-smi -l 1", 'import { execSync } from "node:child_process"; execSync("nvidia-smi -l 1").toString()'],
];

/** Slips in TypeScript, for which the parser's own message is right. */
const slips = [
  "for (const x of [1, 2, 3]",
  "const a = { a: 1",
  "if (x > 3 { y }",
  "const s = ok ? a[0] : b[1] c",
  "x[a ? 1 : 2] y",
  "// Write what is left and not more: for x in y:\nfoo bar",
  'const s = "if x: y, not z and w"; foo bar',
  "const kept = 3 4",
  "import x from",
  "switch (x) { case 1: y z }",
  "class A { #count = ; }",
  "function f(x: number) { return x",
  "const f = (x: number): number => { x[0] y }",
  "try { x } catch { y } z w",
];

const messageOf = (source: string): string => {
  const outcome = createCompiler({}, createLibraries(import.meta.dirname)).compile(source, 1);
  return outcome.kind === "compiled" ? "compiled" : outcome.message;
};

describe("a line of Python", () => {
  for (const [python, typescript] of habits) {
    it(`${JSON.stringify(python)} is said in TypeScript`, () => {
      expect(messageOf(python).split("In TypeScript: ")[1]).to.equal(typescript);
    });
  }

  it("says where it is, what it is and what to write", () => {
    const outcome = createCompiler().compile("const ok = 1;\nif ok:\n    console.log(ok)", 4);
    if (outcome.kind === "compiled") throw new Error("compiled");
    expect(outcome.message).to.equal("2:1 - This is Python's if. In TypeScript: if (ok) { ... }");
    // oxlint-disable-next-line no-control-regex -- the colours of a terminal
    expect(outcome.traceback.map((line) => line.replaceAll(/\u001B\[[\d;]*m/gu, ""))).to.deep.equal([
      "  Cell In[4], line 2",
      "     1 const ok = 1;",
      "---> 2 if ok:",
      "       ^^^^^^",
      "     3     console.log(ok)",
      "SyntaxError: This is Python's if. In TypeScript: if (ok) { ... }",
    ]);
  });
});

describe("a slip in TypeScript", () => {
  for (const slip of slips) {
    it(`${JSON.stringify(slip)} is told in the parser's words`, () => {
      expect(messageOf(slip)).to.not.include("Python").and.not.equal("compiled");
    });
  }
});
