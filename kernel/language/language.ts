/** The language room's two halves as one: the compiler, which every cell waits for, and the type service, which none does. */
import { createCompiler } from "./compile.ts";
import { isComplete } from "./is-complete.ts";
import { createPendingService } from "./pending-service.ts";
import { transformOptions } from "./tsconfig.ts";
import type { Language } from "./types.ts";

export interface LanguageOptions {
  /** The notebook's folder. */
  readonly root: string;
}

/** The language room of one kernel. Cells compile whether or not the type service comes up. */
export function createLanguage({ root }: LanguageOptions): Language {
  const options = transformOptions(root);
  const compiler = createCompiler(options);
  // The parsers are loaded and their code is compiled before the first cell asks.
  compiler.compile("const warm: number = await 1; warm", 0);
  compiler.reset();
  const service = createPendingService(root);
  return {
    compile: (source, n) => compiler.compile(source, n),
    isComplete: (source) => isComplete(source, options.jsx !== undefined),
    check: (source, n) => service.check(source, n),
    commit: (source, n) => service.commit(source, n),
    complete: (source, offset, live) => service.complete(source, offset, live),
    inspect: (source, offset, detailLevel, live) => service.inspect(source, offset, detailLevel, live),
    reset() {
      compiler.reset();
      service.reset();
    },
    close: () => service.close(),
  };
}
