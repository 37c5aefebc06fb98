/** What all pages share: elements, the colours of the page around them, sliders, grids of numbers, planes of pixels. */
import { fill } from "../fill.ts";
import { style } from "./style.ts";

/** The input, as `page.ts` sends it. */
export interface Input<Data> {
  readonly data: Data;
  readonly words: Readonly<Record<string, string>>;
  readonly language: string;
}

export interface Frame {
  readonly box: HTMLElement;
  /** A sentence in the reader's language. */
  readonly say: (key: string, parts?: Readonly<Record<string, string | number>>) => string;
  /** Tells those who do not see the picture what has changed. */
  readonly tell: (words: string) => void;
}

/** Makes room in `root`, replacing the still picture. */
export function begin(root: HTMLElement, name: string, { words, language }: Input<unknown>): Frame {
  root.dataset["drawn"] = "";
  const box = element("div", `ck ck-${name}`, { lang: language });
  // JupyterLab's own shortcuts would take the keys. It looks for shortcuts of the focused element first, and of those around it only if
  // there are none; the arrow keys of a notebook are among these.
  box.addEventListener("focusin", ({ target }) => {
    (target as Element).setAttribute("data-lm-suppress-shortcuts", "true");
  });
  // Therefore Escape leads back to the cell, where these shortcuts work.
  box.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") root.parentElement?.closest<HTMLElement>("[tabindex]")?.focus();
  });
  const sheet = element("style");
  sheet.textContent = style;
  const told = element("div", "ck-told", { "aria-live": "polite" });
  box.append(told);
  root.replaceChildren(sheet, box);
  followTheme(root, box);
  return {
    box,
    say: (key, parts) => fill(words[key] ?? key, parts),
    tell: (text) => {
      told.textContent = text;
    },
  };
}

/** The colour of its text shows whether the page is dark; this works in every front end. */
function followTheme(root: HTMLElement, box: HTMLElement): void {
  const look = (): void => {
    const parts = getComputedStyle(root)
      .color.match(/[\d.]+/g)
      ?.map(Number) ?? [0, 0, 0];
    box.dataset["theme"] = luminance(parts.slice(0, 3)) > 0.3 ? "dark" : "light";
  };
  look();
  const watch = new MutationObserver(() => {
    if (root.isConnected) look();
    else watch.disconnect();
  });
  for (const node of [document.documentElement, document.body])
    watch.observe(node, {
      attributes: true,
      attributeFilter: ["class", "style", "data-jp-theme-light", "data-jp-theme-name"],
    });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look);
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = "",
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

export function svgElement(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Node | string)[]
): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

export function button(label: string, press: () => void): HTMLButtonElement {
  const made = element("button", "ck-button", { type: "button" }, label);
  made.addEventListener("click", press);
  return made;
}

export interface Slider {
  readonly node: HTMLElement;
  readonly input: HTMLInputElement;
  set(value: number): void;
}

/** A slider with its name and its value. */
export function slider(
  name: string,
  [low, high, step]: readonly [number, number, number],
  value: number,
  change: (value: number) => void,
  show: (value: number) => string = String,
): Slider {
  const input = element("input", "", { type: "range", min: low, max: high, step, value, "aria-label": name });
  const number = element("output", "ck-value", {}, show(value));
  const set = (next: number): void => {
    input.value = String(next);
    number.textContent = show(next);
    input.setAttribute("aria-valuetext", show(next));
  };
  input.addEventListener("input", () => {
    set(Number(input.value));
    change(Number(input.value));
  });
  return { node: element("label", "ck-slider", {}, element("span", "", {}, name), input, number), input, set };
}

export const floats = (text: string): Float32Array => new Float32Array(bytes(text).buffer);
export const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Planes [C][H][W] from a flat array of numbers. */
export function planesOf(numbers: Float32Array, C: number, H: number, W: number): number[][][] {
  return Array.from({ length: C }, (_, c) =>
    Array.from({ length: H }, (_row, y) => Array.from(numbers.subarray((c * H + y) * W, (c * H + y + 1) * W))),
  );
}

export type Color = readonly [red: number, green: number, blue: number];
export type Paint = (value: number) => Color;

/** Maps values between two ends to the colours of a table. */
export function paintOf(table: string, [low, high]: readonly [number, number]): Paint {
  const colors = bytes(table);
  return (value) => {
    const share = high > low ? (value - low) / (high - low) : 0.5;
    const at = 3 * Math.round(255 * Math.min(1, Math.max(0, share)));
    return [colors[at]!, colors[at + 1]!, colors[at + 2]!];
  };
}

