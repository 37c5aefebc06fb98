/** Where packages, local modules and options are found, for a notebook deep inside a project. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { after, afterEach, before, describe, it } from "mocha";
import { expect } from "chai";
import { createTypeService, type TypeService } from "../../../../kernel/language/service/index.ts";
import { projectRoot } from "../../../support/python.ts";
import { temporaryFolder } from "../../../support/temporary.ts";
import { codes, complete, inspect, patient } from "./service.ts";

describe("a notebook's folder", () => {
  const project = temporaryFolder("project");
  const notebooks = join(project.path, "course", "week1");
  let service: TypeService;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(project.path, path)), { recursive: true });
    writeFileSync(join(project.path, path), text);
  };
  const addPackage = (folder: string, name: string, types: string): void => {
    write(
      `${folder}/node_modules/${name}/package.json`,
      JSON.stringify({ name, types: "index.d.ts", main: "index.js" }),
    );
    write(`${folder}/node_modules/${name}/index.d.ts`, types);
  };
  let n = 0;
  const check = async (source: string): Promise<string[]> => {
    const found = await service.check(source, ++n);
    service.commit(source, n);
    return codes(found);
  };
  const messages = async (source: string): Promise<string[]> =>
    (await service.check(source, ++n)).map(({ message }) => message);

  before(() => {
    mkdirSync(notebooks, { recursive: true });
    service = createTypeService({ cwd: notebooks, timeouts: patient });
  });
  after(async () => {
    await service.close();
    project.remove();
  });
  afterEach(() => rmSync(join(project.path, "tsconfig.json"), { force: true }));

  it("finds packages in every folder above it, the nearest first", async () => {
    addPackage(".", "outer", "export const where: 'outer';");
    addPackage("course", "both", "export const where: 'course';");
    addPackage("course/week1", "both", "export const where: 'week1';");
    expect(await check("import * as outer from 'outer'; const o: 'outer' = outer.where;")).to.deep.equal([]);
    expect(await check("import * as both from 'both'; const b: 'week1' = both.where;")).to.deep.equal([]);
  });

  it("finds the kernel's own packages last: Node's types, convkernel, lodash", async () => {
    expect(
      await check("import * as fs from 'node:fs'; fs.readFileSync('a').length; Buffer.from('a').foo"),
    ).to.deep.equal(["TS2339 1:78"]);
    expect(
      await check("import _ from 'lodash'; import * as ck from 'convkernel'; _.chunk(1); ck.nothing"),
    ).to.deep.equal(["TS2345 1:67", "TS2339 1:74"]);
  });

  it("finds packages for a notebook that is itself in a package, and its local modules", async () => {
    addPackage("host", "beside", "export const where: 'beside';");
    write("host/node_modules/@some/course/lessons/near.ts", "export const near = 1;");
    const cwd = join(project.path, "host/node_modules/@some/course/lessons");
    const inside = createTypeService({ cwd, timeouts: patient });
    const found = await inside.check(
      "import { where } from 'beside'; import { near } from './near.ts'; import { torch } from 'convkernel';\n" +
        "const w: 'beside' = where; near.foo; torch.nothing",
      1,
    );
    await inside.close();
    expect(codes(found)).to.deep.equal(["TS2339 2:33", "TS2339 2:44"]);
  });

  it("finds a package that is installed while the kernel runs", async () => {
    expect(await check("import late from 'late';")).to.deep.equal(["TS2307 1:18"]);
    addPackage("course/week1", "late", "declare const late: number; export default late;");
    expect(await check("import late from 'late'; late.foo")).to.deep.equal(["TS2339 1:31"]);
  });

  it("follows edits of local modules, and of those that they import", async () => {
    expect(await check("import { size } from './lib/util.ts';")).to.deep.equal(["TS2307 1:22"]);
    write("course/week1/lib/util.ts", "export const size = 1;");
    expect(await check("import { size } from './lib/util.ts'; size.foo")).to.deep.equal(["TS2339 1:44"]);
    write("course/week1/lib/util.ts", "export * from './deep.ts'; export const other = 2;");
    write("course/week1/lib/deep.ts", "export const size = 'small';");
    expect(await check("import { size } from './lib/util.ts'; const s: string = size;")).to.deep.equal([]);
    write("course/week1/lib/deep.ts", "export const size = { width: 3 };");
    expect(await messages("import { size } from './lib/util.ts'; size.foo")).to.deep.equal([
      "Property 'foo' does not exist on type '{ width: number; }'.",
    ]);
  });

  it("resolves local modules as the kernel does: without ending, by the ending of their JavaScript, JSON", async () => {
    write("course/week1/data.json", '{ "rows": 3 }');
    write("course/shared.ts", "export const shared = 'text';");
    write("course/week1/lib/index.ts", "export const all = true;");
    expect(
      await check(
        "import { other } from './lib/util'; import { other as o2 } from './lib/util.js'; import data from './data.json';\n" +
          "import { shared } from '../shared.ts'; import { all } from './lib';\nother.toFixed(); data.rows.toFixed(); shared.length; all;",
      ),
    ).to.deep.equal([]);
  });

  it("takes compiler options from the tsconfig.json above, as it changes", async () => {
    expect(await check("let n: number = null;")).to.deep.equal(["TS2322 1:5"]);
    write("tsconfig.json", '{ "compilerOptions": { "strict": false } }');
    expect(await check("let n: number = null;")).to.deep.equal([]);
    // A comment and a trailing comma are allowed there.
    write(
      "tsconfig.json",
      '{ /* lessons */ "compilerOptions": { "strict": true, "noUncheckedIndexedAccess": true, } }',
    );
    expect(await check("const first: number = [1][0];")).to.deep.equal(["TS2322 1:7"]);
    rmSync(join(project.path, "tsconfig.json"));
    expect(await check("const first: number = [1][0];")).to.deep.equal([]);
  });

  it("keeps what cells need against its tsconfig.json", async () => {
    const compilerOptions = {
      target: "es2022",
      module: "commonjs",
      outDir: "out",
      rootDir: "src",
      composite: true,
      declaration: true,
      isolatedModules: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      allowUnreachableCode: false,
      types: [],
      paths: { "@lib/*": ["./course/week1/lib/*"] },
    };
    write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"], references: [{ path: "./nowhere" }] }));
    expect(
      await check(
        "import { other } from '@lib/util'; import { Stats } from 'node:fs'; enum E { A } let s: Stats;\n" +
          "await other.toFixed(); process.argv; 1; function f(unused: number) { return 1; f(2); }",
      ),
    ).to.deep.equal([]);
  });

  it("of the lessons keeps the project's house rules away from learners", async () => {
    const lessons = createTypeService({ cwd: join(projectRoot, "notebooks", "ko"), timeouts: patient });
    const source =
      "import { torch, nn } from 'convkernel';\nclass Net extends nn.Module {\n  fc = new nn.Linear(3, 4);\n" +
      "  forward(x: torch.Tensor) { return this.fc(x); }\n}\nfunction first(x: number) { if (x > 0) return 1; }";
    expect(codes(await lessons.check(source, 1))).to.deep.equal([]);
    await lessons.close();
  });

  it("may have any name", async () => {
    const folder = join(project.path, "수업 (1) a+b's #x%20 [y]! ~@$&,;=é");
    mkdirSync(folder);
    writeFileSync(join(folder, "util.ts"), "/** One. */\nexport const one = 1;");
    const odd = createTypeService({ cwd: folder, timeouts: patient });
    const cells = ["/** How wide. */\nlet width = 3;", "import { one } from './util.ts'; one.foo; width.foo"];
    expect(codes(await odd.check(cells[0]!, 1))).to.deep.equal([]);
    odd.commit(cells[0]!, 1);
    expect(codes(await odd.check(cells[1]!, 2))).to.deep.equal(["TS2339 1:38", "TS2339 1:49"]);
    odd.commit(cells[1]!, 2);
    expect((await inspect(odd, "wid|th", 1)).data["text/plain"]).to.equal(
      "let width: number\n\nHow wide.\n\nSource\n\nlet width = 3;",
    );
    expect((await inspect(odd, "on|e", 1)).data["text/plain"]).to.match(/One\.\n\nSource\n\nexport const one = 1;$/);
    expect((await complete(odd, "import {} from './|'")).texts).to.deep.equal(["util"]);
    await odd.close();
  });

  it("leaves nothing of kernels that were killed an hour ago", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const [old, recent, mine] = [pid, pid, process.pid].map((owner, k) =>
      join(tmpdir(), `convkernel-types-${owner}-test${k}`),
    );
    const anHourAgo = new Date(Date.now() - 3_700_000);
    for (const folder of [old!, recent!, mine!]) mkdirSync(folder);
    for (const folder of [old!, mine!]) utimesSync(folder, anHourAgo, anHourAgo);
    const fresh = createTypeService({ cwd: notebooks, timeouts: patient });
    await fresh.check("1", 1);
    while (existsSync(old!)) await setTimeout(10);
    await fresh.close();
    expect([recent!, mine!].map(existsSync)).to.deep.equal([true, true]);
    for (const folder of [recent!, mine!]) rmSync(folder, { recursive: true });
  });

  it("does without a tsconfig.json that is broken, and says so once", async () => {
    write("tsconfig.json", '{ "extends": "./nowhere.json", "compilerOptions": { "strickt": true } }');
    const fresh = createTypeService({ cwd: notebooks, timeouts: patient });
    const notices: string[] = [];
    // The server reports problems with options when it finds the time.
    for (let k = 1; notices.length === 0 || k < 4; k++) {
      const found = await fresh.check("const x: string = 3;", k);
      expect(codes(found)[0]).to.equal("TS2322 1:7");
      notices.push(...found.filter(({ code }) => code === 0).map(({ message }) => message));
      await setTimeout(10);
    }
    await fresh.close();
    expect(notices).to.have.length(2);
    expect(notices[0]).to.match(/^tsconfig\.json: Cannot read file '.*nowhere\.json'\.$/);
    expect(notices[1]).to.equal("tsconfig.json: Unknown compiler option 'strickt'.");
  });
});
