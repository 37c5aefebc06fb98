/** What front ends write into a notebook when they open it is already in the committed ones. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { languageInfo } from "../../kernel/front/language-info.ts";
import { projectRoot } from "../support/python.ts";

describe("committed notebooks", () => {
  const notebooks = globSync("notebooks/**/*.ipynb", { cwd: projectRoot });

  it("are found", () => expect(notebooks.length).to.be.greaterThan(1));

  it("in Korean say so, wherever they are copied to", () => {
    const korean = notebooks.filter((path) => /^notebooks.ko./.test(path));
    expect(korean).to.have.length(10);
    for (const path of korean) {
      const { metadata } = JSON.parse(readFileSync(join(projectRoot, path), "utf8")) as { metadata: object };
      expect(metadata, path).to.have.property("convkernel").that.deep.equals({ lang: "ko" });
    }
  });

  for (const path of notebooks) {
    it(`has the kernel's own language_info: ${path}`, () => {
      const { metadata } = JSON.parse(readFileSync(join(projectRoot, path), "utf8")) as {
        metadata: { language_info: object; kernelspec: object };
      };
      // If this fails after an update of TypeScript, write the new version into the notebooks' metadata too.
      expect(metadata.language_info).to.deep.equal(languageInfo);
      expect(metadata.kernelspec).to.deep.equal({
        display_name: "TypeScript (convkernel)",
        language: "typescript",
        name: "convkernel",
      });
    });
  }
});