const css = ([red, green, blue]: Color): string => `rgb(${red},${green},${blue})`;

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
export const luminance = (color: readonly number[]): number =>
  [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => {
    const part = color[i]! / 255;
    return sum + share * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);

const minus = (text: string): string => text.replace("-", "−");

/** Four digits, as PyTorch prints. */
export const digits = (value: number): string => minus(value.toFixed(4).replace(/^-(0\.0000)$/, "$1"));
export const short = (value: number): string => minus(String(Number(value.toPrecision(3)) + 0));
/** The same, but without decimals if all numbers of a sum are whole. */
export const text = (value: number, isWhole: boolean): string => (isWhole ? minus(String(value + 0)) : digits(value));

export interface NumberGrid {
  readonly node: HTMLElement;
  /** `strong` selects the positions that get a frame. */
  fill(rows: readonly (readonly number[])[], paint: Paint, strong?: (row: number, column: number) => boolean): void;
}

/** Numbers on coloured cells; if there are too many to read, a plane of pixels. */
export function numberGrid(name: string): NumberGrid {
  const node = element("div", "ck-numbers", { role: "img", "aria-label": name });
  return {
    node,
    fill(rows, paint, strong) {
      const [height, width] = [rows.length, rows[0]?.length ?? 0];
      if (height * width > 49 || width > 9) {
        const canvas = drawPlane(node.querySelector("canvas") ?? element("canvas"), rows, paint);
        const unit = 150 / Math.max(height, width);
        canvas.style.width = `${width * unit}px`;
        canvas.style.height = `${height * unit}px`;
        node.replaceChildren(canvas);
        return;
      }
      if (node.childElementCount !== height * width || node.dataset["width"] !== String(width)) {
        node.dataset["width"] = String(width);
        node.style.gridTemplateColumns = `repeat(${width}, 46px)`;
        node.replaceChildren(...Array.from({ length: height * width }, () => element("span", "ck-cell")));
      }
      const isWhole = rows.every((row) => row.every(Number.isInteger));
      rows.forEach((row, i) =>
        row.forEach((value, j) => {
          const cell = node.children[i * width + j] as HTMLElement;
          const color = paint(value);
          cell.textContent = text(value, isWhole);
          cell.style.background = css(color);
          cell.style.color = luminance(color) > 0.179 ? "#000" : "#fff";
          cell.classList.toggle("ck-strong", strong?.(i, j) === true);
        }),
      );
      node.setAttribute(
        "aria-label",
        `${name}: ${rows.map((row) => row.map((v) => text(v, isWhole)).join(" ")).join("; ")}`,
      );
    },
  };
}

/** Draws numbers as pixels; `seen` leaves out those that have not been reached yet. */
export function drawPlane(
  canvas: HTMLCanvasElement,
  rows: readonly (readonly number[])[],
  paint: Paint,
  seen: (row: number, column: number) => boolean = () => true,
): HTMLCanvasElement {
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d")!;
  const pixels = context.createImageData(width, height);
  rows.forEach((row, y) =>
    row.forEach((value, x) => {
      if (seen(y, x)) pixels.data.set([...paint(value), 255], 4 * (y * width + x));
    }),
  );
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** Pixels in their own canvas, with frames that can be moved over them. */
export interface Panel {
  readonly node: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly frame: HTMLElement;
  /**
   * Fits the plane into `side` pixels of the page, with a free rim in pixels of the plane; returns the page's pixels per pixel of the
   * plane.
   */
  size(width: number, height: number, side: number, rim?: readonly [top: number, left: number]): number;
  /** All in pixels of the plane. */
  moveFrame(x: number, y: number, width: number, height: number): void;
}

export function panel(): Panel {
  const canvas = element("canvas");
  const frame = element("div", "ck-frame");
  const node = element("div", "ck-panel", {}, canvas, frame);
  let [unit, top, left] = [1, 0, 0];
  return {
    node,
    canvas,
    frame,
    size(width, height, side, rim = [0, 0]) {
      [top, left] = rim;
      const [wide, high] = [width + 2 * left, height + 2 * top];
      unit = side / Math.max(wide, high);
      node.style.width = `${wide * unit}px`;
      node.style.height = `${high * unit}px`;
      node.classList.toggle("ck-rim", top + left > 0);
      Object.assign(canvas.style, {
        width: `${width * unit}px`,
        height: `${height * unit}px`,
        left: `${left * unit}px`,
        top: `${top * unit}px`,
      });
      return unit;
    },
    moveFrame(x, y, width, height) {
      Object.assign(frame.style, {
        left: `${(x + left) * unit}px`,
        top: `${(y + top) * unit}px`,
        width: `${width * unit}px`,
        height: `${height * unit}px`,
      });
    },
  };
}

/** Shows which value has which colour. */
export function legend(name: string, table: string, ends: readonly [number, number], isSigned: boolean): HTMLElement {
  const colors = bytes(table);
  const stops = Array.from({ length: 9 }, (_, i) => {
    const at = 3 * Math.round((255 * i) / 8);
    return css([colors[at]!, colors[at + 1]!, colors[at + 2]!]);
  });
  const bar = element("span", "ck-bar");
  bar.style.background = `linear-gradient(90deg, ${stops.join(", ")})`;
  const marks = isSigned ? [short(ends[0]), "0", short(ends[1])] : [short(ends[0]), short(ends[1])];
  return element(
    "span",
    "ck-legend",
    {},
    element("span", "", {}, name),
    element(
      "span",
      "ck-scale",
      {},
      bar,
      element("span", "ck-ends", {}, ...marks.map((mark) => element("span", "", {}, mark))),
    ),
  );
}
