import { expect } from "chai";
import { describe, it } from "mocha";
import { fromPython, offer } from "../../../kernel/language/from-python.ts";

describe("what is said below a cell that does not parse", () => {
  it("is its TypeScript where it is Python", async () => {
    expect(await fromPython("for i in range(2):\n    pass")).to.equal(
      `This is Python. In TypeScript:\n\nimport { range } from "convkernel";\nfor (const i of range(2)) {\n}`,
    );
  });

  it("is nothing where it is no Python either", async () => {
    expect(await fromPython("const x = (1;")).to.equal(undefined);
  });

  it("is why there is no translation, where the translator fails", async () => {
    const failing = (): Promise<never> => Promise.reject(new Error("internal: port wrote what is no TypeScript\nx"));
    expect(await offer("def f():\n    pass", () => true, failing)).to.equal(
      "This is Python, and its translation to TypeScript failed: internal: port wrote what is no TypeScript",
    );
  });
});
