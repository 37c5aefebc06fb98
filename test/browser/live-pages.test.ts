/** Interactive pictures, by pointer and by keyboard, in a real JupyterLab with anywidget's front end. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Browser, Locator, Page } from "playwright-core";
import { F, torch } from "../../src/index.ts";
import { presets } from "../../src/plot/interactive/filter-playground.ts";
import { launchBrowser } from "../support/browser.ts";
import { writeCells } from "../support/cells-notebook.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { idle, openNotebook, runAllCells } from "../support/lab-page.ts";
import { type LabServer, startLab } from "../support/lab-server.ts";
import { temporaryFolder } from "../support/temporary.ts";

const cells = [
  `import { nn, optim, plot, torch } from "convkernel";
   torch.manualSeed(3);
   const picture = torch.rand(1, 12, 12);
   plot.filterPlayground(picture)`,
  `plot.dotProductGradient(torch.tensor([[1, 2], [0, 3]]).float(), torch.tensor([[-1, 0], [2, 1]]).float(), { target: 1, lr: 0.1 })`,
  `const layer = new nn.Conv2d(1, 2, 3, { bias: false });
   plot.kernelEditor(layer, picture)`,
  `const optimizer = new optim.SGD(layer.parameters(), { lr: 0.1 });
   const board = plot.dashboard(optimizer);
   let batches = 0;
   // Until the reader has had enough, or for a minute.
   for (const from = Date.now(); optimizer.paramGroups[0].lr < 0.5 && Date.now() - from < 60_000; batches++) {
     await new Promise((resolve) => setTimeout(resolve, 5));
     await board.tick({ loss: 1 / (1 + batches) });
   }
   batches`,
  `[layer.weight.at(0, 0, 0, 0).item(), optimizer.paramGroups[0].lr, batches > 3]`,
];

describe("pictures that answer back, in JupyterLab", function () {
  this.timeout(120_000);
  const folder = temporaryFolder("live-pages");
  const work = join(folder.path, "work");
  const complaints: string[] = [];
  let server: LabServer;
  let browser: Browser;
  let page: Page;
  torch.manualSeed(3);
  const picture = torch.rand(1, 12, 12);
  const cell = (index: number): Locator => page.locator(`.jp-Cell[data-windowed-list-index="${index}"]`);
  const box = (index: number, name: string): Locator => cell(index).locator(`.ck-${name}`);
  const numbersOf = async (place: Locator): Promise<number[]> =>
    (JSON.parse((await place.getAttribute("data-values"))!) as number[][]).flat();

  before(async () => {
    mkdirSync(work);
    writeCells(join(work, "pages.ipynb"), cells);
    [server, browser] = await Promise.all([startLab(work, jupyterIn(folder.path)), launchBrowser()]);
    page = await browser.newPage({ viewport: { width: 1200, height: 1500 } });
    page.on("pageerror", ({ message }) => complaints.push(message));
    await openNotebook(page, server.url, "pages.ipynb");
    void runAllCells(page).catch(() => undefined);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    folder.remove();
  });

  it("the dashboard draws while the cell runs; the slider turns the rate, pause pauses, a step is one batch", async () => {
    await box(3, "dashboard").locator("svg").first().waitFor({ timeout: 60_000 });
    type Control = { click(): void; value: string; dispatchEvent(event: Event): void; textContent: string };
    type Board = { querySelector(name: string): Control; querySelectorAll(name: string): ArrayLike<Control> };
    /** The text of the dashboard: its buttons and its progress. */
    const words = (): Promise<readonly string[]> =>
      box(3, "dashboard").evaluate((node) => {
        const all = (node as unknown as Board).querySelectorAll(".ck-head button, .ck-head [role=status]");
        return Array.from(all, ({ textContent }) => textContent);
      });
    const press = (place: number): Promise<void> =>
      box(3, "dashboard").evaluate(
        (node, i) => (node as unknown as Board).querySelectorAll("button")[i]!.click(),
        place,
      );
    const until = async (holds: (shown: readonly string[]) => boolean): Promise<readonly string[]> => {
      for (;;) {
        const shown = await words();
        if (holds(shown)) return shown;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const count = ([, , state = ""]: readonly string[]): number => Number(/\d+/.exec(state)?.[0]);
    await press(0);
    await until(([first]) => first === "Go on");
    // The kernel sends the count once more when it has stopped; then nothing changes.
    let before = -1;
    for (let next = count(await words()); next !== before; next = count(await words())) {
      before = next;
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    await press(1);
    await until((shown) => count(shown) === before + 1);
    await box(3, "dashboard").evaluate((node) => {
      const slider = (node as unknown as Board).querySelector("input");
      slider.value = "1";
      slider.dispatchEvent(new Event("input"));
    });
    await press(0);
    await idle(page);
    // Ten times the initial rate, which ends the loop.
    expect(await cell(4).locator(".jp-OutputArea-executeResult").textContent()).to.match(/, 1, true \]/);
  });

  it("leaves a still picture of the training when it is over", async () => {
    await cell(3).locator(".convkernel-figure .main-svg, .jp-OutputArea-output img").first().waitFor();
    expect(await box(3, "dashboard").count()).to.equal(0);
  });

  it("the playground's numbers are conv2d's at 20 settings", async () => {
    const playground = box(0, "filter-playground");
    await playground.scrollIntoViewIfNeeded();
    const output = playground.locator(".ck-output");
    const names = Object.keys(presets) as (keyof typeof presets)[];
    const labels = ["identity", "blur", "sharpen", "edge", "emboss", "Sobel x", "Sobel y"];
    const slide = async (name: string, value: number): Promise<void> => {
      await playground.getByRole("slider", { name }).fill(String(value));
    };
    let settings = 0;
    for (const [stride, padding, dilation] of [
      [1, 0, 1],
      [2, 1, 1],
      [1, 3, 2],
      [3, 2, 3],
    ] as const) {
      await slide("stride", 1);
      await slide("dilation", dilation);
      await slide("padding", padding);
      await slide("stride", stride);
      for (const i of [0, 1, 3, 5, 6]) {
        await playground.getByRole("button", { name: labels[i]!, exact: true }).click();
        const kernel = torch
          .tensor([...presets[names[i]!]])
          .float()
          .view(1, 1, 3, 3);
        const expected = F.conv2d(picture.unsqueeze(0), kernel, { stride, padding, dilation }).flatten();
        const got = await numbersOf(output);
        expect(
          torch.allclose(torch.tensor(got), expected, { atol: 1e-5 }),
          `${labels[i]} ${stride} ${padding} ${dilation}`,
        ).to.equal(true);
        settings++;
      }
    }
    expect(settings).to.equal(20);
  });

  it("the playground changes as one types, by keyboard alone, and JupyterLab keeps out of it", async () => {
    const playground = box(0, "filter-playground");
    for (const name of ["stride", "padding", "dilation"])
      await playground.getByRole("slider", { name }).fill(name === "padding" ? "0" : "1");
    await playground.getByRole("button", { name: "identity" }).focus();
    await page.keyboard.press("Enter");
    await playground.getByRole("slider", { name: "stride" }).focus();
    await page.keyboard.press("ArrowRight");
    const halved = picture.at(0, "1:11:2", "1:11:2").flatten().tolist() as number[];
    expect((await numbersOf(playground.locator(".ck-output"))).map((value) => value.toFixed(5))).to.deep.equal(
      halved.map((value) => value.toFixed(5)),
    );
    await page.keyboard.press("ArrowLeft");
    // Seven presets, three sliders, then the fields.
    await playground.getByRole("slider", { name: "dilation" }).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.type("2");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("-1.5");
    const kernel = torch.tensor([2, 0, -1.5, 0, 1, 0, 0, 0, 0]).float().view(1, 1, 3, 3);
    const expected = F.conv2d(picture.unsqueeze(0), kernel).flatten();
    expect(
      torch.allclose(torch.tensor(await numbersOf(playground.locator(".ck-output"))), expected, { atol: 1e-5 }),
    ).to.equal(true);
    expect(await page.locator(".jp-Notebook .jp-Cell").count(), "no key became a command").to.equal(cells.length);
  });

  it("the gradient is 0 before the way back, twice as much after the second one", async () => {
    const gradient = box(1, "dot-product-gradient");
    await gradient.scrollIntoViewIfNeeded();
    const shown = async (): Promise<string[]> => (await gradient.locator(".ck-cell").allTextContents()).slice(-4);
    expect(await shown()).to.deep.equal(["0", "0", "0", "0"]);
    await gradient.getByRole("button", { name: "forward" }).click();
    await gradient.getByRole("button", { name: "backward()" }).click();
    // output -1 + 3 = 2, target 1: 2 * (2 - 1) * x
    expect(await shown()).to.deep.equal(["2", "4", "0", "6"]);
    await gradient.getByRole("button", { name: "backward()" }).click();
    expect(await shown()).to.deep.equal(["4", "8", "0", "12"]);
  });

  it("the kernel editor changes the layer itself, and shows what the kernel computed", async () => {
    const editor = box(2, "kernel-editor");
    await editor.scrollIntoViewIfNeeded();
    const fields = editor.locator("input[type=number]");
    for (const [i, value] of [0, 0, 0, 0, 2, 0, 0, 0, 0].entries()) await fields.nth(i).fill(String(value));
    const doubled = (picture.at(0, "1:11", "1:11").mul(2).flatten().tolist() as number[]).map((value) =>
      value.toFixed(4),
    );
    await page.waitForFunction(
      ([wanted]) => {
        const place = (
          globalThis as unknown as {
            document: { querySelector(name: string): { dataset: Record<string, string> } | null };
          }
        ).document.querySelector(".ck-kernel-editor [data-values]");
        const got = JSON.parse(place?.dataset["values"] ?? "[]") as number[];
        return got.map((value) => value.toFixed(4)).join() === wanted;
      },
      [doubled.join()] as const,
    );
  });

  it("says in the page that a kernel which was restarted does not answer, and keeps the picture", async () => {
    await page.evaluate(async () => {
      type Lab = { shell: { currentWidget: { sessionContext: { restartKernel(): Promise<void> } } } };
      await (
        globalThis as unknown as { jupyterapp: Lab }
      ).jupyterapp.shell.currentWidget.sessionContext.restartKernel();
    });
    await idle(page);
    const editor = box(2, "kernel-editor");
    await editor.locator("input[type=number]").first().fill("5");
    await editor.locator(".ck-gone", { hasText: "does not answer" }).waitFor({ timeout: 15_000 });
    expect(await editor.locator("canvas").count()).to.equal(2);
  });

  it("raises no error in the page", () => {
    expect(complaints).to.deep.equal([]);
  });
});
