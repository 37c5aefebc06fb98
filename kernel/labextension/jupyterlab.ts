/**
 * The few parts of JupyterLab that a MIME renderer touches, and the container protocol by which a prebuilt extension is
 * loaded.
 * @see https://jupyterlab.readthedocs.io/en/4.6.x/extension/extension_dev.html#mime-renderer-plugins
 * @see https://webpack.js.org/concepts/module-federation/
 */

/** A Lumino widget: a node in the page with calls when it is shown, resized and thrown away. */
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
}

export interface Renderer extends Widget {
  renderModel(model: MimeModel): Promise<void>;
}

export interface RendererPlugin {
  readonly id: string;
  readonly rank: number;
  readonly dataType: "json";
  readonly rendererFactory: {
    /** A safe renderer draws in notebooks that are not trusted too. */
    readonly safe: boolean;
    readonly mimeTypes: readonly string[];
    createRenderer(): Renderer;
  };
}

/** Package name to version to how it is had. */
export type ShareScope = Readonly<Record<string, Readonly<Record<string, { get(): Promise<() => unknown> }>>>>;

export interface Container {
  init(scope: ShareScope): void;
  get(module: string): Promise<() => unknown>;
}
