/** Where the explorer draws what: read from the places of its elements in a real browser, at the widths of notebooks and of telephones. */
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { F, inspect, nn, plot, torch } from "../../src/index.ts";
import { colorTable, signedColors } from "../../src/plot/color-maps.ts";
import { launchBrowser } from "../support/browser.ts";

type Rect = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** In the page: rectangles and texts of what a selector finds, relative to the picture. */
const placed = `(selector) => {
  const from = document.querySelector(".ck").getBoundingClientRect();
  return [...document.querySelectorAll(selector)].map((node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return { left: left - from.left, top: top - from.top, right: right - from.left, bottom: bottom - from.top, text: node.textContent };
  });
}`;

describe("the explorer's drawing", function () {
  this.timeout(120_000);
  let browser: Browser;
  let page: Page;
  torch.manualSeed(3);
  const conv = new nn.Conv2d(3, 4, 3, { padding: 1, stride: 2 });
  const image = torch.rand(3, 9, 9);

  const open = async (layer: plot.Explored, input: torch.Tensor): Promise<void> => {
    await page.setViewportSize({ width: 1100, height: 900 });
    await page.setContent(`<body style="margin: 0">${plot.explorer(layer, input).html()}</body>`);
    await page.locator(".ck-explorer").waitFor();
  };
  const find = (selector: string): Promise<(Rect & { readonly text: string })[]> =>
    page.evaluate(`(${placed})(${JSON.stringify(selector)})`);
  const one = async (selector: string): Promise<Rect & { readonly text: string }> => (await find(selector))[0]!;
  /** Moves to a row and a column by keyboard. */
  const goTo = async (row: number, column: number): Promise<void> => {
    await page.locator(".ck-output").focus();
    await page.keyboard.press("Home");
    for (let i = 0; i < row; i++) await page.keyboard.press("ArrowDown");
    for (let j = 0; j < column; j++) await page.keyboard.press("ArrowRight");
  };
  const near = (got: Rect, expected: Rect, about: string): void => {
    for (const side of ["left", "top", "right", "bottom"] as const)
      expect(got[side], `${about}: ${side}`).to.be.closeTo(expected[side], 1.5);
  };

  before(async () => {
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  });
  after(() => browser?.close());

  it("cuts nothing off and overlaps nothing at widths from a telephone's to a wide window's", async () => {
    for (const [name, layer, input] of [
      ["three channels", conv, image],
      ["a kernel of 5 x 5", new nn.Conv2d(2, 3, 5), torch.randn(2, 9, 9)],
      ["16 channels", new nn.Conv2d(16, 8, 3, { padding: 1 }), torch.randn(16, 6, 6)],
      ["a pool", new nn.MaxPool2d(2), image],
      ["a linear layer", new nn.Linear(48, 5), torch.rand(3, 4, 4)],
    ] as const) {
      await open(layer, input);
      for (const width of [340, 640, 730, 1100]) {
        await page.setViewportSize({ width, height: 900 });
        const about = `${name}, ${width} px`;
        const box = await one(".ck");
        for (const part of await find(
          ".ck-part, .ck-step, .ck-cell, .ck-panel, .ck-ending, .ck-head > *, .ck-legend",
        )) {
          const inside = part.left >= -0.5 && part.right <= box.right + 0.5;
          expect(inside, `${about}: ${part.left} to ${part.right}: ${part.text}`).to.equal(true);
        }
        // Rows that are scrolled away lie below what is seen.
        if (name === "16 channels") continue;
        const parts = await find(".ck-input, .ck-step, .ck-map, .ck-ending, .ck-out");
        for (const [i, a] of parts.entries())
          for (const b of parts.slice(i + 1)) {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            expect(wide > 1 && high > 1, `${about}: ${a.text} on ${b.text}`).to.equal(false);
          }
      }
    }
  });

  it("has the output and its result right of the rows from 730 px on, joined by one bracket, and above them on a telephone", async () => {
    await open(conv, image);
    for (const width of [730, 760, 900, 1100]) {
      await page.setViewportSize({ width, height: 900 });
      const [rows, bracket, ending, output] = [
        await one(".ck-rows"),
        await one(".ck-bracket"),
        await one(".ck-ending"),
        await one(".ck-output"),
      ];
      expect(bracket.left, "bracket").to.be.at.least(rows.right);
      expect([bracket.top, bracket.bottom]).to.deep.equal([rows.top, rows.bottom]);
      expect(ending.left, "result").to.be.at.least(bracket.right);
      expect(output.left, "output").to.be.at.least(bracket.right);
      expect(output.top, "result over its output").to.be.at.least(ending.bottom);
      expect([output.top > rows.top, output.bottom < rows.bottom], "beside the rows").to.deep.equal([true, true]);
    }
    await page.setViewportSize({ width: 380, height: 900 });
    const [rows, ending, output] = [await one(".ck-rows"), await one(".ck-ending"), await one(".ck-output")];
    expect(output.bottom).to.be.at.most(rows.top);
    expect(ending.top).to.be.at.least(rows.bottom);
  });

  it("writes each number at its place: patch, kernel and products from left to right, a row for each channel", async () => {
    await open(conv, image);
    await goTo(2, 3);
    const found = inspect.dotProduct(conv, image, { at: [2, 3] });
    const cells = await find(".ck-cell");
    const grids = [found.patch, found.kernel, found.products].map((grid) => grid.tolist() as number[][][]);
    // From the places alone: three channels from top to bottom, nine columns from left to right.
    const tops = [...new Set(cells.map(({ top }) => Math.round(top)))].sort((a, b) => a - b);
    const lefts = [...new Set(cells.map(({ left }) => Math.round(left)))].sort((a, b) => a - b);
    expect([tops.length, lefts.length]).to.deep.equal([9, 9]);
    for (const { left, top, text } of cells) {
      const [y, x] = [tops.indexOf(Math.round(top)), lefts.indexOf(Math.round(left))];
      const value = grids[Math.floor(x / 3)]![Math.floor(y / 3)]![y % 3]![x % 3]!;
      expect(Number(text.replace("−", "-")), `grid ${Math.floor(x / 3)}, row ${y}, column ${x}`).to.be.closeTo(
        value,
        6e-5,
      );
    }
    const sums = (await find(".ck-sum")).map(({ text }) => Number(text.replace("sum ", "").replace("−", "-")));
    (found.sums.tolist() as number[]).forEach((sum, c) => expect(sums[c]).to.be.closeTo(sum, 6e-5));
    const [, sign, bias, result] = /^([+−]) ([\d.]+) bias= (.*)$/.exec((await one(".ck-ending")).text)!;
    expect(Number(`${sign === "−" ? "-" : ""}${bias}`)).to.be.closeTo(conv.bias.at(0).item(), 6e-5);
    expect(Number(result!.replace("−", "-"))).to.be.closeTo(found.result, 6e-5);
  });

  it("adds no bias where the layer has none, and writes no sum of one number", async () => {
    const line = async (layer: nn.Conv2d, input: torch.Tensor): Promise<string[]> => {
      await open(layer, input);
      return [await page.locator(".ck-ending").innerText(), (await one(".ck-line")).text];
    };
    const ones = (inputs: number): nn.Conv2d => {
      const layer = new nn.Conv2d(inputs, 1, 2, { bias: false });
      torch.noGrad(() => layer.weight.fill_(1));
      return layer;
    };
    expect(await line(ones(1), torch.ones(1, 3, 3))).to.deep.equal(["= 4", ""]);
    expect(await line(ones(2), torch.ones(2, 3, 3))).to.deep.equal(["= 8", "4 + 4 = 8"]);
  });

  it("frames the window on each channel, and the number in each map and in the output", async () => {
    await open(conv, image);
    for (const [row, column] of [
      [0, 0],
      [1, 4],
      [4, 2],
    ] as const) {
      await goTo(0, 0);
      await page.keyboard.press("Home");
      for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowUp");
      await goTo(row, column);
      const panels = await find(".ck-input .ck-panel");
      // 9 pixels and a rim of 1 on each side; windows of 3 begin every 2 pixels.
      (await find(".ck-input .ck-frame")).forEach((frame, c) => {
        const { left, top, right } = panels[c]!;
        const unit = (right - left) / 11;
        const [x, y] = [left + 2 * column * unit, top + 2 * row * unit];
        near(frame, { left: x, top: y, right: x + 3 * unit, bottom: y + 3 * unit }, `window ${c} at ${row}, ${column}`);
      });
      for (const place of [".ck-map .ck-panel", ".ck-output"]) {
        const frames = await find(`${place} .ck-frame`);
        (await find(place)).forEach(({ left, top, right }, c) => {
          const unit = (right - left) / 5;
          const [x, y] = [left + column * unit, top + row * unit];
          near(frames[c]!, { left: x, top: y, right: x + unit, bottom: y + unit }, `${place} ${c}`);
        });
      }
    }
  });

  it("colours each place of the output, of the maps and of the small outputs by its number", async () => {
    await open(conv, image);
    const pixels = (selector: string): Promise<number[][][]> =>
      page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return Array.from({ length: data.length / 4 }, (_, i) => [...data.slice(4 * i, 4 * i + 3)]);
      })`);
    const table = colorTable(signedColors);
    const agree = (colors: readonly number[][], plane: torch.Tensor, limit: number, about: string): void => {
      const values = plane.flatten().tolist() as number[];
      expect(colors.length, about).to.equal(values.length);
      values.forEach((value, i) => {
        const at = Math.round((255 * (value + limit)) / (2 * limit));
        // Rounded to single precision, a number may get the colour beside.
        const near = [at - 1, at, at + 1].map((at) => table.slice(3 * at, 3 * at + 3).join(" "));
        expect(near, `${about}, place ${i}: ${value}`).to.include(colors[i]!.join(" "));
      });
    };
    const largest = (...planes: readonly torch.Tensor[]): number =>
      Math.max(...planes.map((plane) => plane.abs().max().item()));
    const output = conv(image.unsqueeze(0)).detach().at(0);
    const maps = [0, 1, 2].map((c) =>
      F.conv2d(image.narrow(0, c, 1).unsqueeze(0), conv.weight.detach().narrow(0, 0, 1).narrow(1, c, 1), null, {
        padding: 1,
        stride: 2,
      }),
    );
    // The maps and their sum share a scale, so that they can be compared.
    const limit = largest(output.at(0), ...maps);
    agree((await pixels(".ck-output canvas"))[0]!, output.at(0), limit, "output");
    (await pixels(".ck-map canvas")).forEach((colors, c) => agree(colors, maps[c]!, limit, `map ${c}`));
    const small = await pixels(".ck-strip canvas");
    expect(small).to.have.length(4);
    small.forEach((colors, o) => agree(colors, output.at(o), largest(output.at(o)), `small output ${o}`));
  });

  it("shows what has been reached when it is stepped, no more and no less, and goes back to the layer's settings", async () => {
    await open(conv, image);
    const reached = (): Promise<number[]> =>
      page.evaluate(`[".ck-output canvas", ".ck-map canvas"].map((name) => {
        const canvas = document.querySelector(name);
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((_, i) => i % 4 === 3).findIndex((alpha) => alpha === 0);
      })`);
    const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();
    for (const count of [1, 2, 3]) {
      await press("Step");
      expect(await reached(), `after ${count} steps`).to.deep.equal([count, count]);
      expect((await one(".ck-place")).text).to.equal(`row 0, column ${count - 1}`);
    }
    await press("Show all");
    expect(await reached(), "all").to.deep.equal([-1, -1]);
    await page.getByRole("slider", { name: "stride" }).fill("3");
    expect((await one(".ck-size")).text).to.equal("9 × 9 → 3 × 3");
    await press("As the layer has it");
    expect((await one(".ck-size")).text).to.equal("9 × 9 → 5 × 5");
    expect((await find(".ck-value")).map(({ text }) => text)).to.deep.equal(["2", "1", "1"]);
  });

  it("marks the largest number of a pool's window alone, and writes on every colour so that it can be read", async () => {
    const counted = torch.arange(16).float().view(1, 4, 4);
    await open(new nn.MaxPool2d(2), counted);
    expect((await find(".ck-strong")).map(({ text }) => text)).to.deep.equal(["5"]);
    await goTo(1, 1);
    expect((await find(".ck-strong")).map(({ text }) => text)).to.deep.equal(["15"]);
    expect((await find(".ck-legend .ck-ends span")).map(({ text }) => text)).to.deep.equal(["0", "15"]);
    await open(conv, image);
    const contrasts: number[] = await page.evaluate(`[...document.querySelectorAll(".ck-cell")].map((cell) => {
      const light = (color) => {
        const [r, g, b] = color.match(/\\d+/g).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const [a, b] = [light(cell.style.color), light(cell.style.backgroundColor)].sort();
      return (b + 0.05) / (a + 0.05);
    })`);
    expect(Math.min(...contrasts)).to.be.above(4.5);
    const ends = (await find(".ck-legend .ck-ends")).map(({ text }) => text);
    expect(ends.slice(0, 3), "colours have no numbers below 0").to.deep.equal(["01", "01", "01"]);
    for (const text of ends.slice(3)) expect(text, "kernel, and maps and output").to.match(/^−([\d.]+)0\1$/);
  });

  it("shows the way of each window to the output after a step by keyboard or pointer; not to those who want no motion", async () => {
    const flying = (): Promise<{ frames: Record<string, string>[] }[]> =>
      page.evaluate(`document.querySelector(".ck").getAnimations({ subtree: true }).map((animation) => {
        animation.pause();
        return { frames: animation.effect.getKeyframes() };
      })`);
    const rectOf = ({ left, top, width, height }: Record<string, string>): Rect => {
      const [x, y, w, h] = [left, top, width, height].map((length) => Number.parseFloat(length!)) as [
        number,
        number,
        number,
        number,
      ];
      return { left: x, top: y, right: x + w, bottom: y + h };
    };
    await open(conv, image);
    expect(await flying(), "at rest").to.deep.equal([]);
    // Wherever the picture lies on its page.
    await page.evaluate(`document.body.style.margin = "30px 0 0 40px"`);
    const unit = (await one(".ck-output")).right - (await one(".ck-output")).left;
    for (const move of [
      () => goTo(1, 0),
      () => page.locator(".ck-output").hover({ position: { x: unit * 0.9, y: unit * 0.5 } }),
      () => page.getByRole("button", { name: "Step" }).click(),
    ]) {
      await move();
      const flights = await flying();
      expect(flights.length, "one a channel").to.equal(3);
      const [windows, maps, [target]] = [
        await find(".ck-input .ck-frame"),
        await find(".ck-map .ck-frame"),
        await find(".ck-output .ck-frame"),
      ];
      flights.forEach(({ frames }, c) => {
        expect(frames).to.have.length(3);
        [windows[c]!, maps[c]!, target!].forEach((place, i) =>
          near(rectOf(frames[i]!), place, `flight ${c}, stop ${i}`),
        );
      });
    }
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open(conv, image);
    await goTo(1, 2);
    expect(await flying()).to.deep.equal([]);
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await open(new nn.MaxPool2d(2), image);
    await goTo(1, 1);
    expect(
      (await flying()).map(({ frames }) => frames.length),
      "from the window to the output",
    ).to.deep.equal([2]);
  });
});
