/**
 * Writes the site's pages: node make.ts TARGET API EXECUTED, with TypeDoc's JSON and the folder of executed notebooks.
 * Most are made from files beside the code; only those in `pages/` are written for the site.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "../paths.mjs";
import { idiomTables, portedGroups } from "./idioms.ts";
import { PLOTLY, lessonPage, type Notebook } from "./lessons.ts";
import { pageText, placeOf, section, sections } from "./readmes.ts";
import { modules, referencePages, type SignatureLines, type TorchNames } from "./reference.ts";
import type { Reflection } from "./typedoc.ts";

const here = import.meta.dirname;
const [target = "", api = "", executed = ""] = process.argv.slice(2);

const read = (file: string): string => readFileSync(join(packageRoot, file), "utf8");
function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(target, file)), { recursive: true });
  writeFileSync(join(target, file), content);
}

/** Inserts generated text into a hand-written page, in place of a comment. */
function fill(page: string, mark: string, text: string): void {
  const comment = `<!-- ${mark} -->`;
  const before = readFileSync(join(target, page), "utf8");
  if (!before.includes(comment)) throw new Error(`${page} has no place for what is made for it: ${comment}`);
  writeFileSync(
    join(target, page),
    before.replace(comment, () => text),
  );
}

rmSync(target, { recursive: true, force: true });
cpSync(join(here, "pages"), target, { recursive: true });
cpSync(join(here, "vitepress"), join(target, ".vitepress"), { recursive: true });

// The pages beside the code.
const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: packageRoot,
  encoding: "utf8",
});
const isPage = (file: string): boolean =>
  /(?:^|\/)README\.md$|^(?:CONTRIBUTING|CHANGELOG|CODE_OF_CONDUCT|SECURITY)\.md$|^src\/COVERAGE\.md$/.test(file);
const files = new Set(listed.trim().split("\n").filter(isPage));
for (const file of files) write(`${placeOf(file)}.md`, pageText(read(file), file, placeOf(file), files));
for (const { file, heading, place } of sections)
  write(`${place}.md`, pageText(section(read(file), heading), file, place, files));
mkdirSync(join(target, "public"), { recursive: true });
cpSync(join(packageRoot, "notebooks", "lesson.png"), join(target, "public", "lesson.png"));
cpSync(join(packageRoot, "kernel", "setup", "assets", "logo-svg.svg"), join(target, "public", "logo.svg"));

cpSync(join(packageRoot, "dist", "labextension", "static", "plotly.js"), join(target, "public", PLOTLY));

// The lessons with their outputs.
const titles: string[] = [];
for (const language of ["en", "ko"]) {
  const folder = language === "en" ? "" : `${language}/`;
  for (const file of readdirSync(join(executed, language)).sort()) {
    const name = file.slice(0, -".ipynb".length);
    const notebook = JSON.parse(readFileSync(join(executed, language, file), "utf8")) as Notebook;
    const note =
      language === "en"
        ? `*notebooks/${file}, with its outputs* · [한국어](../ko/lessons/${name}.md)`
        : `*notebooks/ko/${file}, 실행 결과 포함* · [English](../../lessons/${name}.md)`;
    const page = lessonPage(notebook, `/outputs/${folder}${name}`, note);
    write(`${folder}lessons/${name}.md`, page.markdown);
    if (folder === "ko/") titles.push(`- [${/^# (.*)$/m.exec(page.markdown)?.[1]}](./${name}.md)`);
    for (const [part, content] of page.files) write(`public/outputs/${folder}${name}/${part}`, content);
  }
}
fill("ko/lessons/index.md", "lessons", titles.join("\n"));

// The reference.
const signatures = execFileSync(process.execPath, [join(packageRoot, "test", "support", "signature-lines.ts")], {
  encoding: "utf8",
  maxBuffer: 1 << 26,
});
const pages = referencePages(
  JSON.parse(readFileSync(api, "utf8")) as Reflection,
  JSON.parse(read("test/fixtures/coverage/names.json")) as TorchNames,
  JSON.parse(signatures) as SignatureLines,
);
for (const [page, text] of pages) write(`api/${page}.md`, text);
const rows = modules.map(
  ({ page, title, torch, about }) =>
    `| [${title}](./${page}.md) | ${torch === undefined ? "" : `\`${torch}\``} | ${about} |`,
);
fill("api/index.md", "modules", ["| module | PyTorch's | what is in it |", "| --- | --- | --- |", ...rows].join("\n"));

// The idioms.
const { head, groups } = await portedGroups(read("kernel/setup/docs/idioms.py"));
for (const [page, language] of [
  ["guide/coming-from-pytorch.md", 0],
  ["ko/guide/coming-from-pytorch.md", 1],
] as const) {
  fill(page, "head", `\`\`\`ts\n${head.trimEnd()}\n\`\`\``);
  fill(page, "idioms", idiomTables(groups, language));
}
