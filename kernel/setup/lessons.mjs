/** Copies the lessons of an installed package into the user's project, because nobody should work on files in `node_modules`. */
import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { notebooksFolder } from "./paths.mjs";

/**
 * Copies files that do not exist yet; a notebook that a learner has worked on stays as it is.
 * @param {string} target
 * @returns {string[]} the notebooks that were copied, by their paths below the target
 */
export function copyLessons(target) {
  return ["", "ko"].flatMap((language) => {
    const from = join(notebooksFolder, language);
    if (!existsSync(from)) return [];
    mkdirSync(join(target, language), { recursive: true });
    const lessons = readdirSync(from).filter((name) => name.endsWith(".ipynb"));
    const missing = lessons.filter((name) => !existsSync(join(target, language, name)));
    for (const name of missing) copyFileSync(join(from, name), join(target, language, name));
    return missing.map((name) => join(language, name));
  });
}
