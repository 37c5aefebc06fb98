/**
 * Types for the few parts of JupyterLab that a MIME renderer and a button use, and for the container protocol that loads a prebuilt
 * extension.
 * @see https://jupyterlab.readthedocs.io/en/4.6.x/extension/extension_dev.html#mime-renderer-plugins
 * @see https://webpack.js.org/concepts/module-federation/
 */

/** A Lumino widget: a node in the page, with callbacks for when it is shown, resized and disposed of. */
export interface Widget {
  readonly node: HTMLElement;
  readonly isDisposed: boolean;
  dispose(): void;
}

export interface WidgetClass {
  new (): Widget & { addClass(name: string): void };
}

export interface MimeModel {
  /** MIME type to content, as in the notebook file. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Changes the notebook. */
  setData(options: { readonly data: Readonly<Record<string, unknown>> }): void;
}

export interface Renderer extends Widget {
  renderModel(model: MimeModel): Promise<void>;
}

/** A notebook's renderers by their MIME types. */
export interface RenderMime {
  /** Resolves URLs in outputs; null outside notebooks. */
  readonly resolver: unknown;
  /** @throws {Error} for a type that no renderer draws */
  createRenderer(mimeType: string): Renderer;
}

export interface RendererPlugin {
  readonly id: string;
  readonly rank: number;
  readonly dataType: "json";
  readonly rendererFactory: {
    /** A safe renderer also draws in untrusted notebooks. */
    readonly safe: boolean;
    readonly mimeTypes: readonly string[];
    createRenderer(options: { readonly resolver: unknown }): Renderer;
  };
}

export interface KernelConnection {
  requestExecute(content: { code: string; store_history: boolean; allow_stdin: boolean }): {
    onIOPub: (message: { header: { msg_type: string }; content: Readonly<Record<string, unknown>> }) => void;
    readonly done: Promise<unknown>;
  };
  shutdown(): Promise<void>;
  dispose(): void;
}

export interface NotebookPanel {
  readonly toolbar: { insertItem(index: number, name: string, widget: Widget): boolean };
}

export interface NotebookContext {
  /** From the server's root. */
  readonly path: string;
  readonly ready: Promise<void>;
  readonly model: { toJSON(): unknown };
  readonly sessionContext: { readonly session: { readonly kernel: { readonly name: string } | null } | null };
  save(): Promise<void>;
}

export interface Disposable {
  readonly isDisposed: boolean;
  dispose(): void;
}

export interface App {
  readonly shell: {
    widgets(area: "main"): Iterable<{ readonly content?: { readonly rendermime?: RenderMime } }>;
  };
  readonly docRegistry: {
    addWidgetExtension(
      factory: "Notebook",
      extension: { createNew(panel: NotebookPanel, context: NotebookContext): Disposable },
    ): unknown;
  };
  readonly serviceManager: {
    readonly kernels: { startNew(model: { name: string; path: string }): Promise<KernelConnection> };
  };
}

/** @see https://jupyterlab.readthedocs.io/en/4.6.x/extension/extension_dev.html#application-plugins */
export interface Plugin {
  readonly id: string;
  readonly autoStart: boolean;
  activate(app: App): void;
}

/** Of `@jupyterlab/apputils`. */
export interface Dialogs {
  showDialog(options: { title: string; body: Widget | string; buttons: readonly unknown[] }): Promise<unknown>;
  readonly Dialog: { okButton(options?: { label: string }): unknown };
}

/** Package name to version to how to get it. */
export type ShareScope = Readonly<Record<string, Readonly<Record<string, { get(): Promise<() => unknown> }>>>>;

export interface Container {
  init(scope: ShareScope): void;
  get(module: string): Promise<() => unknown>;
}
