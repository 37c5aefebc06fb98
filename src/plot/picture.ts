/** A still picture as a value: shown by any front end, static pages included. */
import { inspect as nodeInspect } from "node:util";
import { displaySymbol } from "./display.ts";
import { printed, shown, type Shown } from "./host.ts";
import { escape } from "./svg.ts";

export interface PictureParts {
  readonly png: Buffer;
  /** Size on the page in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** What is to be seen, in words: for screen readers, and where no picture can be shown. */
  readonly alt: string;
}

/** A still picture; a cell that ends with it shows it. `png` holds the file. */
export class Picture {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
  readonly alt: string;

  constructor({ png, width, height, alt }: PictureParts) {
    this.png = png;
    this.width = width;
    this.height = height;
    this.alt = alt;
  }

  /** html carries the words for screen readers; png is what static pages and PDF take. */
  [displaySymbol](): Shown {
    const base64 = this.png.toString("base64");
    return shown(
      { "text/html": imageTag(base64, this), "image/png": base64, "text/plain": this.toString() },
      { "image/png": { width: this.width, height: this.height, alt: this.alt } },
    );
  }

  toString(): string {
    return `[picture] ${this.alt}`;
  }

  [nodeInspect.custom](): string {
    return printed(this);
  }
}

/** An image with its words that is never wider than the page. */
export function imageTag(base64: string, { width, alt }: Pick<PictureParts, "width" | "alt">): string {
  return `<img src="data:image/png;base64,${base64}" width="${width}" alt="${escape(alt)}">`;
}
