/** Advice for projects that use git: files made by set-up should not be committed. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isClone, projectRoot } from "./paths.mjs";
import { say } from "./steps.mjs";

const ours = [".cache/", ".runtime/", ".venv/"];

/** The names that a `.gitignore` does not list yet. @param {string} folder @returns {string[]} */
export function notIgnored(folder) {
  const file = join(folder, ".gitignore");
  const lines = existsSync(file)
    ? readFileSync(file, "utf8")
        .split(/\r?\n/)
        .map((line) => line.trim())
    : [];
  return ours.filter(
    (name) => ![name, name.slice(0, -1), `/${name}`, `/${name.slice(0, -1)}`].some((form) => lines.includes(form)),
  );
}

export function adviseIgnoring() {
  if (isClone) return;
  const missing = notIgnored(projectRoot).filter((name) => existsSync(join(projectRoot, name)));
  if (missing.length === 0) return;
  say(`Set-up made ${missing.join(", ")} in ${projectRoot}. Do not commit them: add them to .gitignore.\n`);
}
