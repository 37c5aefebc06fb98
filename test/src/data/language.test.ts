import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { language, setLanguage } from "../../../src/check/index.ts";

describe("language", () => {
  const names = ["CONVKERNEL_LANG", "JPY_SESSION_NAME", "LC_ALL", "LC_MESSAGES", "LANG"] as const;
  const saved = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  const home = process.cwd();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "convkernel-language-")));
  const notebook = join(folder, "task.ipynb");
  const broken = join(folder, "broken.ipynb");
  before(() => {
    mkdirSync(join(folder, "ko"));
    writeFileSync(notebook, JSON.stringify({ metadata: { convkernel: { lang: "ko" } }, cells: [] }));
    writeFileSync(broken, "{");
  });
  afterEach(() => {
    process.chdir(home);
    for (const name of names) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
    setLanguage("en");
  });
  after(() => rmSync(folder, { recursive: true }));

  const cases: [name: string, env: NodeJS.ProcessEnv, cwd: string, said: string][] = [
    ["English without a word", {}, folder, "en"],
    ["the variable's", { CONVKERNEL_LANG: "ko" }, folder, "ko"],
    ["the notebook's metadata's", { JPY_SESSION_NAME: notebook }, folder, "ko"],
    ["that of a folder named ko", {}, join(folder, "ko"), "ko"],
    ["the system's", { LANG: "ko_KR.UTF-8" }, folder, "ko"],
    ["the variable's before the folder's", { CONVKERNEL_LANG: "en" }, join(folder, "ko"), "en"],
    ["English where the session has no notebook", { JPY_SESSION_NAME: join(folder, "none.ipynb") }, folder, "en"],
    ["English where the notebook is broken", { JPY_SESSION_NAME: broken }, folder, "en"],
    ["English in a language that is not spoken", { LANG: "fr_FR" }, folder, "en"],
  ];
  for (const [name, env, cwd, said] of cases)
    it(`is ${name}`, () => {
      for (const variable of names) delete process.env[variable];
      Object.assign(process.env, env);
      process.chdir(cwd);
      setLanguage();
      expect(language()).to.equal(said);
    });
});
