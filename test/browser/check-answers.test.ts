/** The button "Check answers" as a student uses it: types an answer, presses it, and reads the result of each task. */
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { releaseOf } from "../../kernel/course/release-notebook.ts";
import { readNotebook } from "../../kernel/course/notebook.ts";
import { answer, edited, locked, markdown, notebook, test, write } from "../support/assignment.ts";
import { seriousIn } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { jupyterIn, noNetwork } from "../support/jupyter.ts";
import { openNotebook } from "../support/lab-page.ts";
import { type LabServer, startLab } from "../support/lab-server.ts";
import { temporaryFolder } from "../support/temporary.ts";

const source = {
  ...notebook(
    locked("setup", 'import { check } from "convkernel";'),
    markdown("one-text", "## 두 배 (2점)"),
    answer("one", "const twice = (x: number): number => 2 * x;"),
    test("one-test", 2, 'check.count("twice", twice(2), 4);'),
    markdown("two-text", "## 세 배 (1점)"),
    answer("two", "const thrice = (x: number): number => 3 * x;"),
    test("two-test", 1, 'check.count("thrice", thrice(2), 6);'),
    test("two-more", 1, 'check.count("thrice", thrice(-1), -3);'),
  ),
  metadata: { kernelspec: { name: "convkernel", display_name: "TypeScript (convkernel)", language: "typescript" } },
};

describe("the button above a graded notebook", function () {
  this.timeout(180_000);
  const folder = temporaryFolder("check-answers");
  const work = join(folder.path, "work");
  let server: LabServer;
  let browser: Browser;
  let page: Page;

  before(async () => {
    write(work, "안녕/과제.ipynb", edited(releaseOf(source, "ko"), {}));
    write(work, "plain.ipynb", {
      ...source,
      cells: [{ cell_type: "code", id: "a", source: "1", metadata: {}, outputs: [] }],
    });
    [server, browser] = await Promise.all([startLab(work, jupyterIn(folder.path, noNetwork)), launchBrowser()]);
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    folder.remove();
  });

  it("saves, and says in the notebook's language how each task stands, while the notebook's own kernel is busy", async () => {
    await openNotebook(page, server.url, encodeURI("안녕/과제.ipynb"));
    const editor = page.locator(".jp-CodeCell .cm-content").nth(1);
    await editor.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("const twice = (x: number): number => 2 * x;");
    await page.evaluate(() => {
      type Lab = {
        shell: {
          currentWidget: { sessionContext: { session: { kernel: { requestExecute(content: object): unknown } } } };
        };
      };
      const { kernel } = (globalThis as unknown as { jupyterapp: Lab }).jupyterapp.shell.currentWidget.sessionContext
        .session;
      kernel.requestExecute({ code: "while (true) {}" });
    });
    await page.getByRole("button", { name: "답 확인하기" }).press("Enter");
    const rows = page.locator(".jp-Dialog tbody tr");
    await rows.first().waitFor({ timeout: 120_000 });
    expect((await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, " "))).to.deep.equal([
      "두 배 ✓ 보이는 검사를 통과했습니다",
      "세 배 (two-test) – 아직 풀지 않았습니다",
      "세 배 (two-more) – 아직 풀지 않았습니다",
    ]);
    expect(await page.locator(".jp-Dialog p").innerText()).to.equal(
      "자동 채점 문제 3개 가운데 1개가 보이는 검사를 통과했습니다.",
    );
    expect(await seriousIn(page, ".jp-Dialog-content")).to.deep.equal([]);
    expect(readNotebook(join(work, "안녕", "과제.ipynb")).cells.find(({ id }) => id === "one")!.source).to.match(
      /2 \* x/,
    );
    await page.keyboard.press("Escape");
  });

  it("is not there where nothing is graded", async () => {
    await openNotebook(page, server.url, "plain.ipynb");
    expect(await page.locator(".convkernel-check-answers:visible").count()).to.equal(0);
  });
});
