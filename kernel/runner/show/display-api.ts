/**
 * `display` as cells call it: for any value, and for content of a named type.
 *
 * Example: `const bar = await display(progress, { displayId: true }); await bar.update(next);`
 */
import { randomUUID } from "node:crypto";
import type { MimeBundle } from "../../contract/runner.ts";
import type { Displays } from "./displays.ts";
import { cleanBundle, cleanMetadata } from "./mime.ts";

export interface DisplayOptions {
  /** Names the output, so that any later cell can replace it; `true` makes a new name. */
  readonly displayId?: string | true | undefined;
  /** Deno's spelling of `displayId`. */
  readonly display_id?: string | undefined;
  /** Replaces what was shown under `displayId`. */
  readonly update?: boolean | undefined;
  /** The value is already a MIME bundle. */
  readonly raw?: boolean | undefined;
  /** Metadata of a raw bundle, such as `{ "image/png": { width: 100 } }`. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** An output that can be replaced. */
export interface DisplayHandle {
  readonly displayId: string;
  update(value: unknown, options?: Pick<DisplayOptions, "raw" | "metadata">): Promise<void>;
}

export interface Display {
  /** Shows a value in the way a cell's result is shown. */
  (value: unknown, options: DisplayOptions & { readonly displayId: string | true }): Promise<DisplayHandle>;
  (value: unknown, options?: DisplayOptions): Promise<void>;
  html(source: string): void;
  markdown(source: string): void;
  latex(source: string): void;
  svg(source: string): void;
  javascript(source: string): void;
  text(source: string): void;
  png(bytes: Uint8Array | string): void;
  jpeg(bytes: Uint8Array | string): void;
  gif(bytes: Uint8Array | string): void;
  pdf(bytes: Uint8Array | string): void;
  json(value: unknown): void;
  /** A Vega 5 or Vega-Lite 5 specification; its `$schema` tells which. */
  vega(specification: object): void;
  /** A MIME bundle, or one type with its content. */
  raw(bundle: MimeBundle, metadata?: Readonly<Record<string, unknown>>): void;
  raw(type: string, content: unknown): void;
}

export function createDisplay(displays: Displays): Display {
  async function display(value: unknown, options: DisplayOptions = {}): Promise<DisplayHandle | void> {
    const { displayId: asked, display_id, update, raw, metadata } = options;
    const displayId = asked === true ? randomUUID() : (asked ?? display_id);
    const show = (
      shown: unknown,
      target: { displayId?: string | undefined; update?: boolean | undefined },
      how: typeof options,
    ) => (how.raw === true ? sendRaw(shown, how.metadata ?? {}, target) : displays.show(shown, target));
    await show(value, { displayId, update }, { raw, metadata });
    if (asked === undefined) return undefined;
    return {
      displayId: displayId!,
      update: async (next, how = {}) => {
        await show(next, { displayId, update: true }, how);
      },
    };
  }

  function sendRaw(
    bundle: unknown,
    metadata: MimeBundle,
    target: { displayId?: string | undefined; update?: boolean | undefined },
  ): void {
    if (typeof bundle !== "object" || bundle === null) {
      throw new TypeError(`display: expected a MIME bundle (an object) with { raw: true }, got ${String(bundle)}`);
    }
    displays.send({ data: cleanBundle(bundle as MimeBundle), metadata: cleanMetadata(metadata) }, target);
  }

  const ofType = (type: string) => (content: unknown) => sendRaw(withText(type, content), {}, {});
  return Object.assign(display, {
    html: ofType("text/html"),
    markdown: ofType("text/markdown"),
    latex: ofType("text/latex"),
    svg: ofType("image/svg+xml"),
    javascript: ofType("text/javascript"),
    text: ofType("text/plain"),
    png: ofType("image/png"),
    jpeg: ofType("image/jpeg"),
    gif: ofType("image/gif"),
    pdf: ofType("application/pdf"),
    json: ofType("application/json"),
    vega: (specification: object) => sendRaw(withText(vegaType(specification), specification), {}, {}),
    raw: (bundle: MimeBundle | string, content?: unknown) =>
      typeof bundle === "string"
        ? sendRaw(withText(bundle, content), {}, {})
        : sendRaw(bundle, (content ?? {}) as MimeBundle, {}),
  }) as Display;
}

/** The MIME type of a specification. Reference: https://vega.github.io/schema/ */
export function vegaType(specification: object): string {
  const { $schema } = specification as { $schema?: unknown };
  const match = /\/schema\/(vega|vega-lite)\/v(\d+)/.exec(String($schema));
  return match === null
    ? "application/vnd.vegalite.v5+json"
    : `application/vnd.${match[1]!.replace("-", "")}.v${match[2]!}+json`;
}

/** Adds text to a bundle, for front ends that do not know its type. */
export function withText(type: string, content: unknown): MimeBundle {
  if (type === "text/plain") return { [type]: content };
  const isSource = typeof content === "string" && /^text\/(markdown|latex)$/.test(type);
  return { [type]: content, "text/plain": isSource ? content : `[${type}]` };
}
