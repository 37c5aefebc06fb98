/**
 * The helpers that legacy decorators call at run time. oxc would import them from a package; here each import line is replaced by the
 * function itself, so that cells and modules do not depend on that package, and every line keeps its number.
 * Reference: https://www.typescriptlang.org/docs/handbook/decorators.html
 */
const IMPORT = /^import (\S+) from "@oxc-project\/runtime\/helpers\/(decorate|decorateMetadata|decorateParam)";$/gm;

const HELPERS: Readonly<Record<string, string>> = {
  // A class passes only the target, a property also a key, a method also a descriptor (null means: look it up).
  decorate:
    "(decorators, target, key, descriptor) { const count = arguments.length; " +
    "let it = count < 3 ? target : descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor; " +
    "for (let i = decorators.length - 1; i >= 0; i--) { const decorator = decorators[i]; if (!decorator) continue; " +
    "it = (count < 3 ? decorator(it) : count > 3 ? decorator(target, key, it) : decorator(target, key)) || it; } " +
    "if (count > 3 && it) Object.defineProperty(target, key, it); return it; }",
  // Without the reflect-metadata package there is nowhere to record the metadata.
  decorateMetadata: '(key, value) { if (typeof Reflect.metadata === "function") return Reflect.metadata(key, value); }',
  decorateParam: "(index, decorator) { return (target, key) => decorator(target, key, index); }",
};

export function inlineHelpers(code: string): string {
  if (!code.includes("@oxc-project/runtime/helpers/")) return code;
  return code.replace(IMPORT, (_, local: string, helper: string) => `function ${local}${HELPERS[helper]}`);
}
