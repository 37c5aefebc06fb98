/**
 * The prebuilt extension for JupyterLab 4 and Notebook 7: one script by hand in place of a bundler's runtime. The page loads
 * it, hands over the packages that it shares, and asks for the module that the extension's package.json names.
 */
import type { Container, RendererPlugin, ShareScope, WidgetClass } from "./jupyterlab.ts";
import { pictureType, pictureRendererOver } from "./picture.ts";
import { ownType, rendererOver } from "./renderer.ts";

let shared: ShareScope = {};

/** The page's own Lumino, so that our widgets are its widgets. */
async function widgetClass(): Promise<WidgetClass> {
  const [lumino] = Object.values(shared["@lumino/widgets"] ?? {});
  if (lumino === undefined) throw new Error("convkernel: this page shares no @lumino/widgets");
  const load = await lumino.get();
  return (load() as { Widget: WidgetClass }).Widget;
}

const container: Container = {
  init(scope) {
    shared = scope;
  },
  async get(module) {
    if (module !== "./mimeExtension") throw new Error(`convkernel: there is no module ${module}`);
    const Widget = await widgetClass();
    const [FigureRenderer, PictureRenderer] = [rendererOver(Widget), pictureRendererOver(Widget)];
    const plugin: RendererPlugin = {
      id: "convkernel:figure",
      rank: 0,
      dataType: "json",
      rendererFactory: { safe: true, mimeTypes: [ownType], createRenderer: () => new FigureRenderer() },
    };
    const pictures: RendererPlugin = {
      id: "convkernel:picture",
      rank: 0,
      dataType: "json",
      rendererFactory: { safe: true, mimeTypes: [pictureType], createRenderer: () => new PictureRenderer() },
    };
    // Without the mark the page takes the module itself for the plugin, and stays blank.
    return () => ({ __esModule: true, default: [plugin, pictures] });
  },
};

const page = globalThis as unknown as { _JUPYTERLAB?: Record<string, Container> };
page._JUPYTERLAB ??= {};
page._JUPYTERLAB.convkernel = container;
