/** Code that cells make from text: `eval("rate * 2")`, `new Function("return rate")`. It can use the names of cells like other code. */
import { createRequire } from "node:module";
import type * as Evaluated from "../compiler/evaluated.ts";
import { asKernel } from "./pristine.ts";
import type { Pages } from "./pages.ts";
import { noteWritten } from "./trace/user-source.ts";

// Loaded when such code first appears.
const require = createRequire(import.meta.url);
const compiler = (): typeof Evaluated =>
  require(`../compiler/evaluated${import.meta.url.slice(-3)}`) as typeof Evaluated;

const NativeFunction = Function;

export interface TextCode {
  readonly names: object;
  evaluable(text: unknown, prefix: string, locals: readonly string[]): unknown;
  readonly Function: FunctionConstructor;
}

export function createTextCode(pages: Pages): TextCode {
  const knows = (name: string): boolean => pages.has(name);
  const names = new Proxy({}, {
    __proto__: null,
    get: (_, name) => pages.get(String(name)),
    set: (_, name, value) => pages.set(String(name), value),
  } as ProxyHandler<object>);
  const make = (given: readonly unknown[]): unknown => {
    const texts = given.map(String);
    const body = texts.pop() ?? "";
    const text = `(function anonymous(${texts.join(",")}\n) {\n${body}\n})`;
    const rewritten = compiler().rewriteText(text, "$$", [], knows);
    // If the code has a syntax error, the original constructor reports it.
    if (rewritten === text) return new NativeFunction(...texts, body);
    const made = new NativeFunction("$$", `return ${rewritten}`)(scope) as object;
    noteWritten(made, text.slice(1, -1));
    return made;
  };
  const scope: TextCode = {
    names,
    evaluable: (text, prefix, locals) =>
      typeof text === "string" ? compiler().rewriteText(text, prefix, locals, knows) : text,
    Function: new Proxy(NativeFunction, {
      __proto__: null,
      apply: (_target, _receiver, given: unknown[]) => asKernel(() => make(given)),
      construct: (_target, given: unknown[]) => asKernel(() => make(given)) as object,
    } as ProxyHandler<FunctionConstructor>),
  };
  return scope;
}
