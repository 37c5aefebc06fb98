/** Draws still pictures with their alternative text, which JupyterLab's own PNG renderer does not support. */
import type { MimeModel, Renderer, WidgetClass } from "./jupyterlab.ts";

/** Marks that the PNG beside it is for this renderer; its content is the picture's alternative text. */
export const pictureType = "application/vnd.convkernel.picture+json";

export function pictureRendererOver(Widget: WidgetClass): new () => Renderer {
  return class extends Widget implements Renderer {
    constructor() {
      super();
      this.addClass("convkernel-picture");
    }

    async renderModel(model: MimeModel): Promise<void> {
      const { alt = "", width } = (model.data[pictureType] ?? {}) as { alt?: string; width?: number };
      const image = document.createElement("img");
      image.src = `data:image/png;base64,${String(model.data["image/png"])}`;
      image.alt = alt;
      if (width !== undefined) image.width = width;
      // Smaller in a narrow window, and never distorted.
      image.style.maxWidth = "100%";
      image.style.height = "auto";
      this.node.replaceChildren(image);
    }
  };
}
