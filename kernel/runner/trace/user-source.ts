/** Finds functions and classes of cells and modules as their author wrote them; V8 knows only the compiled code. */
import { asKernel } from "../pristine.ts";
import { createRequire } from "node:module";
import type * as NodeModule from "node:module";
import { LRUCache } from "lru-cache";
import type * as Parser from "oxc-parser";
import type * as Transformer from "oxc-transform";
import { findCompiled } from "./sources.ts";

const require = createRequire(import.meta.url);
const parser = (): typeof Parser => require("oxc-parser") as typeof Parser;

// oxlint-disable-next-line typescript/unbound-method -- called on the function that is asked
const nativeToString = Function.prototype.toString;
const { apply } = Reflect;
/** The original text of functions that were made from text. */
const written = new WeakMap<object, string>();
/** A cache, because libraries ask for a function's text again and again. */
const known = new LRUCache<string, string>({ max: 1000 });

/** Notes what the author of a function wrote, for functions whose source cannot be found otherwise. */
export function noteWritten(definition: object, text: string): void {
  written.set(definition, text);
}

/** Makes `fn.toString()` return JavaScript as the user wrote it, because code for web pages and workers is made from it. */
export function installFunctionText(): void {
  const toString = new Proxy(nativeToString, {
    __proto__: null,
    apply(_target, definition: object) {
      const text = apply(nativeToString, definition, []) as string;
      return asKernel(() => written.get(definition) ?? (definition === toString ? nativeText : asWritten(text)));
    },
  } as ProxyHandler<typeof nativeToString>);
  const nativeText = apply(nativeToString, nativeToString, []) as string;
  Object.defineProperty(Function.prototype, "toString", { value: toString, writable: true, configurable: true });
}

/** The TypeScript of a function or class that a cell or a module defines, or undefined if none does. */
export function userSource(definition: (...values: never[]) => unknown): string | undefined {
  return written.get(definition) ?? findDefinition(apply(nativeToString, definition, []) as string)?.text;
}

function asWritten(compiled: string): string {
  if (compiled.endsWith("{ [native code] }")) return compiled;
  let text = known.get(compiled);
  if (text === undefined) {
    text = javascriptOf(compiled);
    known.set(compiled, text);
  }
  return text;
}

function javascriptOf(compiled: string): string {
  try {
    const found = findDefinition(compiled);
    return found === undefined ? compiled : (withoutTypes(found) ?? compiled);
  } catch {
    return compiled;
  }
}

interface Definition {
  readonly text: string;
  readonly isMember: boolean;
}

function findDefinition(compiled: string): Definition | undefined {
  const found = findCompiled(compiled);
  if (!found) return undefined;
  const { parseSync, visitorKeys } = parser();
  let parsed = parseSync("cell.ts", found.text, { lang: "ts", sourceType: "module" });
  if (parsed.errors.length > 0) parsed = parseSync("cell.tsx", found.text, { lang: "tsx", sourceType: "module" });
  let first: Parser.Node | undefined;
  const visit = (node: Parser.Node): void => {
    if (node.end <= found.offset) return;
    // If the source map has no entry for a definition's first token, it leads to the token before.
    if (node.start >= found.offset && isDefinition(node) && node.start < (first?.start ?? Infinity)) first = node;
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Parser.Node | (Parser.Node | null)[] | null>)[key];
      if (Array.isArray(child)) {
        for (const item of child) if (item) visit(item);
      } else if (child) visit(child);
    }
  };
  visit(parsed.program);
  if (first === undefined) return undefined;
  const isMember = first.type === "MethodDefinition" || first.type === "Property";
  return { text: found.text.slice(first.start, first.end), isMember };
}

function isDefinition(node: Parser.Node): boolean {
  return DEFINES.test(node.type) || (node.type === "Property" && (node.method || node.kind !== "init"));
}

const DEFINES =
  /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression|Class(?:Declaration|Expression)|MethodDefinition)$/;

/** The definition with its types replaced by spaces; undefined if that is not enough. */
function withoutTypes({ text, isMember }: Definition): string | undefined {
  const [before, after] = isMember ? ["class _ extends Object {", "}"] : ["(", ")"];
  const whole = before + text + after;
  if (parser().parseSync("text.js", whole, { lang: "js" }).errors.length === 0) return text;
  try {
    const { stripTypeScriptTypes } = require("node:module") as typeof NodeModule;
    return stripTypeScriptTypes(whole, { mode: "strip" }).slice(before.length, -after.length);
  } catch {
    // The text contains enums, parameter properties or JSX.
    if (isMember) return undefined;
    const { transformSync } = require("oxc-transform") as typeof Transformer;
    const { code, errors } = transformSync("text.tsx", whole, { lang: "tsx", jsx: "preserve" });
    return errors.length > 0 ? undefined : code.trim().replace(/^\(|\);?$/g, "");
  }
}
