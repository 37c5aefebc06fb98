/**
 * Live pictures: a page in the notebook and the kernel behind it, sharing a state that both can change. The front end
 * is anywidget's, which JupyterLab's widget manager loads; without it, the still picture in the same bundle is shown.
 *
 * Reference: https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md (protocol 2.1.0)
 */
import { inspect as nodeInspect } from "node:util";
import { keyword, required, signature } from "../../shape/index.ts";
import { displaySymbol } from "../display.ts";
import { hostComm, printed, shown, type HostComm, type Shown } from "../host.ts";
import * as is from "../kinds.ts";
import { Picture, stillTag } from "../picture.ts";

/** What both sides share: JSON, and binary data, which is sent alongside. */
export type WidgetState = Readonly<Record<string, unknown>>;

export interface WidgetParts<State extends WidgetState> {
  /** An ES module: `export default { render({ model, el }) { ... } }`, with anywidget's model. */
  readonly esm: string;
  readonly css?: string | undefined;
  readonly state: State;
  /** What is shown if there is no widget manager. */
  readonly still?: Picture | (() => Picture) | undefined;
  /** Called with the values that the page has changed. */
  readonly onChange?: ((changes: Partial<State>) => void) | undefined;
  /** Called with what the page sends through `model.send`. */
  readonly onMessage?: ((content: unknown) => void) | undefined;
}

const widgetSignature = signature("widget", {
  esm: required(is.string),
  css: keyword(is.string, ""),
  state: keyword(is.record, {}),
  still: keyword(
    is.kind(
      "Picture or function",
      (value): value is Picture | (() => Picture) => value instanceof Picture || typeof value === "function",
    ),
    undefined,
  ),
  onChange: keyword(is.callable<(changes: WidgetState) => void>(), undefined),
  onMessage: keyword(is.callable<(content: unknown) => void>(), undefined),
});

const viewType = "application/vnd.jupyter.widget-view+json";
/**
 * Tells this package's JupyterLab extension that it may draw the view; if the kernel no longer has the model, it shows
 * the still picture.
 */
const ownType = "application/vnd.convkernel.live+json";
/** The message by which a page asks for the current state, to be stored in the notebook, and the answer. */
export const stillRequest = "convkernel.still";

/** Names reserved for the protocol. */
const own = /^_(?:model|view|dom|esm|css|anywidget)/;

/** Made by `widget`. */
export class Widget<State extends WidgetState = WidgetState> {
  readonly #parts: WidgetParts<State>;
  #state: State;
  #comm: HostComm | undefined;

  constructor(parts: WidgetParts<State>) {
    const reserved = Object.keys(parts.state).find((name) => own.test(name));
    if (reserved !== undefined)
      throw new RangeError(`widget: expected other names than the protocol's in state, got ${reserved}`);
    this.#parts = parts;
    this.#state = { ...parts.state };
  }

  /** The current state on both sides. */
  get state(): State {
    return this.#state;
  }

  /** Whether a front end may be listening. */
  get isOpen(): boolean {
    return this.#comm !== undefined;
  }

