/** Tables as spreadsheets read them. Reference: https://www.rfc-editor.org/rfc/rfc4180 */

/** Excel recognises UTF-8 only with this at the start; other programs skip it. */
const BOM = "\uFEFF";

/** Defuses a field that begins like a formula, which the spreadsheet would run: students choose their names and write their answers. */
const harmless = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;

const field = (value: string | number | null): string => {
  const text = harmless(value === null ? "" : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const formatCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  BOM + rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");

/** Spreadsheets of many countries save with semicolons, or tabs. */
function separatorOf(text: string): string {
  const head = text.split("\n", 1)[0]!;
  return [",", ";", "\t"].toSorted((a, b) => head.split(b).length - head.split(a).length)[0]!;
}

/** Rows of fields; quoted fields may contain commas, quotes and line breaks. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  let value = "";
  let quoted = false;
  const source = text.startsWith(BOM) ? text.slice(1) : text;
  const between = separatorOf(source);
  for (let i = 0; i < source.length; i++) {
    const letter = source[i]!;
    if (quoted) {
      if (letter !== '"') value += letter;
      else if (source[i + 1] === '"') value += source[++i]!;
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === between || letter === "\n") {
      row.push(value);
      value = "";
      if (letter === "\n") rows.push(row.splice(0));
    } else if (letter !== "\r") value += letter;
  }
  if (value !== "" || row.length > 0) rows.push([...row, value]);
  return rows.map((fields) => fields.map((one) => one.replace(/^'(?=[=+\-@])/, "")));
}
