/**
 * Live pictures: shows the widget manager's own view if the kernel still has the model, otherwise the still picture in the same bundle. So
 * a reopened notebook shows the last state instead of "model not found".
 * @see https://github.com/jupyter-widgets/ipywidgets/blob/main/python/jupyterlab_widgets/src/renderer.ts
 */
import type { App, MimeModel, Renderer, RenderMime, WidgetClass } from "./jupyterlab.ts";

/** Marks that the view beside it is for this renderer. */
export const liveType = "application/vnd.convkernel.live+json";
const viewType = "application/vnd.jupyter.widget-view+json";

/**
 * Events of the page inside: whether its still pictures are kept, and a new one. The names are our own; `src/plot/pages/model.ts` sends the
 * events.
 */
const keepsEvent = "convkernel:keeps";
const stillEvent = "convkernel:still";

/** A Lumino panel that receives the view once the manager has found the model. */
interface ViewRenderer extends Renderer {
  readonly widgets: readonly { readonly disposed: { connect(slot: () => void): void } }[];
  show(): void;
}

/**
 * @param resolver identifies the notebook, because each notebook has its own @returns undefined if the notebook has no widget manager
 */
export function liveRenderer(app: App | undefined, resolver: unknown): Renderer | undefined {
  const rendermime = notebooksOf(app).find((found) => found.resolver === resolver);
  try {
    // The manager attaches itself to renderers of its own class, so this one must remain an instance of that class.
    const made = rendermime?.createRenderer(viewType);
    return made === undefined ? undefined : withStill(made as ViewRenderer);
  } catch {
    return undefined;
  }
}

/** For pages without a widget manager. */
export function stillRendererOver(Widget: WidgetClass): new () => Renderer {
  return class extends Widget implements Renderer {
    async renderModel(model: MimeModel): Promise<void> {
      this.node.replaceChildren(stillOf(model));
    }
  };
}

function notebooksOf(app: App | undefined): readonly RenderMime[] {
  const widgets = app === undefined ? [] : [...app.shell.widgets("main")];
  return widgets.flatMap(({ content }) => (content?.rendermime?.resolver == null ? [] : [content.rendermime]));
}

function withStill(renderer: ViewRenderer): Renderer {
  const draw = renderer.renderModel.bind(renderer);
  // The manager modifies the model that it draws and keeps it to draw later, so it gets a copy and the notebook stays unchanged.
  const originals = new WeakMap<MimeModel, MimeModel>();
  let [model, shown]: [MimeModel?, unknown?] = [];

  function showStill(): void {
    if (renderer.isDisposed || renderer.widgets.length > 0 || model === undefined) return;
    renderer.node.replaceChildren(stillOf(model));
    renderer.show();
  }
  renderer.renderModel = async (given) => {
    model = originals.get(given) ?? given;
    const view = model.data[viewType] as { readonly model_id?: unknown };
    // The bundle has a new still picture but the view is live, so it keeps its focus and state.
    if (renderer.widgets.length > 0 && shown === view.model_id) return;
    shown = view.model_id;
    const copy: MimeModel = { data: { ...model.data, [viewType]: { ...view } }, setData: () => undefined };
    originals.set(copy, model);
    const drawn = draw(copy);
    // "Loading widget..." may stay for ever if no kernel starts.
    showStill();
    await drawn;
    showStill();
    // When the kernel closes a model, its view is removed.
    renderer.widgets.at(-1)?.disposed.connect(showStill);
  };
  renderer.node.addEventListener(keepsEvent, (event) => event.preventDefault());
  renderer.node.addEventListener(stillEvent, (event) => {
    const { detail } = event as CustomEvent<Readonly<Record<string, unknown>>>;
    model?.setData({ data: { ...model.data, ...detail } });
  });
  return renderer;
}

/** Drawn only in trusted notebooks, like any HTML. */
function stillOf({ data }: MimeModel): HTMLElement {
  const place = document.createElement("div");
  place.className = "jp-RenderedHTMLCommon convkernel-still";
  // In a notebook file text may be a list of lines.
  const textOf = (type: string): string => [(data[type] ?? "") as string | string[]].flat().join("");
  if ("text/html" in data) place.innerHTML = textOf("text/html");
  else place.textContent = textOf("text/plain");
  return place;
}
