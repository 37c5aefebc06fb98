/** Turns the pages beside the code into pages of the site; links between them stay within the site. */
import { posix } from "node:path";

/** Where each page of the project goes in the site; pages not named here go under `rooms/`. */
const places: Readonly<Record<string, string>> = {
  "README.md": "guide/overview",
  "CONTRIBUTING.md": "contribute/index",
  "CHANGELOG.md": "contribute/changes",
  "CODE_OF_CONDUCT.md": "contribute/conduct",
  "SECURITY.md": "contribute/security",
  "deploy/README.md": "teach/deploy",
  "notebooks/README.md": "lessons/index",
  "notebooks/assignments/README.md": "teach/assignments",
  "kernel/course/README.md": "teach/course",
  "kernel/port/README.md": "guide/port",
  "src/COVERAGE.md": "api/coverage",
};

/** The place of a file's page in the site, without `.md`. */
export const placeOf = (file: string): string =>
  places[file] ?? `rooms/${file.replace(/\/README\.md$/, "").replaceAll("/", "-")}`;

/** Sections that become separate pages of the site, by their headings. */
export const sections = [
  { file: "README.md", heading: "In a cell, without import", place: "guide/cell" },
  { file: "README.md", heading: "Settings", place: "guide/settings" },
] as const;

/** The text from a heading to the next one of the same level, with the heading as the page's title. */
export function section(text: string, heading: string): string {
  const [, body] = text.split(`\n## ${heading}\n`);
  if (body === undefined) throw new Error(`README.md has no section "${heading}", which is a page of the site.`);
  return `# ${heading}\n${body.split(/\n## /, 1)[0]}`;
}

/**
 * The text of `file` for a page at `place`. Links to pages and lessons lead to those in the site, and pictures to copies; for files that
 * exist only in the project, the name stays and the link is removed.
 * @param pages all pages of the project, by file
 */
export function pageText(text: string, file: string, place: string, pages: ReadonlySet<string>): string {
  return text.replaceAll(/(!?)\[((?:[^\]`]|`[^`]*`)*)\]\((?!https?:|mailto:|#)([^)\s]+)\)/g, (_, mark, words, link) => {
    const [path = "", anchor] = String(link).split("#");
    const target = posix.normalize(posix.join(posix.dirname(file), path)).replace(/\/$/, "");
    if (mark === "!") return `![${words}](/${posix.basename(target)})`;
    const page = pages.has(target) ? target : `${target}/README.md`;
    const found = pages.has(page) ? placeOf(page) : lessonOf(target);
    if (found === undefined) return String(words).includes("`") ? words : `\`${words}\``;
    const way = posix.relative(posix.dirname(place), found);
    return `[${words}](${way.startsWith(".") ? way : `./${way}`}.md${anchor === undefined ? "" : `#${anchor}`})`;
  });
}

/** A lesson's place in the site, if the file is one. */
function lessonOf(file: string): string | undefined {
  const [, korean, name] = /^notebooks\/(ko\/)?(\d\d-[\w-]+)\.ipynb$/.exec(file) ?? [];
  if (file === "notebooks/ko") return "ko/lessons/index";
  return name === undefined ? undefined : `${korean ?? ""}lessons/${name}`;
}
