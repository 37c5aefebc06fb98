/** Figures, live figures and the explorer, as a student sees and uses them in a real JupyterLab that also has Plotly's own extension. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Browser, Locator, Page } from "playwright-core";
import { inspect, nn, torch } from "../../src/index.ts";
import { seriousIn } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";
import { writeCells } from "../support/cells-notebook.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { openNotebook, runAllCells } from "../support/lab-page.ts";
import { type LabServer, startLab } from "../support/lab-server.ts";
import { joined, readNotebook } from "../support/notebook.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** The same layer and image here and in the notebook: the random numbers are the same everywhere. */
function layerAndImage(): readonly [nn.Conv2d, ReturnType<typeof torch.randn>] {
  torch.manualSeed(7);
  return [new nn.Conv2d(3, 4, 3, { padding: 1, stride: 2 }), torch.randn(3, 9, 9)];
}

const cells = [
  `import { nn, plot, progress, torch } from "convkernel";
   plot.line({ train: [3, 2, 1], valid: [3.5, 2.5, 2] }, { title: "Loss" })`,
  `const curve = plot.live();
   const values: number[] = [];
   for (const step of progress(Array.from({ length: 50 }, (_, i) => i), { desc: "steps" })) {
     values.push(step * step);
     curve.update(plot.line(values, { title: \`step \${step}\` }));
     await new Promise((resolve) => setTimeout(resolve, 10));
   }`,
  `torch.manualSeed(7);
   const conv = new nn.Conv2d(3, 4, 3, { padding: 1, stride: 2 });
   plot.explorer(conv, torch.randn(3, 9, 9))`,
  `plot.imageGrid(torch.zeros(4, 3, 8, 8), { captions: ["a", "b", "c", "d"] })`,
];

