/**
 * Data frames, recognised by their shape (that of nodejs-polars): a `schema`, `head()` and `toRecords()`.
 * Reference: https://specs.frictionlessdata.io/tabular-data-resource/
 */
import type { MimeBundle } from "../../contract/runner.ts";
import { htmlTable } from "./html.ts";

const JSON_ROWS = 50;
const TABLE_ROWS = 10;

interface DataFrame {
  readonly schema: object;
  head(count: number): { toRecords(): readonly Readonly<Record<string, unknown>>[] };
  toRecords(): unknown;
}

export function dataFrameBundle(value: object): MimeBundle | undefined {
  if (!isDataFrame(value)) return undefined;
  const columns = Object.keys(value.schema);
  const records = value.head(JSON_ROWS).toRecords();
  const fields = columns.map((name) => ({ name, type: fieldType((value.schema as Record<string, unknown>)[name]) }));
  const rows = records.slice(0, TABLE_ROWS).map((record) => columns.map((column) => String(record[column])));
  return {
    "application/vnd.dataresource+json": { schema: { fields }, data: records },
    "text/html": htmlTable(columns, rows),
  };
}

function isDataFrame(value: object): value is DataFrame {
  const { schema, head, toRecords } = value as Partial<DataFrame>;
  return typeof schema === "object" && schema !== null && typeof head === "function" && typeof toRecords === "function";
}

function fieldType(type: unknown): "number" | "integer" | "boolean" | "string" {
  const name = String(type).toLowerCase();
  if (/u?int\d/.test(name)) return "integer";
  if (/float|decimal/.test(name)) return "number";
  return name.includes("bool") ? "boolean" : "string";
}