  /** Changes the state here and on the page. */
  set(changes: Partial<State>): void {
    this.#state = { ...this.#state, ...changes };
    if (this.#comm !== undefined) this.#send(changes);
  }

  /** Sends the page a message that is not state: there `model.on("msg:custom", (content) => ...)` receives it. */
  send(content: unknown): void {
    this.#comm?.send({ method: "custom", content });
  }

  /** Closes the connection; the still picture stays on the page. */
  close(): void {
    this.#comm?.close();
    this.#comm = undefined;
  }

  /** The widget's view for front ends that support it, the still picture for others. */
  [displaySymbol](): Shown {
    this.#open();
    const picture = this.#still();
    const view =
      this.#comm === undefined
        ? {}
        : { [ownType]: {}, [viewType]: { version_major: 2, version_minor: 0, model_id: this.#comm.id } };
    const words = wordsOf(picture);
    if (picture === undefined) return shown({ ...view, "text/plain": words }, {});
    const { png, width, height, alt } = picture;
    return shown(
      {
        ...view,
        "text/html": stillTag(picture),
        "image/png": png.toString("base64"),
        "text/plain": words,
      },
      { "image/png": { width, height, alt } },
    );
  }

  toString(): string {
    return wordsOf(this.#still());
  }

  [nodeInspect.custom](): string {
    return printed(this);
  }

  #still(): Picture | undefined {
    const { still } = this.#parts;
    return typeof still === "function" ? still() : still;
  }

  /** All that a page needs to create the model, even a page reloaded while the kernel lives. */
  #model(): WidgetState {
    const { esm, css = "" } = this.#parts;
    return {
      _model_module: "anywidget",
      _model_module_version: "*",
      _model_name: "AnyModel",
      _view_module: "anywidget",
      _view_module_version: "*",
      _view_name: "AnyView",
      _dom_classes: [],
      _esm: esm,
      _css: css,
      _anywidget_id: "convkernel.widget",
      ...this.#state,
    };
  }

  /** One model for all places where the widget is shown. */
  #open(): void {
    if (this.#comm !== undefined) return;
    const { state, paths, buffers } = apart(this.#model());
    const comm = hostComm(
      "jupyter.widget",
      { state, buffer_paths: paths },
      { metadata: { version: "2.1.0" }, buffers },
    );
    if (comm === undefined) return;
    this.#comm = comm;
    comm.onMessage(({ data, buffers: received }) => this.#receive(data, received));
    comm.onClose(() => {
      this.#comm = undefined;
    });
  }

  #receive(data: Readonly<Record<string, unknown>>, buffers: readonly Uint8Array[]): void {
    const { method } = data;
    if (method === "request_state") return this.#send(this.#model());
    if (method === "custom") {
      const { content } = data;
      if (this.#parts.still !== undefined && isStillRequest(content)) return this.send(stillAnswer(this));
      return this.#parts.onMessage?.(content);
    }
    if (method !== "update") return;
    const changes = { ...(data["state"] as Record<string, unknown>) };
    for (const [i, path] of ((data["buffer_paths"] ?? []) as (readonly (string | number)[])[]).entries())
      if (path.length === 1) changes[String(path[0])] = buffers[i];
    // Leaves out what the page cannot know of, and the protocol's own names.
    const known = Object.fromEntries(Object.entries(changes).filter(([name]) => Object.hasOwn(this.#state, name)));
    if (Object.keys(known).length === 0) return;
    this.#state = { ...this.#state, ...known };
    this.#parts.onChange?.(known as Partial<State>);
  }

  #send(changes: WidgetState): void {
    const { state, paths, buffers } = apart(changes);
    this.#comm?.send({ method: "update", state, buffer_paths: paths }, { buffers });
  }
}

const wordsOf = (picture: Picture | undefined): string =>
  picture === undefined ? "[widget]" : `[widget] ${picture.alt}`;

export const isStillRequest = (content: unknown): boolean =>
  (content as { readonly kind?: unknown } | null | undefined)?.kind === stillRequest;

/** The bundle in its current state, for a page that asked for it. */
export const stillAnswer = (value: { [displaySymbol](): unknown }): object => ({
  kind: stillRequest,
  bundle: (value[displaySymbol]() as Shown)[0],
});

/** Separates JSON from binary data, which leaves a path in the message. */
function apart(values: WidgetState): {
  readonly state: Record<string, unknown>;
  readonly paths: readonly (readonly string[])[];
  readonly buffers: readonly Uint8Array[];
} {
  const entries = Object.entries(values);
  const bytes = entries.filter(([, value]) => ArrayBuffer.isView(value));
  return {
    state: Object.fromEntries(entries.filter(([, value]) => !ArrayBuffer.isView(value))),
    paths: bytes.map(([name]) => [name]),
    buffers: bytes.map(([, value]) => {
      const view = value as ArrayBufferView;
      return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    }),
  };
}

/**
 * A picture that a page draws and the kernel feeds: whatever either side changes in `state`, the other receives. Typed
 * arrays are sent as bytes; the page receives them as a DataView. Needs a notebook with anywidget's front end, which
 * comes with `npm start`; elsewhere `still` is shown.
 * @throws {TypeError} if `esm` is not the text of an ES module, or for an unknown option
 * @see https://anywidget.dev/en/afm/
 * @example
 * const counter = widget({ esm: "export default { render() {} }", state: { count: 0 } });
 * counter.set({ count: 1 });
 * counter.state.count // 1
 */
export function widget<State extends WidgetState>(parts: WidgetParts<State>): Widget<State>;
export function widget(...given: unknown[]): Widget {
  return new Widget(widgetSignature.read(given) as WidgetParts<WidgetState>);
}
