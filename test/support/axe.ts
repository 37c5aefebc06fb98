/** axe, which looks for accessibility faults in a page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/**
 * Serious faults in the page shown, described so that the place can be found.
 * @param part a CSS selector: only what is in there
 */
export async function seriousIn(page: Page, part = "html"): Promise<string[]> {
  await page.evaluate(axe);
  const run = `axe.run(${JSON.stringify(part)}, { resultTypes: ["violations"] })`;
  const found = (await page.evaluate(run)) as { violations: Violation[] };
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
    );
}
