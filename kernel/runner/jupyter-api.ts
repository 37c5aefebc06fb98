/**
 * The `jupyter` global of cells: the names of Deno's `Deno.jupyter`, and the rest of what Jupyter's protocol offers.
 * Reference: https://docs.deno.com/api/deno/~/Deno.jupyter
 */
import { readFile } from "node:fs/promises";
import type { MimeBundle } from "../contract/runner.ts";
import type { Channel } from "./channel.ts";
import type { Comm, CommHandler, Comms, CommOptions } from "./comms.ts";
import { cellContext } from "./stop/context.ts";
import type { Display } from "./show/display-api.ts";
import { withText } from "./show/display-api.ts";
import type { Displays } from "./show/displays.ts";
import { DISPLAY_SYMBOL, formatValue } from "./show/format.ts";
import { cleanBundle, imageType } from "./show/mime.ts";
import type { Payloads } from "./show/payloads.ts";

/** A value that shows itself. */
export interface Displayable {
  [DISPLAY_SYMBOL](): MimeBundle;
}

interface Tag {
  /** Takes the source as a string. */
  (source: string): Displayable;
  /** Takes the source as a tagged template. */
  (strings: TemplateStringsArray, ...values: readonly unknown[]): Displayable;
}

export interface JupyterApi {
  readonly $display: typeof DISPLAY_SYMBOL;
  readonly display: Display;
  /** The MIME bundle that `display` would show. */
  format(value: unknown): Promise<MimeBundle>;
  /** Sends any message to the front ends. */
  broadcast(type: string, content: object, options?: CommOptions): Promise<void>;
  readonly md: Tag;
  readonly html: Tag;
  readonly svg: Tag;
  /** An image file, or the bytes of one (PNG or JPEG). */
  image(pathOrBytes: string | Uint8Array): Displayable | Promise<Displayable>;
  /** Removes the cell's output; with `wait`, only when new output arrives. */
  clearOutput(options?: { readonly wait?: boolean }): void;
  /** Shows text beside the notebook when the cell has ended. */
  page(content: string | MimeBundle): void;
  /** Puts text into a new cell below, or in place of this one. */
  setNextInput(text: string, options?: { readonly replace?: boolean }): void;
  /** Opens a comm towards the front end. */
  openComm(target: string, data?: object, options?: CommOptions): Comm;
  /** Answers comms that the front end opens. */
  registerTarget(target: string, handler: CommHandler): void;
}

export interface JupyterParts {
  readonly channel: Channel;
  readonly displays: Displays;
  readonly display: Display;
  readonly payloads: Payloads;
  readonly comms: Comms;
}

export function createJupyter({ channel, displays, display, payloads, comms }: JupyterParts): JupyterApi {
  return {
    $display: DISPLAY_SYMBOL,
    display,
    format: async (value) => (await formatValue(value)).data,
    broadcast: async (type, content, { metadata = {}, buffers = [] } = {}) => {
      if (type === "comm_open" || type === "comm_msg" || type === "comm_close") {
        comms.send({ type, content: content as Record<string, unknown>, metadata, buffers });
      } else channel.send({ kind: "broadcast", parent: cellContext().parent, type, content, metadata }, buffers);
    },
    md: tag("text/markdown"),
    html: tag("text/html"),
    svg: tag("image/svg+xml"),
    image: (source) => (typeof source === "string" ? readFile(source).then(image) : image(source)),
    clearOutput: ({ wait = false } = {}) => displays.clear(wait),
    page: (content) => {
      const data = typeof content === "string" ? { "text/plain": content } : cleanBundle(content);
      payloads.add({ source: "page", data, start: 0 });
    },
    setNextInput: (text, { replace = false } = {}) =>
      payloads.add({ source: "set_next_input", text: String(text), replace: Boolean(replace) }),
    openComm: (target, data, options) => comms.open(target, data, options),
    registerTarget: (target, handler) => comms.register(target, handler),
  };
}

function tag(type: string): Tag {
  return (source: string | TemplateStringsArray, ...values: readonly unknown[]) => {
    const text = typeof source === "string" ? source : String.raw({ raw: source }, ...values);
    return displayable(withText(type, text));
  };
}

function image(bytes: Uint8Array): Displayable {
  const type = imageType(bytes);
  if (type === undefined) throw new TypeError("image: expected the bytes of a PNG or JPEG file, got something else");
  return displayable(withText(type, bytes));
}

function displayable(bundle: MimeBundle): Displayable {
  return { [DISPLAY_SYMBOL]: () => bundle };
}
