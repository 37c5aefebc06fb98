/**
 * What `import * as tslab from "tslab"` gives in a cell: tslab's public API, built on the runner's displays.
 * Reference: https://github.com/yunabe/tslab, `dist/public.d.ts` of 1.0.22.
 */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { versions } from "node:process";
import type { Displays } from "../show/displays.ts";
import { bytesToText, cleanBundle } from "../show/mime.ts";

const TYPES = {
  javascript: "text/javascript",
  html: "text/html",
  markdown: "text/markdown",
  latex: "text/latex",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  pdf: "application/pdf",
  text: "text/plain",
} as const;

type TslabDisplay = Record<keyof typeof TYPES, (content: string | Uint8Array) => void> & {
  raw(type: string, content: unknown): void;
};

export interface TslabModule {
  readonly display: TslabDisplay;
  newDisplay(): TslabDisplay;
  readonly versions: { readonly tslab: string; readonly typescript: string; readonly node: string };
}

export function createTslabModule(displays: Displays): TslabModule {
  const require = createRequire(import.meta.url);
  return {
    display: tslabDisplay(displays),
    newDisplay: () => tslabDisplay(displays, randomUUID()),
    get versions() {
      const version = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
      return { tslab: version("tslab"), typescript: version("@tslab/typescript-for-tslab"), node: `v${versions.node}` };
    },
  };
}

/** With an id, every later call replaces what the first one showed. */
function tslabDisplay(displays: Displays, displayId?: string): TslabDisplay {
  let update = false;
  const raw = (type: string, content: unknown): void => {
    const text = content instanceof Uint8Array ? bytesToText(content) : content;
    displays.send({ data: cleanBundle({ [type]: text }), metadata: {} }, { displayId, update });
    update = displayId !== undefined;
  };
  const methods = Object.entries(TYPES).map(([name, type]) => [name, (content: unknown) => raw(type, content)]);
  return { ...(Object.fromEntries(methods) as Omit<TslabDisplay, "raw">), raw };
}
