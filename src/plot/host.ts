/** The notebook around the helpers, if there is one: this kernel, Deno's, or tslab's. */
import { requirePackage } from "../backend/index.ts";
import { displaySymbol, type MimeBundle } from "./display.ts";

export type HostDisplay = (
  value: unknown,
  options: { readonly raw?: boolean; readonly display_id: string; readonly update?: boolean },
) => unknown;

/** What this kernel's comms offer; the names are the protocol's. */
export interface HostComm {
  readonly id: string;
  send(data: object, options?: { readonly buffers?: readonly Uint8Array[] }): void;
  close(): void;
  onMessage(
    handler: (event: {
      readonly data: Readonly<Record<string, unknown>>;
      readonly buffers: readonly Uint8Array[];
    }) => unknown,
  ): void;
  onClose(handler: () => unknown): void;
}

type OpenComm = (
  target: string,
  data: object,
  options: { readonly metadata: Readonly<Record<string, unknown>>; readonly buffers: readonly Uint8Array[] },
) => HostComm;

interface Host {
  readonly jupyter?: { readonly display?: HostDisplay; readonly openComm?: OpenComm };
  readonly Deno?: { readonly jupyter?: { readonly display?: HostDisplay } };
}

/** How a value shows itself: content by MIME type, and metadata about it. */
export type Shown = [data: MimeBundle, metadata: MimeBundle];

interface Showable {
  [displaySymbol](): Shown | Promise<unknown>;
}

/**
 * Shows a value under an id so that it can be replaced later; undefined in plain Node.
 * @see https://docs.deno.com/api/deno/~/Deno.jupyter.display
 */
export function hostDisplay(): HostDisplay | undefined {
  const host = globalThis as Host;
  return host.jupyter?.display ?? host.Deno?.jupyter?.display ?? tslabDisplay();
}

/** A channel to a page in the front end; undefined if the host has none. */
export function hostComm(...[target, data, options]: Parameters<OpenComm>): HostComm | undefined {
  return (globalThis as Host).jupyter?.openComm?.(target, data, options);
}

/** The content and metadata as the host takes them: Deno's kernel has no metadata. */
export function shown(data: MimeBundle, metadata: MimeBundle): Shown {
  const isDeno = (globalThis as Host).Deno?.jupyter !== undefined;
  return isDeno ? (data as unknown as Shown) : [data, metadata];
}

/**
 * The text by which a value is printed. tslab's kernel only prints the value of a cell, so there the value displays
 * itself when it is printed.
 */
export function printed(value: Showable & { toString(): string }): string {
  if ((globalThis as Host).jupyter === undefined) void tslabDisplay()?.(value, { display_id: "" });
  return value.toString();
}

interface TslabJupyter {
  readonly lastWriteDisplayData?:
    | ((
        content: { readonly data: unknown; readonly metadata: unknown; readonly transient: object },
        update: boolean,
      ) => void)
    | null;
}

/**
 * tslab's own display writes one type of content, but the function beneath it takes the whole bundle. It exists while
 * tslab's kernel runs a cell.
 */
function tslabDisplay(): HostDisplay | undefined {
  // Deno and bundles have no such list.
  const loaded = (requirePackage.cache ?? {}) as NodeJS.Dict<NodeJS.Module>;
  const file = Object.keys(loaded).find((path) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path));
  const tslab = file === undefined ? undefined : (loaded[file]?.exports as TslabJupyter | undefined);
  const write = tslab?.lastWriteDisplayData;
  if (write === undefined || write === null) return undefined;
  return (value, { raw = false, display_id, update = false }) => {
    const put = ([data, metadata]: Shown): void =>
      write({ data, metadata, transient: display_id === "" ? {} : { display_id } }, update);
    if (raw) return put([value as MimeBundle, {}]);
    const made = (value as Showable)[displaySymbol]();
    return made instanceof Promise ? made.then((found) => put(found as Shown)) : put(made);
  };
}
