/**
 * A real browser for tests: an installed Chrome or Chromium, or else the one in an npm package, so that no system package is needed.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Quiet and offline: no sandbox inside containers, no network requests by the browser itself. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launchBrowser(): Promise<Browser> {
  const found = installed.find(existsSync);
  if (found !== undefined) return chromium.launch({ executablePath: found, args: flags });
  // The package unpacks the libraries that Chromium needs only if it believes it runs on Lambda; few systems have them all.
  process.env.AWS_LAMBDA_FUNCTION_NAME ??= "local";
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";
  process.env.FONTCONFIG_FILE ??= join(import.meta.dirname, "fonts.conf");
  const { default: carried } = await import("@sparticuz/chromium");
  const executablePath = await carried.executablePath();
  return chromium.launch({ executablePath, args: [...carried.args, ...flags] });
}
