import { describe, it } from "mocha";
import { expect } from "chai";
import { notTold, ofSuccess, onNullRead } from "../../../kernel/front/told-once.ts";
import type { Diagnostic } from "../../../kernel/contract/language.ts";

const note = (code: number, message: string, line = 1): Diagnostic => ({
  severity: "error",
  code,
  message,
  start: { line, column: 1 },
  end: { line, column: 2 },
});

/** What is left of a diagnostic beside an error on a line of cell 4. */
const left = (evalue: string, diagnostic: Diagnostic, line = 1): string[] =>
  notTold(
    [diagnostic],
    { ename: "Error", evalue, traceback: [`\u001b[36mCell \u001b[32mIn[4], line ${line}\u001b[0m`] },
    4,
  ).map(({ message }) => message);

describe("type diagnostics beside the error of the run", () => {
  const told: readonly [string, Diagnostic][] = [
    ["undefinedName is not defined", note(2304, "Cannot find name 'undefinedName'.")],
    [
      "Cannot find package 'nope'\nTo install it: await kernel.install(\"nope\")",
      note(2307, "Cannot find module 'nope' or its corresponding type declarations."),
    ],
    [
      "The module 'lodash' does not provide an export named 'nothing'. Did you mean 'noop'?",
      note(2305, "Module '\"lodash\"' has no exported member 'nothing'."),
    ],
    [
      "Class constructor Linear cannot be invoked without 'new'",
      note(2348, "Value of type 'typeof Linear' is not callable."),
    ],
    ["Assignment to constant variable.", note(2588, "Cannot assign to 'c' because it is a constant.")],
    ["x.foo is not a function", note(2339, "Property 'foo' does not exist on type 'number'.")],
    [
      "Cannot find module '/home/me/absent'",
      note(2882, "Cannot find module or type declarations for side-effect import of './absent'."),
    ],
    [
      "No such built-in module: node:nope",
      note(2307, "Cannot find module 'node:nope' or its corresponding type declarations."),
    ],
    ["Cannot read properties of null (reading 'x')", note(18_050, "The value 'null' cannot be used here.")],
    [
      "Cannot mix BigInt and other types, use explicit conversions",
      note(2365, "Operator '+' cannot be applied to types 'bigint' and '1'."),
    ],
    ["Cannot convert a Symbol value to a string", note(2469, "The '+' operator cannot be applied to type 'symbol'.")],
    [
      "Cannot use 'in' operator to search for 'x' in y",
      note(2322, "Type 'string' is not assignable to type 'object'."),
    ],
    ["Cannot read properties of undefined (reading 'a')", note(2532, "Object is possibly 'undefined'.")],
  ];
  for (const [evalue, diagnostic] of told) {
    it(`are left out where it says the same: ${evalue.split("\n")[0]}`, () => {
      expect(left(evalue, diagnostic)).to.deep.equal([]);
    });
  }

  it("keep what they add to it", () => {
    expect(
      left("conole is not defined", note(2552, "Cannot find name 'conole'. Did you mean 'console'?")),
    ).to.deep.equal(["Did you mean 'console'?"]);
    expect(
      left("f is not a function", note(2551, "Property 'f' does not exist on type 'G'. Did you mean 'g'?")),
    ).to.deep.equal(["Did you mean 'g'?"]);
    const module = "The module 'm' does not provide an export named 'a'. Did you mean 'ab'?";
    expect(
      left(module, note(2724, "'\"m\"' has no exported member named 'a'. Did you mean 'ab'?")),
      "said by both",
    ).to.deep.equal([]);
  });

  it("keep what is another mistake, on this line or another", () => {
    const other = note(2322, "Type 'number' is not assignable to type 'string'.");
    expect(left("x is not defined", other)).to.deep.equal([other.message]);
    const elsewhere = note(2304, "Cannot find name 'y'.", 3);
    expect(left("x is not defined", elsewhere)).to.deep.equal([elsewhere.message]);
  });
});

describe("hints on a read from null", () => {
  const grad: Diagnostic = { ...note(-1, "grad is null until backward()", 2), ifRead: "sum", severity: "warning" };
  const heard = (evalue: string, n = 4, line = 2): readonly Diagnostic[] =>
    onNullRead(
      [grad],
      {
        ename: "TypeError",
        evalue,
        traceback: ["Cell In[9], line 1", `Cell In[${n}], line ${line}`, "", "Caused by:", "Cell In[9], line 1"],
      },
      4,
    );

  it("are heard where the run failed by that read", () => {
    for (const evalue of [
      "Cannot read properties of null (reading 'sum')",
      "Cannot read properties of undefined (reading 'sum')",
      "Cannot set properties of null (setting 'sum')",
      "Cannot destructure property 'sum' of 'x.grad' as it is null.",
    ]) {
      expect(heard(evalue)).to.deep.equal([grad]);
    }
  });

  it("are not heard of another read, line, cell or error, nor when the cell succeeds", () => {
    const said = "Cannot read properties of null (reading 'sum')";
    expect(heard("Cannot read properties of null (reading 'mean')")).to.deep.equal([]);
    expect(heard(said, 4, 3)).to.deep.equal([]);
    expect(heard(said, 3)).to.deep.equal([]);
    expect(heard("sum is not a function")).to.deep.equal([]);
    expect(ofSuccess([grad])).to.deep.equal([]);
    expect(left(said, grad)).to.deep.equal([]);
  });
});
