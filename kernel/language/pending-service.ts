/** Stands in for the type service until it is loaded, because starting a kernel should not wait for it. */
import type { Libraries } from "./hints/library.ts";
import type { TypeService } from "./service/index.ts";
import type { Language } from "../contract/language.ts";

/** After this time the kernel is ready, and the first cell has run if one was waiting. */
const START_AFTER_MS = 300;

/** Loads the service at the first question, or soon after the start. */
export function createPendingService(
  root: string,
  libraries: Libraries,
): Pick<Language, "check" | "commit" | "complete" | "inspect" | "reset" | "close"> & Pick<TypeService, "typesOf"> {
  let loading: Promise<TypeService> | undefined;
  let isClosed = false;
  // All questions share one promise, so they reach the service in the order in which they were asked.
  const load = (): Promise<TypeService> => {
    loading ??= import("./service/index.ts").then(({ createTypeService }) => {
      const service = createTypeService({ cwd: root, libraries });
      if (!isClosed) service.start();
      return service;
    });
    return loading;
  };
  const timer = setTimeout(() => void load().catch(() => {}), START_AFTER_MS);
  timer.unref();
  return {
    async check(source, n) {
      return (await load()).check(source, n);
    },
    commit(source, n) {
      void load().then((service) => service.commit(source, n));
    },
    complete: async (source, offset, live) => (await load()).complete(source, offset, live),
    inspect: async (source, offset, detailLevel, live) => (await load()).inspect(source, offset, detailLevel, live),
    typesOf: async (words, types) => (await load()).typesOf(words, types),
    reset() {
      void loading?.then((service) => service.reset());
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await (await loading)?.close();
    },
  };
}
