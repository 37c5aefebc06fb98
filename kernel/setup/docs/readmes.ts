/** The pages that stand beside the code, as pages of the site: links between them lead within the site. */
import { posix } from "node:path";

/** Where a page of the project stands in the site; a room's page that is not named here stands under `rooms/`. */
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

/** Where the page of a file stands, without `.md`. */
export const placeOf = (file: string): string =>
  places[file] ?? `rooms/${file.replace(/\/README\.md$/, "").replaceAll("/", "-")}`;

/** Sections of a page that are pages of the site too, by their headings. */
export const sections = [
  { file: "README.md", heading: "In a cell, without import", place: "guide/cell" },
  { file: "README.md", heading: "Settings", place: "guide/settings" },
] as const;

/** The text from a heading to the next one of its rank, with the heading as the page's title. */
export function section(text: string, heading: string): string {
  const [, body] = text.split(`\n## ${heading}\n`);
  if (body === undefined) throw new Error(`README.md has no section "${heading}", which is a page of the site.`);
  return `# ${heading}\n${body.split(/\n## /, 1)[0]}`;
}

/**
 * The text of `file` for a page at `place`. Links to pages and lessons lead to theirs, pictures to copies; what is
 * only in the project keeps its name and loses its link.
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

/** Where a lesson stands, if the file is one. */
function lessonOf(file: string): string | undefined {
  const [, korean, name] = /^notebooks\/(ko\/)?(\d\d-[\w-]+)\.ipynb$/.exec(file) ?? [];
  if (file === "notebooks/ko") return "ko/lessons/index";
  return name === undefined ? undefined : `${korean ?? ""}lessons/${name}`;
}
