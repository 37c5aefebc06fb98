/**
 * Interactive pictures: each is a page of its own that needs nothing but a browser, and a still picture where scripts
 * do not run.
 */
import { inspect as nodeInspect } from "node:util";
import { hash } from "node:crypto";
import { language } from "../data/language.ts";
import { displaySymbol } from "./display.ts";
import { printed, shown, type Shown } from "./host.ts";
import { pageScripts } from "./page-scripts.ts";
import { stillTag, type Picture } from "./picture.ts";
import { wordsOf } from "./words.ts";

/** Pages that need no kernel. */
export type PageName = Exclude<keyof typeof pageScripts, "kernel-editor" | "dashboard">;

/** What a page's script receives: what to draw, and its sentences in the reader's language. */
export interface PageInput<Data extends object> {
  readonly data: Data;
  readonly words: Readonly<Record<string, string>>;
  readonly language: string;
}

/** An interactive picture; made by `plot.explorer` and others. */
export class Page {
  /** What is shown where scripts do not run; the page starts from it. */
  readonly still: Picture;
  readonly name: PageName;
  readonly #data: object;

  constructor(name: PageName, still: Picture, data: object) {
    this.name = name;
    this.still = still;
    this.#data = data;
  }

  /** The same description as its still picture's. */
  get alt(): string {
    return this.still.alt;
  }

  /** All that a browser needs: the still picture, and the script that replaces it. */
  html(): string {
    const input: PageInput<object> = { data: this.#data, words: wordsOf(this.name), language: language() };
    const json = JSON.stringify(input).replaceAll("<", "\\u003c");
    // Two pages that show the same thing share a name, and each is drawn.
    const id = `convkernel-${hash("sha1", json).slice(0, 10)}`;
    return (
      `<div class="${id}">${stillTag(this.still)}</div>\n<script>\n(() => {\n${pageScripts[this.name]}\n` +
      `const input = ${json};\n` +
      `document.querySelectorAll(".${id}:not([data-drawn])").forEach((root) => page.draw(root, input));\n})();\n</script>`
    );
  }

  [displaySymbol](): Shown {
    const { png, width, height, alt } = this.still;
    return shown(
      { "text/html": this.html(), "image/png": png.toString("base64"), "text/plain": this.toString() },
      { "image/png": { width, height, alt } },
    );
  }

  toString(): string {
    return `[${this.name}] ${this.still.alt}`;
  }

  [nodeInspect.custom](): string {
    return printed(this);
  }
}
