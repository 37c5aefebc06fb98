/** JSON as Python's `json` writes it, with spaces after commas and colons. Reference: https://docs.python.org/3.12/library/json.html */

/**
 * @example
 * dumps({ a: [1, 2] }); // {"a": [1, 2]}
 */
export function dumps(
  value: unknown,
  { indent, sortKeys = false }: { indent?: number; sortKeys?: boolean } = {},
): string {
  return written(value, indent, sortKeys, "\n");
}

export const loads = (text: string): any => JSON.parse(text);

function written(value: unknown, indent: number | undefined, sortKeys: boolean, line: string): string {
  if (typeof value !== "object" || value === null)
    return (JSON.stringify(value) ?? "null").replace(
      /[\u007f-\uffff]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  const inner = indent === undefined ? "" : line + " ".repeat(indent);
  const [glue, end] = indent === undefined ? [", ", ""] : [`,${inner}`, line];
  if (Array.isArray(value)) {
    const items = value.map((each) => written(each, indent, sortKeys, inner));
    return items.length === 0 ? "[]" : `[${inner}${items.join(glue)}${end}]`;
  }
  const entries = (value instanceof Map ? [...value] : Object.entries(value)) as [unknown, unknown][];
  if (sortKeys) entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const parts = entries.map(
    ([key, each]) => `${JSON.stringify(String(key))}: ${written(each, indent, sortKeys, inner)}`,
  );
  return parts.length === 0 ? "{}" : `{${inner}${parts.join(glue)}${end}}`;
}
