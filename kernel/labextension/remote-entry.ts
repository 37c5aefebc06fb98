/**
 * The prebuilt extension for JupyterLab 4 and Notebook 7: one hand-written script instead of a bundler's runtime. The page loads it, passes
 * in the packages that it shares, and asks for the module that the extension's package.json names.
 */
import { checkAnswers } from "./check-answers.ts";
import type { App, Container, Dialogs, Plugin, RendererPlugin, ShareScope, WidgetClass } from "./jupyterlab.ts";
import { liveRenderer, liveType, stillRendererOver } from "./live-view.ts";
import { pictureType, pictureRendererOver } from "./picture.ts";
import { ownType, rendererOver } from "./renderer.ts";

let shared: ShareScope = {};
/** Known as soon as the page has started, before any notebook is open. */
let app: App | undefined;

/** Gets one of the page's own packages. */
async function ofPage(name: string): Promise<unknown> {
  const [found] = Object.values(shared[name] ?? {});
  if (found === undefined) throw new Error(`convkernel: this page shares no ${name}`);
  return (await found.get())();
}

/** The page's own Lumino class, so that our widgets are compatible with the page's. */
const widgetClass = async (): Promise<WidgetClass> =>
  ((await ofPage("@lumino/widgets")) as { Widget: WidgetClass }).Widget;

/** Renderers do not get the app that they draw in, so a plugin notes it. */
const starter: Plugin = {
  id: "convkernel:app",
  autoStart: true,
  activate(started) {
    app = started;
  },
};

async function renderers(): Promise<readonly RendererPlugin[]> {
  const Widget = await widgetClass();
  const [FigureRenderer, PictureRenderer] = [rendererOver(Widget), pictureRendererOver(Widget)];
  const StillRenderer = stillRendererOver(Widget);
  return [
    {
      id: "convkernel:figure",
      rank: 0,
      dataType: "json",
      rendererFactory: { safe: true, mimeTypes: [ownType], createRenderer: () => new FigureRenderer() },
    },
    {
      id: "convkernel:picture",
      rank: 0,
      dataType: "json",
      rendererFactory: { safe: true, mimeTypes: [pictureType], createRenderer: () => new PictureRenderer() },
    },
    {
      id: "convkernel:live",
      // Before the widget manager, which has -10.
      rank: -20,
      dataType: "json",
      rendererFactory: {
        safe: false,
        mimeTypes: [liveType],
        createRenderer: ({ resolver }) => liveRenderer(app, resolver) ?? new StillRenderer(),
      },
    },
  ];
}

async function programs(): Promise<readonly Plugin[]> {
  const dialogs = (await ofPage("@jupyterlab/apputils")) as Dialogs;
  return [starter, checkAnswers(await widgetClass(), dialogs)];
}

const container: Container = {
  init(scope) {
    shared = scope;
  },
  async get(module) {
    const plugins =
      module === "./mimeExtension" ? await renderers() : module === "./extension" ? await programs() : undefined;
    if (plugins === undefined) throw new Error(`convkernel: there is no module ${module}`);
    // Without this mark the page treats the module itself as the plugin, and stays blank.
    return () => ({ __esModule: true, default: plugins });
  },
};

const page = globalThis as unknown as { _JUPYTERLAB?: Record<string, Container> };
page._JUPYTERLAB ??= {};
page._JUPYTERLAB.convkernel = container;
