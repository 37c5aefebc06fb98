/**
 * Writes the scripts of the pages as strings into `page-scripts.ts`, which is committed, so that the helpers need neither a build step nor
 * extra files. A test fails if it is out of date.
 *
 *   npm run pages
 */
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** @returns {Promise<string>} the text of `page-scripts.ts` */
export async function pageScripts() {
  // Each file in `entries` is the script of the page of that name.
  const names = readdirSync(join(here, "entries")).map((file) => file.replace(/\.ts$/, ""));
  const scripts = await Promise.all(
    names.sort().map(async (name) => {
      const { outputFiles } = await build({
        entryPoints: [join(here, "entries", `${name}.ts`)],
        bundle: true,
        minify: true,
        format: "iife",
        globalName: "page",
        target: "es2022",
        charset: "utf8",
        write: false,
        logLevel: "silent",
      });
      const script = outputFiles[0].text.trim();
      // Such a tag would end the script element that contains the script.
      if (/<\/?script|<!--/i.test(script)) throw new Error(`${name}: expected a script without tags of scripts in it`);
      return `  ${JSON.stringify(name)}: ${JSON.stringify(script)},`;
    }),
  );
  // With a type written out; otherwise the scripts would be in the declarations as well.
  const keys = names.map((name) => JSON.stringify(name)).join(" | ");
  return [
    "/** Made by `npm run pages` from `pages/`: what runs in the browser, one script a page. */",
    "// prettier-ignore",
    `export const pageScripts: Readonly<Record<${keys}, string>> = {`,
    ...scripts,
    "};",
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(here, "..", "page-scripts.ts"), await pageScripts());
