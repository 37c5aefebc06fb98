/** Controls a training by keyboard alone, in a real JupyterLab; and checks what is left of it when the kernel or the page is gone. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Browser, Locator, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { writeCells } from "../support/cells-notebook.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { idle, openNotebook } from "../support/lab-page.ts";
import { type LabServer, startLab } from "../support/lab-server.ts";
import { joined, type Output, readNotebook } from "../support/notebook.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A batch that is let through while the training is paused prints its number and learning rate. */
const training = (condition: string): string =>
  `const wheel = new optim.SGD(new nn.Linear(1, 1).parameters(), { lr: 0.1 });
   const panel = plot.dashboard(wheel);
   for (let batch = 1; ${condition}; batch++) {
     await new Promise((resolve) => setTimeout(resolve, 5));
     await panel.tick({ loss: 1 / batch });
     if (panel.isPaused) console.log(batch, panel.lr.toFixed(4));
   }`;

const [editing, driven, endless] = [0, 1, 2];
const cells = [
  `import { nn, optim, plot, torch } from "convkernel";
   torch.manualSeed(3);
   plot.kernelEditor(new nn.Conv2d(1, 2, 3, { bias: false }), torch.rand(1, 12, 12))`,
  training("panel.lr < 0.5"),
  training("true"),
];

