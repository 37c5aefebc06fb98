/**
 * A value as a MIME bundle. The order of the checks is the contract of this file: the display symbol, ijavascript's `_toMime`
 * family, canvases, Vega specifications, data frames, elements, image bytes, tables of objects; and always text.
 */
import type { DisplayContent, MimeBundle } from "../../contract/runner.ts";
import { dataFrameBundle } from "./data-frame.ts";
import { errorText, inspectText } from "./inspect-text.ts";
import { bytesToText, cleanBundle, cleanMetadata, imageType } from "./mime.ts";
import { objectsTable } from "./objects-table.ts";

export type Formatted = Pick<DisplayContent, "data" | "metadata">;

/** A method of this name returns a value's own MIME bundle, or `[bundle, metadata]`, or a promise of either. */
export const DISPLAY_SYMBOL: unique symbol = Symbol.for("Jupyter.display") as typeof DISPLAY_SYMBOL;

const LEGACY_METHODS = {
  _toHtml: "text/html",
  _toSvg: "image/svg+xml",
  _toPng: "image/png",
  _toJpeg: "image/jpeg",
} as const;

/**
 * Never rejects: a value whose own formatter fails is shown as text, with the reason on stderr. Synchronous if the value's formatter is.
 */
export function formatValue(value: unknown): Formatted | Promise<Formatted> {
  try {
    const own = ownBundle(value);
    if (own instanceof Promise)
      return own.then(
        (bundle) => finish(value, bundle),
        (error) => failed(value, error),
      );
    return finish(value, own);
  } catch (error) {
    return failed(value, error);
  }
}

function finish(value: unknown, own: unknown): Formatted {
  const [bundle, metadata] = Array.isArray(own) ? (own as unknown[]) : [own, {}];
  const data = isObject(bundle) ? cleanBundle(bundle as MimeBundle) : {};
  return {
    data: "text/plain" in data ? data : { ...data, "text/plain": inspectText(value) },
    metadata: isObject(metadata) ? cleanMetadata(metadata as MimeBundle) : {},
  };
}

function failed(value: unknown, error: unknown): Formatted {
  process.stderr.write(`The value's own display method failed, so its text is shown. ${errorText(error)}\n`);
  return { data: { "text/plain": inspectText(value) }, metadata: {} };
}

function ownBundle(value: unknown): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const display = method(value, DISPLAY_SYMBOL);
  if (display !== undefined) return display();
  return legacyBundle(value) ?? knownBundle(value);
}

function legacyBundle(value: object): unknown {
  const toMime = method(value, "_toMime");
  if (toMime !== undefined) return toMime();
  const parts: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(LEGACY_METHODS)) {
    const content = method(value, name)?.();
    if (content !== undefined) parts[type] = content;
  }
  return Object.keys(parts).length > 0 ? parts : undefined;
}

function knownBundle(value: object): MimeBundle | undefined {
  if (value instanceof Uint8Array) {
    const type = imageType(value);
    return type === undefined
      ? undefined
      : { [type]: bytesToText(value), "text/plain": `[${type}, ${value.length} bytes]` };
  }
  return (
    canvasBundle(value) ?? specBundle(value) ?? dataFrameBundle(value) ?? elementBundle(value) ?? objectsTable(value)
  );
}

function canvasBundle(value: object): MimeBundle | undefined {
  const url = method(value, "toDataURL")?.();
  if (typeof url !== "string") return undefined;
  const match = /^data:([^;,]+);base64,(.*)$/s.exec(url);
  return match === null ? undefined : { [match[1]!]: match[2]! };
}

/** https://vega.github.io/schema/: the schema's address names the library and its version. */
function specBundle(value: object): MimeBundle | undefined {
  const spec = method(value, "toSpec")?.();
  if (!isObject(spec)) return undefined;
  const schema = (spec as { $schema?: unknown }).$schema;
  const match = typeof schema === "string" ? /\/schema\/(vega|vega-lite)\/v(\d+)/.exec(schema) : null;
  if (match === null) return undefined;
  return { [`application/vnd.${match[1]!.replace("-", "")}.v${match[2]!}+json`]: spec };
}

function elementBundle(value: object): MimeBundle | undefined {
  const html = (value as { outerHTML?: unknown }).outerHTML;
  if (typeof html !== "string") return undefined;
  return { [html.trimStart().startsWith("<svg") ? "image/svg+xml" : "text/html"]: html };
}

/** A bound method, or undefined. Reading it may throw (getters, proxies); the caller then shows the value as text. */
export function method(value: object, name: string | symbol): ((...args: unknown[]) => unknown) | undefined {
  const found: unknown = (value as Record<string | symbol, unknown>)[name];
  return typeof found === "function" ? (...args) => Reflect.apply(found, value, args) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
