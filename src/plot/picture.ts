/** A still picture as a value: shown by any front end, static pages included. */
import { inspect as nodeInspect } from "node:util";
import { displaySymbol } from "./display.ts";
import { printed, shown, type Shown } from "./host.ts";
import { escape, svgToPng } from "./svg.ts";

export interface PictureParts {
  readonly png: Buffer;
  /** Size on the page in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** What is to be seen, in words: for screen readers, and where no picture can be shown. */
  readonly alt: string;
  /** The drawing from which the pixels were made, where there is one. */
  readonly svg?: string | undefined;
}

/** Says to the JupyterLab extension of this package that the PNG beside it is for its renderer, which gives it its words. */
export const pictureType = "application/vnd.convkernel.picture+json";

/** A still picture; a cell that ends with it shows it. `png` holds the file. */
export class Picture {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly svg: string | undefined;

  constructor({ png, width, height, alt, svg }: PictureParts) {
    this.png = png;
    this.width = width;
    this.height = height;
    this.alt = alt;
    this.svg = svg;
  }

  /** A drawing of `svgDocument` as a picture. */
  static ofSvg(svg: string, width: number, height: number, alt: string): Picture {
    return new Picture({ png: svgToPng(svg), width: Math.ceil(width), height: Math.ceil(height), alt, svg });
  }

  /** The pixels once; the words beside them, which our renderer and exported pages read. */
  [displaySymbol](): Shown {
    const { width, height, alt } = this;
    return shown(
      { [pictureType]: { width, alt }, "image/png": this.png.toString("base64"), "text/plain": this.toString() },
      { "image/png": { width, height, alt } },
    );
  }

  toString(): string {
    return `[picture] ${this.alt}`;
  }

  [nodeInspect.custom](): string {
    return printed(this);
  }
}

/** An image with its words that is never wider than the page: as a drawing, which is smaller and sharper, where there is one. */
export function stillTag({ png, svg, width, alt }: Picture): string {
  const drawing = svg !== undefined && svg.length < png.length * 1.5 ? Buffer.from(svg).toString("base64") : undefined;
  const source =
    drawing === undefined ? `image/png;base64,${png.toString("base64")}` : `image/svg+xml;base64,${drawing}`;
  return `<img src="data:${source}" width="${width}" alt="${escape(alt)}">`;
}