describe("a dashboard in JupyterLab", function () {
  this.timeout(120_000);
  const folder = temporaryFolder("dashboard");
  const work = join(folder.path, "work");
  const complaints: string[] = [];
  let server: LabServer;
  let browser: Browser;
  let page: Page;
  const cell = (index: number): Locator => page.locator(`.jp-Cell[data-windowed-list-index="${index}"]`);
  const board = (index: number): Locator => cell(index).locator(".ck-dashboard");
  const editor = (): Locator => cell(editing).locator(".ck-kernel-editor");
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

  before(async () => {
    mkdirSync(work);
    writeCells(join(work, "training.ipynb"), cells);
    [server, browser] = await Promise.all([startLab(work, jupyterIn(folder.path)), launchBrowser()]);
    page = await browser.newPage({ viewport: { width: 1200, height: 1500 } });
    page.on("pageerror", ({ message }) => complaints.push(message));
    await openNotebook(page, server.url, "training.ipynb");
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    folder.remove();
  });

  it("is worked by keyboard alone: pause pauses, a step is one batch, the slider turns the rate", async () => {
    await run(page, editing);
    await idle(page);
    await run(page, driven);
    await board(driven).locator("button").first().focus({ timeout: 60_000 });
    const told = async (line: number): Promise<readonly number[]> => {
      const stream = cell(driven).locator(".jp-OutputArea-output pre");
      await stream.filter({ hasText: new RegExp(`^(\\d+ [\\d.]+\\s+){${line + 1}}$`) }).waitFor();
      return (await stream.textContent())!.trim().split("\n")[line]!.split(" ").map(Number);
    };
    await press("Enter", "Tab", " ");
    const [first, rate] = await told(0);
    expect(rate).to.equal(0.1);
    // Two steps of the slider, of a twentieth of a power of ten each: 0.1 * 10 ** (2 / 20) = 0.12589
    await press("Tab", "ArrowRight", "ArrowRight", "Shift+Tab", " ");
    expect(await told(1), "no batch went by between two steps").to.deep.equal([first! + 1, 0.1259]);
    expect(await board(driven).getByRole("slider").getAttribute("aria-valuetext")).to.equal("0.126");
    // Raises the rate to ten times the first one, which ends the loop as soon as it continues.
    await press("Tab", "End", "Shift+Tab", "Shift+Tab", "Enter");
    await idle(page);
    await cell(driven).locator(".convkernel-figure .main-svg").first().waitFor();
    expect(await board(driven).count()).to.equal(0);
    expect(await page.locator(".jp-Notebook .jp-Cell").count(), "no key became a command").to.equal(cells.length);
  });

  it("a page that is loaded anew has the model of a kernel that lives", async () => {
    await save(page);
    await openNotebook(page, server.url, "training.ipynb");
    await editor().getByLabel("output channel").focus();
    await press("ArrowDown", "Tab", "Tab", "Control+A");
    await page.keyboard.type("0.25");
    expect(await saved(editing, /output channel 1 and input channel 0/), "the still of the moment").to.include(
      "[widget]",
    );
    expect(await editor().locator("input[type=number]").first().inputValue()).to.equal("0.25");
  });

  it("a restart in the middle of a training leaves its curve, and says that nobody answers", async () => {
    await run(page, endless);
    await board(endless).locator("svg path").nth(1).waitFor({ timeout: 60_000 });
    await board(endless).locator("button").first().focus();
    await press("Enter", "Tab", " ");
    const stream = cell(endless).locator(".jp-OutputArea-output pre");
    await stream.waitFor();
    const stepped = Number.parseInt((await stream.textContent())!);
    const status = board(endless)
      .locator("[role=status]")
      .filter({ hasText: new RegExp(`\\b${stepped + 1}\\b`) });
    await status.waitFor();
    const curve = await board(endless).locator("svg path").nth(1).getAttribute("d");
    await saved(endless, new RegExp(`line loss of ${stepped + 1}, from .* to 1, `));
    await page.evaluate(async () => {
      type Lab = { shell: { currentWidget: { sessionContext: { restartKernel(): Promise<void> } } } };
      const { jupyterapp } = globalThis as unknown as { jupyterapp: Lab };
      await jupyterapp.shell.currentWidget.sessionContext.restartKernel();
    });
    await idle(page);
    await board(endless).locator("button").first().focus();
    await press("Enter");
    await board(endless).locator(".ck-gone", { hasText: "does not answer" }).waitFor({ timeout: 15_000 });
    expect(await board(endless).locator("svg path").nth(1).getAttribute("d")).to.equal(curve);
  });

  it("a notebook that is opened again shows what was there last, not that a model is missing", async () => {
    await save(page);
    await openNotebook(page, server.url, "training.ipynb");
    const stills = page.locator(".convkernel-still img");
    await stills.nth(1).waitFor();
    const words = await stills.evaluateAll((all) => (all as unknown as { alt: string }[]).map(({ alt }) => alt));
    expect(words[0]).to.include("output channel 1");
    expect(words[1]).to.match(/^\[figure\] line loss of \d+, from .* to 1, /);
    const text = (await page.locator(".jp-Notebook").textContent())!;
    expect(text).not.to.match(/not found|Loading widget/);
  });

  it("raises no error in the page", () => {
    expect(complaints).to.deep.equal([]);
  });

  /** The alternative text of a cell's picture in the file, as soon as it matches what is awaited. */
  async function saved(index: number, wanted: RegExp): Promise<string> {
    for (;;) {
      await save(page);
      const { outputs = [] } = readNotebook(join(work, "training.ipynb")).cells[index]!;
      const words = outputs.map(({ data }: Output) => joined((data?.["text/plain"] ?? "") as string)).join("\n");
      if (wanted.test(words)) return words;
      await page.waitForTimeout(100);
    }
  }
});

async function run(page: Page, index: number): Promise<void> {
  await page.evaluate((place) => {
    type Lab = {
      commands: { execute(command: string): Promise<void> };
      shell: { currentWidget: { content: { activeCellIndex: number } } };
    };
    const { commands, shell } = (globalThis as unknown as { jupyterapp: Lab }).jupyterapp;
    shell.currentWidget.content.activeCellIndex = place;
    void commands.execute("notebook:run-cell");
  }, index);
}

async function save(page: Page): Promise<void> {
  await page.evaluate(async () => {
    type Lab = { commands: { execute(command: string): Promise<void> } };
    await (globalThis as unknown as { jupyterapp: Lab }).jupyterapp.commands.execute("docmanager:save");
  });
}
