/** Looks for accessibility faults with axe: in pictures, notes and a course's feedback, light and dark. */
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { feedbackPage } from "../../kernel/course/feedback.ts";
import { formatReport } from "../../kernel/language/service/report.ts";
import { objectsTable } from "../../kernel/runner/show/objects-table.ts";
import { nn, plot, type Tensor, torch } from "../../src/index.ts";
import { barHtml } from "../../src/plot/progress/format.ts";
import { answer, notebook, test } from "../support/assignment.ts";
import { seriousIn } from "../support/axe.ts";
import { launchBrowser } from "../support/browser.ts";

/** An output as JupyterLab shows it: with its background and text colour. */
function outputPage(html: string, look: "light" | "dark"): string {
  const [ground, ink] = look === "dark" ? ["#111111", "#e0e0e0"] : ["#ffffff", "#212121"];
  return `<!doctype html><html lang="en"><head><title>cell</title></head>
<body style="background: ${ground}; color: ${ink}"><main><h1>cell</h1>${html}</main></body></html>`;
}

/** Interactive pictures; their scripts insert an element of this class. */
function livePages(): readonly (readonly [name: string, html: string])[] {
  torch.manualSeed(7);
  const conv = new nn.Conv2d(3, 4, 3, { padding: 1 });
  const network = new nn.Sequential(conv, new nn.ReLU(), new nn.MaxPool2d(3), new nn.Flatten(), new nn.Linear(36, 2));
  const patch = torch.tensor([1, 2, 0, 3]).float().view(2, 2);
  const kernel = torch.tensor([-1, 0, 2, 1]).float().view(2, 2);
  return [
    ["the explorer", plot.explorer(conv, torch.randn(3, 9, 9)).html()],
    ["the filter playground", plot.filterPlayground(torch.rand(1, 12, 12)).html()],
    ["the gradient of a dot product", plot.dotProductGradient(patch, kernel).html()],
    ["the flow of shapes", plot.shapeFlow(network, [1, 3, 9, 9]).html()],
    ["the receptive field", plot.receptiveField(network, [1, 3, 9, 9]).html()],
    ["the loss bowl", plot.lossBowl((w: Tensor) => w.mul(w)).html()],
  ];
}

const place = (line: number, column: number): { line: number; column: number } => ({ line, column });

/** Other HTML that the kernel and the library show. */
function plainPages(): readonly (readonly [name: string, html: string])[] {
  const note = { code: 2322, message: "Type 'number' is not assignable.", start: place(0, 6), end: place(0, 7) };
  const notes = formatReport("const x: string = 1;\nx", 3, [
    { ...note, severity: "error" },
    { ...note, severity: "warning", start: place(1, 0), end: place(1, 1) },
  ]);
  const bar = { desc: "epoch", done: 3, total: 7, elapsed: 1, rate: 3, postfix: "" } as const;
  const outcomes = ["running", "finished", "aborted"] as const;
  return [
    ["notes on types", notes!.html],
    ["a bar", outcomes.map((outcome) => barHtml({ ...bar, outcome }, 0)).join("")],
    ["a table of objects", String(objectsTable([{ a: 1, b: "x" }])!["text/html"])],
  ];
}

describe("axe finds nothing serious in", function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;
  before(async () => {
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  });
  after(() => browser?.close());

  for (const look of ["light", "dark"] as const) {
    for (const [name, html] of livePages())
      it(`${name}, ${look}`, async () => {
        await page.setContent(outputPage(html, look));
        await page.locator(".ck").first().waitFor();
        expect(await seriousIn(page)).to.deep.equal([]);
      });
    for (const [name, html] of plainPages())
      it(`${name}, ${look}`, async () => {
        await page.setContent(outputPage(html, look));
        expect(await seriousIn(page)).to.deep.equal([]);
      });
    it(`a student's feedback, ${look}`, async () => {
      const task = { title: "Sizes", max: 2, manual: false, hash: "", comment: "Well said.\nGo on." };
      const grade = {
        student: "kim",
        state: "done",
        hash: "",
        language: "ko",
        ms: 0,
        notes: ["a note"],
        flags: [],
        tasks: [
          { ...task, task: "t1", points: 1, why: "one row is missing" },
          { ...task, task: "t2", points: null, why: "" },
        ],
      } as const;
      const handedIn = notebook(
        answer("a", "const rows = 3;"),
        test("t1", 2, "t1();"),
        answer("b", "x"),
        test("t2", 2, "t2();"),
      );
      await page.emulateMedia({ colorScheme: look });
      await page.setContent(feedbackPage(grade, handedIn, "ko"));
      expect(await seriousIn(page)).to.deep.equal([]);
      await page.emulateMedia({ colorScheme: null });
    });
  }
});
