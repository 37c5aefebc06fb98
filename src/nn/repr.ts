export { pythonFloat } from "../tensor/number-format.ts";

/** A module's name, its own description and its children, laid out as torch's `Module.__repr__` does. */
export function moduleRepr(name: string, extra: string, children: Iterable<readonly [string, string]>): string {
  const childLines = [...children].map(([key, text]) => `(${key}): ${indent(text)}`);
  const extraLines = extra === "" ? [] : extra.split("\n");
  if (childLines.length === 0 && extraLines.length <= 1) return `${name}(${extra})`;
  return `${name}(\n  ${[...extraLines, ...childLines].join("\n  ")}\n)`;
}

/** Consecutive children with the same text share one line, as in torch's `ModuleList`: `(0-2): 3 x ReLU()`. */
export function collapseRepeats(texts: readonly string[]): [string, string][] {
  const lines: [string, string][] = [];
  for (let start = 0; start < texts.length;) {
    let end = start;
    while (end + 1 < texts.length && texts[end + 1] === texts[start]) end++;
    const count = end - start + 1;
    lines.push(count === 1 ? [`${start}`, texts[start]!] : [`${start}-${end}`, `${count} x ${texts[start]}`]);
    start = end + 1;
  }
  return lines;
}

function indent(text: string): string {
  return text.split("\n").join("\n  ");
}

export type Shown = number | string | boolean | null | undefined | readonly Shown[];

/** A value as Python prints it: `True`, `None`, `(3, 3)`, `'same'`, `0.1`, `1e-05`. */
export function python(value: Shown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "number") return String(value);
  return value.length === 1 ? `(${python(value[0])},)` : `(${value.map(python).join(", ")})`;
}
