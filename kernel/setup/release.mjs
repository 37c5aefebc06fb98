/**
 * `npm run release -- 0.2.0`: the version in package.json, the lock file, CHANGELOG.md and the pages, one commit, one tag, the packed
 * package. Publishes nothing: it prints at the end what is left to do.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "./paths.mjs";
import { SetupError, fail, say } from "./steps.mjs";

/**
 * Puts the unreleased changes under a version and a date.
 * @param {string} text of CHANGELOG.md @param {string} version @param {string} day
 */
export function withRelease(text, version, day) {
  const [, changes = ""] = /^## Unreleased\n([^]*?)(?=^## |(?![^]))/m.exec(text) ?? [];
  if (!/^- /m.test(changes))
    throw new SetupError(
      "CHANGELOG.md names no changes under `## Unreleased`.",
      "write there what a user will notice, one line a change.",
    );
  return text.replace(/^## Unreleased\n/m, `## Unreleased\n\n## ${version} (${day})\n`);
}

/** Whether one version is later than another, by its three numbers. @param {string} next @param {string} last */
export function isLater(next, last) {
  const [a, b] = [next, last].map((version) => /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number));
  if (a === undefined || b === undefined) return false;
  const at = a.findIndex((number, i) => number !== b[i]);
  return at >= 0 && /** @type {number} */ (a[at]) > /** @type {number} */ (b[at]);
}

/**
 * A page with the packed file's new name.
 * @param {string} text of the page @param {string} last @param {string} version
 */
export const withPackedName = (text, last, version) =>
  text.replaceAll(`convkernel-${last}.tgz`, `convkernel-${version}.tgz`);

/** @param {string | undefined} version */
function release(version) {
  const ask = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
    execFileSync(program, args, { cwd: packageRoot, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
  const { version: last } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  if (version === undefined || !isLater(version, last))
    throw new SetupError(
      `A release needs a version after ${last}, got ${version ?? "none"}.`,
      "npm run release -- 1.2.3",
    );
  if (ask("git", "status", "--porcelain") !== "")
    throw new SetupError("There are changes that are not committed.", "commit or put them aside first.");
  const changelog = join(packageRoot, "CHANGELOG.md");
  const text = withRelease(readFileSync(changelog, "utf8"), version, new Date().toISOString().slice(0, 10));
  say("Running all tests first.");
  execFileSync("npm", ["test"], { cwd: packageRoot, stdio: "inherit" });
  ask("npm", "version", version, "--no-git-tag-version");
  writeFileSync(changelog, text);
  for (const page of ask("git", "ls-files", "*.md").split("\n")) {
    const file = join(packageRoot, page);
    const before = readFileSync(file, "utf8");
    const after = withPackedName(before, last, version);
    if (after !== before) writeFileSync(file, after);
  }
  ask("git", "commit", "-am", `Version ${version}`);
  ask("git", "tag", "-a", `v${version}`, "-m", `Version ${version}`);
  say(`Packed ${ask("npm", "pack", "--silent")}. To publish: git push --follow-tags, then npm publish.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    release(process.argv[2]);
  } catch (error) {
    fail(error);
  }
}
