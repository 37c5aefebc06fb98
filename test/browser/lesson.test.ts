/** The lesson 00-original as a student sees it: runs all cells in a real JupyterLab and a real browser, and reads the page. */
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { jupyterIn, noNetwork } from "../support/jupyter.ts";
import { openNotebook, runAllCells } from "../support/lab-page.ts";
import { type LabServer, startLab } from "../support/lab-server.ts";
import { joined, readNotebook } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const expected = JSON.parse(
  readFileSync(join(projectRoot, "test", "fixtures", "original-notebook.json"), "utf8"),
) as Record<string, string>;
const lesson = readNotebook(join(projectRoot, "notebooks", "00-original.ipynb"));

describe("the lesson in JupyterLab", function () {
  this.timeout(180_000);
  const folder = temporaryFolder("lab");
  let server: LabServer;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  before(async () => {
    const notebooks = join(folder.path, "work", "notebooks");
    mkdirSync(notebooks, { recursive: true });
    cpSync(join(projectRoot, "notebooks", "00-original.ipynb"), join(notebooks, "00-original.ipynb"));
    const env = jupyterIn(folder.path, noNetwork);
    [server, browser] = await Promise.all([startLab(notebooks, env), launchBrowser()]);
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.on("pageerror", (error) => complaints.push(error.message));
    await openNotebook(page, server.url, "00-original.ipynb");
    await runAllCells(page);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    folder.remove();
  });

  it("shows every result of the original under its cell", async () => {
    for (const [index, cell] of lesson.cells.entries()) {
      const tag = cell.metadata.original as string | undefined;
      if (tag === undefined || expected[tag] === undefined || tag === "In [8]") continue;
      const place = page.locator(`.jp-Cell[data-windowed-list-index="${index}"]`);
      await place.scrollIntoViewIfNeeded();
      const output = place.locator(".jp-OutputArea-executeResult .jp-OutputArea-output pre");
      // A cell out of view is drawn when it is scrolled to.
      await output.filter({ hasText: /\S/ }).waitFor({ timeout: 10_000 });
      const text = (await output.textContent()) ?? "";
      expect(text.trimEnd(), tag).to.equal(expected[tag].trimEnd());
    }
  });

  it("highlights cells as TypeScript", async () => {
    const word = page.locator(".jp-CodeCell .cm-content span", { hasText: /^import$/ }).first();
    expect(await word.count()).to.equal(1);
    expect(joined(lesson.cells[2]!.source)).to.include("import");
  });

  it("raises no error in the page", () => {
    expect(complaints).to.deep.equal([]);
  });
});
