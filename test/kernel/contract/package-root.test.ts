import { describe, it } from "mocha";
import { expect } from "chai";
import { parse } from "node:path";
import { manifest, packageAbove, packageRoot } from "../../../kernel/contract/package-root.ts";

describe("the package's root", () => {
  it("is the folder with the package's manifest", () => {
    expect(manifest.name).to.equal("convkernel");
    expect(packageAbove(import.meta.dirname).folder).to.equal(packageRoot);
  });

  it("is looked for up to the root of the file system and not beyond", () => {
    expect(() => packageAbove(parse(packageRoot).root)).to.throw("internal: no package.json above the kernel");
  });
});
