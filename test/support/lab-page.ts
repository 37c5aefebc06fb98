/** What a student does in JupyterLab, for browser tests. */
import type { Page } from "playwright-core";

/** Opens a notebook in a fresh layout and waits until its kernel is idle. */
export async function openNotebook(page: Page, url: string, path: string): Promise<void> {
  await page.goto(`${url}/lab/tree/${path}?reset`);
  await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 60_000 });
  // The indicator is idle before there is a kernel; a cell run then would ask which kernel to choose.
  await page.evaluate(async () => {
    type Session = { ready: Promise<void>; session: { kernel: { info: Promise<unknown> } } };
    type Lab = { shell: { currentWidget: { sessionContext: Session } } };
    const { sessionContext } = (globalThis as unknown as { jupyterapp: Lab }).jupyterapp.shell.currentWidget;
    await sessionContext.ready;
    await sessionContext.session.kernel.info;
  });
  await idle(page);
}

/** Waits until the kernel has nothing to do. */
export async function idle(page: Page): Promise<void> {
  await page
    .locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    .first()
    .waitFor({ state: "attached", timeout: 120_000 });
}

/** Run > Run All Cells; resolves when the last cell has ended. */
export async function runAllCells(page: Page): Promise<void> {
  await page.evaluate(async () => {
    type Lab = { commands: { execute(command: string): Promise<void> } };
    await (globalThis as unknown as { jupyterapp: Lab }).jupyterapp.commands.execute("notebook:run-all-cells");
  });
  await idle(page);
}
