/**
 * The prebuilt extension for JupyterLab 4 and Notebook 7: one script by hand in place of a bundler's runtime. The page loads
 * it, hands over the packages that it shares, and asks for the module that the extension's package.json names.
 */
import { checkAnswers } from "./check-answers.ts";
import type { Container, Dialogs, RendererPlugin, ShareScope, WidgetClass } from "./jupyterlab.ts";
import { pictureType, pictureRendererOver } from "./picture.ts";
import { ownType, rendererOver } from "./renderer.ts";

let shared: ShareScope = {};

/** A package of the page's own. */
async function ofPage(name: string): Promise<unknown> {
  const [found] = Object.values(shared[name] ?? {});
  if (found === undefined) throw new Error(`convkernel: this page shares no ${name}`);
  return (await found.get())();
}

/** The page's own Lumino, so that our widgets are its widgets. */
const widgetClass = async (): Promise<WidgetClass> =>
  ((await ofPage("@lumino/widgets")) as { Widget: WidgetClass }).Widget;

const container: Container = {
  init(scope) {
    shared = scope;
  },
  async get(module) {
    const Widget = await widgetClass();
    if (module === "./extension") {
      const plugin = checkAnswers(Widget, (await ofPage("@jupyterlab/apputils")) as Dialogs);
      return () => ({ __esModule: true, default: plugin });
    }
    if (module !== "./mimeExtension") throw new Error(`convkernel: there is no module ${module}`);
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
