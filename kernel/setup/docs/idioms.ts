/** "Coming from PyTorch": Python lines beside their translation, which comes from the translator, so the table cannot be wrong. */
import { port } from "../../port/port.ts";

interface Group {
  readonly title: readonly [english: string, korean: string];
  readonly cells: readonly string[];
}

const HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F";

/** The groups in `idioms.py`: each is a line with the indented lines below it. */
export function groupsOf(text: string): Group[] {
  return text
    .split(/^# %% /m)
    .slice(1)
    .map((part) => {
      const [head = "", ...lines] = part.trimEnd().split("\n");
      const [english = "", korean = ""] = head.split(" | ");
      return { title: [english, korean], cells: lines.join("\n").split(/\n(?! )/) };
    });
}

/** Each group with its cells in TypeScript; throws if one has no counterpart. */
export async function portedGroups(text: string): Promise<{ readonly head: string; readonly groups: PortedGroup[] }> {
  const groups = groupsOf(text);
  const { cells, problems } = await port([HEAD, ...groups.flatMap(({ cells: python }) => python)]);
  if (problems.length > 0) throw new Error(`idioms.py has lines without a counterpart: ${JSON.stringify(problems)}`);
  const [head = "", ...rest] = cells;
  const ported = groups.map(({ title, cells: python }) => ({
    title,
    rows: python.map((line) => ({ python: line, typescript: (rest.shift() ?? "").trimEnd() })),
  }));
  return { head, groups: ported };
}

interface PortedGroup {
  readonly title: Group["title"];
  readonly rows: readonly { readonly python: string; readonly typescript: string }[];
}

/** The tables, in English (0) or Korean (1). */
export function idiomTables(groups: readonly PortedGroup[], language: 0 | 1): string {
  return groups
    .map(({ title, rows }) => {
      const lines = rows.map(({ python, typescript }) => `| ${cell(python)} | ${cell(typescript)} |`);
      return [`## ${title[language]}`, "", "| Python | TypeScript |", "| --- | --- |", ...lines].join("\n");
    })
    .join("\n\n");
}

const cell = (code: string): string => {
  const escaped = code
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("{", "&#123;")
    .replaceAll("|", "&#124;")
    .replaceAll("*", "&#42;")
    .replaceAll("_", "&#95;")
    .replaceAll("[", "&#91;")
    .replaceAll("`", "&#96;")
    .replaceAll(/^ +/gm, (indent) => "&nbsp;".repeat(indent.length))
    .replaceAll("\n", "<br>");
  return `<code>${escaped}</code>`;
};