describe("pictures in JupyterLab", function () {
  this.timeout(120_000);
  const folder = temporaryFolder("pictures");
  const work = join(folder.path, "work");
  const complaints: string[] = [];
  let server: LabServer;
  let browser: Browser;
  let page: Page;

  const [conv, image] = layerAndImage();
  const four = (value: number): string =>
    value
      .toFixed(4)
      .replace(/^-(0\.0000)$/, "$1")
      .replace("-", "−");
  const explorer = (): Locator => page.locator(".ck-explorer");
  const output = (): Locator => explorer().locator(".ck-output");
  const choose = (channel: number): Promise<void> =>
    explorer()
      .getByRole("button", { name: `output channel ${channel}`, exact: true })
      .click();

  /** What the page shows: the number grids of each input channel, their sums, the result. */
  const shown = async (): Promise<{ numbers: string[]; sums: string[]; result: string }> => ({
    numbers: await explorer().locator(".ck-cell").allTextContents(),
    sums: await explorer().locator(".ck-sum").allTextContents(),
    result: (await explorer().locator(".ck-line .ck-result").textContent())!,
  });

  const expected = (
    row: number,
    column: number,
    channel: number,
    layer: nn.Conv2d = conv,
  ): Awaited<ReturnType<typeof shown>> => {
    const found = inspect.dotProduct(layer, image, { at: [row, column], channel });
    const grids = [found.patch, found.kernel, found.products].map((t) => t.tolist() as number[][][]);
    const numbers = [0, 1, 2].flatMap((c) =>
      grids.flatMap((grid) => {
        const flat = grid[c]!.flat();
        // A grid of whole numbers, such as a patch that lies entirely in the padding, is written without decimals.
        return flat.map((value) => (flat.every(Number.isInteger) ? String(value + 0) : four(value)));
      }),
    );
    const sums = (found.sums.tolist() as number[]).map((sum) => `sum ${four(sum)}`);
    return { numbers, sums, result: four(found.result) };
  };

  before(async () => {
    mkdirSync(work);
    writeCells(join(work, "pictures.ipynb"), cells);
    [server, browser] = await Promise.all([startLab(work, jupyterIn(folder.path)), launchBrowser()]);
    page = await browser.newPage({ viewport: { width: 1300, height: 1400 } });
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await openNotebook(page, server.url, "pictures.ipynb");
    await runAllCells(page);
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    folder.remove();
  });

  it("draws a figure by its own renderer: lines, title, names", async () => {
    const figure = page.locator(".convkernel-figure").first();
    await figure.locator(".main-svg").first().waitFor();
    expect(await figure.locator(".gtitle").textContent()).to.equal("Loss");
    expect(await figure.locator(".scatterlayer .trace").count()).to.equal(2);
    expect(await figure.locator(".legendtext").allTextContents()).to.deep.equal(["train", "valid"]);
  });

  it("redraws a figure in place fifty times, and the last frame stays", async () => {
    const figure = page.locator(".convkernel-figure").nth(1);
    await figure.locator(".gtitle", { hasText: "step 49" }).waitFor();
    expect(await page.locator(".convkernel-figure").count(), "one output for all frames").to.equal(2);
    const drawn = await figure.evaluate((node) => (node as unknown as { data: { y: number[] }[] }).data[0]!.y);
    expect(drawn).to.deep.equal(Array.from({ length: 50 }, (_, step) => step * step));
  });

  it("shows a bar that has come to its end", async () => {
    const bar = page.locator("progress").first();
    expect(await bar.getAttribute("value")).to.equal("50");
    expect(await bar.getAttribute("aria-label")).to.equal("steps");
  });

  it("takes the colours of the dark theme when the page changes to it", async () => {
    const ink = (): Promise<string> =>
      page
        .locator(".convkernel-figure .gtitle")
        .first()
        .evaluate((node) => (node as unknown as { style: { fill: string } }).style.fill);
    const light = await ink();
    await changeTheme(page, "JupyterLab Dark");
    await page.waitForFunction(
      `document.querySelector(".convkernel-figure .gtitle").style.fill !== ${JSON.stringify(light)}`,
    );
    await changeTheme(page, "JupyterLab Light");
    await page.waitForFunction(
      `document.querySelector(".convkernel-figure .gtitle").style.fill === ${JSON.stringify(light)}`,
    );
  });

  it("has an explorer that shows inspect's numbers wherever the pointer is: ten places of four channels", async () => {
    await output().scrollIntoViewIfNeeded();
    const box = (await output().boundingBox())!;
    const unit = box.width / 5;
    for (let i = 0; i < 10; i++) {
      const [row, column, channel] = [(i * 3) % 5, (i * 2 + 1) % 5, i % 4];
      await choose(channel);
      await output().hover({ position: { x: (column + 0.5) * unit, y: (row + 0.5) * unit } });
      expect(await shown(), `row ${row}, column ${column}, channel ${channel}`).to.deep.equal(
        expected(row, column, channel),
      );
    }
  });

  it("has an explorer that is walked by keyboard, and JupyterLab's own shortcuts stay out of it", async () => {
    await output().hover({ position: { x: 1, y: 1 } });
    await choose(0);
    await output().focus();
    await page.mouse.move(0, 0);
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"]) await page.keyboard.press(key);
    expect(await shown()).to.deep.equal(expected(1, 1, 0));
    await page.keyboard.press("PageDown");
    await page.keyboard.press("End");
    expect(await shown()).to.deep.equal(expected(1, 4, 1));
    const words = `output channel 1, row 1, column 4: ${expected(1, 4, 1).result}`;
    expect(await explorer().locator(".ck-told").textContent()).to.equal(words);
    expect(await output().getAttribute("aria-label")).to.include(words);
    expect(
      await output().evaluate(
        (node) => node === (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement,
      ),
    ).to.equal(true);
    expect(await seriousIn(page, ".ck")).to.deep.equal([]);
    await page.keyboard.press("Escape");
    const focused =
      "document.activeElement.classList.contains('jp-Cell') && document.activeElement.querySelector('.ck') !== null";
    expect(await page.evaluate(focused)).to.equal(true);
  });

  it("has an explorer whose sliders change stride, padding and dilation as a layer of these has them", async () => {
    for (const [stride, padding, dilation] of [
      [1, 0, 2],
      [3, 2, 1],
      [2, 3, 3],
    ] as const) {
      const set = (name: string, value: number): Promise<void> =>
        explorer().getByRole("slider", { name }).fill(String(value));
      await set("stride", 1);
      await set("padding", 4);
      await set("dilation", dilation);
      await set("padding", padding);
      await set("stride", stride);
      const other = new nn.Conv2d(3, 4, 3, { stride, padding, dilation });
      torch.noGrad(() => {
        other.weight.copy_(conv.weight);
        other.bias.copy_(conv.bias);
      });
      await output().focus();
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowRight");
      const [row, column] = /row (\d+), column (\d+)/
        .exec((await explorer().locator(".ck-place").textContent())!)!
        .slice(1)
        .map(Number) as [number, number];
      expect(await shown(), `${stride} ${padding} ${dilation}`).to.deep.equal(expected(row, column, 1, other));
    }
    await explorer().getByRole("button", { name: "As the layer has it" }).click();
  });

  it("has an explorer that plays to its end and takes steps", async () => {
    const place = explorer().locator(".ck-place");
    await explorer().getByRole("button", { name: "Play" }).click();
    await place.filter({ hasText: "row 4, column 4" }).waitFor();
    await explorer().getByRole("button", { name: "Step" }).click();
    expect(await place.textContent()).to.equal("row 0, column 0");
    await explorer().getByRole("button", { name: "Step" }).click();
    expect(await place.textContent()).to.equal("row 0, column 1");
    // Before the sum each input channel has a map, in which positions not yet reached are empty.
    expect(await explorer().locator(".ck-part canvas").count()).to.equal(6);
  });

  it("raises no error in the page", () => {
    expect(complaints).to.deep.equal([]);
  });

  it("shows pictures and figures of a saved notebook that is not trusted, without scripts", async () => {
    await page.keyboard.press("Escape");
    await page.evaluate(() =>
      (
        globalThis as unknown as { jupyterapp: { commands: { execute(command: string): Promise<void> } } }
      ).jupyterapp.commands.execute("docmanager:save"),
    );
    const saved = readNotebook(join(work, "pictures.ipynb"));
    rmSync(join(work, "pictures.ipynb"));
    // Any change from outside makes a notebook untrusted.
    const cells = saved.cells.map((cell) => ({ ...cell, source: `${joined(cell.source)} // copied` }));
    writeFileSync(join(work, "copy.ipynb"), JSON.stringify({ ...saved, cells }));
    await openNotebook(page, server.url, "copy.ipynb");
    await page.locator(".convkernel-figure .main-svg").first().waitFor();
    const stills = await page
      .locator(".jp-RenderedHTMLCommon img, .convkernel-picture img")
      .evaluateAll((images) =>
        images
          .map((image) => image as unknown as { alt: string; naturalWidth: number })
          .map(({ alt, naturalWidth }) => [alt.slice(0, 16), naturalWidth > 100]),
      );
    expect(stills).to.deep.equal([
      ["output channel 0", true],
      ["4 pictures of 8 ", true],
    ]);
    expect(await page.locator(".ck-explorer").count(), "scripts do not run").to.equal(0);
  });
});

async function changeTheme(page: Page, theme: string): Promise<void> {
  type Lab = { commands: { execute(command: string, options: object): Promise<void> } };
  await page.evaluate(
    (name) =>
      (globalThis as unknown as { jupyterapp: Lab }).jupyterapp.commands.execute("apputils:change-theme", {
        theme: name,
      }),
    theme,
  );
  // JupyterLab covers the page while it changes the theme, and fails if asked again before the cover is gone.
  await page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
}
