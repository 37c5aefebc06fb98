/**
 * What legacy decorators call at run time, put where oxc would import it from: a function in the place of each import line, so that
 * neither cells nor modules depend on a package for it, and every line keeps its number.
 * Reference: https://www.typescriptlang.org/docs/handbook/decorators.html
 */
const IMPORT = /^import (\S+) from "@oxc-project\/runtime\/helpers\/(decorate|decorateMetadata|decorateParam)";$/gm;

const HELPERS: Readonly<Record<string, string>> = {
  // Of a class with its target alone, of a property with a key, of a method with its descriptor (null: look for it).
  decorate:
    "(decorators, target, key, descriptor) { const count = arguments.length; " +
    "let it = count < 3 ? target : descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor; " +
    "for (let i = decorators.length - 1; i >= 0; i--) { const decorator = decorators[i]; if (!decorator) continue; " +
    "it = (count < 3 ? decorator(it) : count > 3 ? decorator(target, key, it) : decorator(target, key)) || it; } " +
    "if (count > 3 && it) Object.defineProperty(target, key, it); return it; }",
  // Without the reflect-metadata package there is nothing to tell.
  decorateMetadata: '(key, value) { if (typeof Reflect.metadata === "function") return Reflect.metadata(key, value); }',
  decorateParam: "(index, decorator) { return (target, key) => decorator(target, key, index); }",
};

export function inlineHelpers(code: string): string {
  if (!code.includes("@oxc-project/runtime/helpers/")) return code;
  return code.replace(IMPORT, (_, local: string, helper: string) => `function ${local}${HELPERS[helper]}`);
}
