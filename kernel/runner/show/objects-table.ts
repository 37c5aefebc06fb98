/** Arrays of plain objects as a table, beside their text. */
import { inspect, types } from "../own-util.ts";
import type { MimeBundle } from "../../contract/runner.ts";
import { htmlTable } from "./html.ts";
import { TEXT_DEPTH } from "./inspect-text.ts";

const MAX_ROWS = 50;
const MAX_COLUMNS = 20;
const MAX_CELL = 200;

export function objectsTable(value: object): MimeBundle | undefined {
  if (types.isProxy(value) || !Array.isArray(value) || value.length === 0) return undefined;
  const records: object[] = [];
  for (let i = 0; i < Math.min(value.length, MAX_ROWS); i++) {
    const record: unknown = Object.getOwnPropertyDescriptor(value, i)?.value;
    if (!isRecord(record)) return undefined;
    records.push(record);
  }
  const columns = [...new Set(records.flatMap((record) => Object.keys(record).slice(0, MAX_COLUMNS)))].slice(
    0,
    MAX_COLUMNS,
  );
  if (columns.length === 0) return undefined;
  const rows = records.map((record, i) => [String(i), ...columns.map((column) => cellText(record, column))]);
  const more = value.length > MAX_ROWS ? `<p>${value.length - MAX_ROWS} more rows</p>` : "";
  return { "text/html": htmlTable(["", ...columns], rows) + more };
}

function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function cellText(record: object, column: string): string {
  const descriptor = Object.getOwnPropertyDescriptor(record, column);
  if (descriptor === undefined) return "";
  if (!("value" in descriptor)) return "[getter]";
  const value: unknown = descriptor.value;
  // The array and its records take up two levels, so that a cell is as deep as the text beside the table.
  const text =
    typeof value === "string"
      ? value
      : inspect(value, { depth: TEXT_DEPTH - 2, breakLength: Infinity, maxArrayLength: 10 });
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}...` : text;
}
