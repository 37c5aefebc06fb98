/** Joins the language room's two halves: the compiler, which every cell waits for, and the type service, which no cell waits for. */
import { createCompiler } from "./compile.ts";
import { createLibraries } from "./hints/library.ts";
import { isComplete } from "./is-complete.ts";
import { beyondParsers } from "../compiler/nesting.ts";
import { createPendingService } from "./pending-service.ts";
import { transformOptions } from "../compiler/tsconfig.ts";
import type { Language } from "../contract/language.ts";

export interface LanguageOptions {
  /** The notebook's folder. */
  readonly root: string;
}

/** The language room of one kernel. Cells compile whether or not the type service comes up. */
export function createLanguage({ root }: LanguageOptions): Language {
  const options = transformOptions(root);
  const libraries = createLibraries(root);
  const compiler = createCompiler(options, libraries);
  // Loads the parsers and has their code compiled before the first cell needs them.
  compiler.compile("const warm: number = await 1; warm", 0);
  compiler.reset();
  const service = createPendingService(root, libraries);
  return {
    compile: (source, n) => compiler.compile(source, n),
    isComplete: (source) => isComplete(source, options.jsx !== undefined),
    check: (source, n) => service.check(source, n),
    commit: (source, n) => service.commit(source, n),
    // A source that is too deeply nested for the parsers is kept from TypeScript's server as well, which also recurses.
    async complete(source, offset, live) {
      if (beyondParsers(source) !== undefined) return { items: [], start: offset, end: offset };
      return service.complete(source, offset, live);
    },
    async inspect(source, offset, detailLevel, live) {
      if (beyondParsers(source) !== undefined) return { found: false, data: {} };
      return service.inspect(source, offset, detailLevel, live);
    },
    async asTypeScript(source) {
      const { fromPython } = await import("./from-python.ts");
      return fromPython(source, (words, types) => service.typesOf(words, types));
    },
    reset() {
      compiler.reset();
      service.reset();
    },
    close: () => service.close(),
  };
}
