/** The pieces that pictures of a convolution are made of: planes of pixels and grids of numbers. */
import { digits } from "../../inspect/dot-product.ts";
import { colorOf, inkOn } from "../color-maps.ts";
import { encodePng } from "../png.ts";
import { layGrid, mappedTile } from "../raster.ts";
import { element, ink, text, textWidth } from "../svg.ts";
import { short } from "../values.ts";
import type { Reach } from "../../inspect/patch.ts";
import type { Plane, Scale } from "./convolution.ts";

export const line = "#a0a0a0";
export const accent = "#d55e00";
export const faint = ink;

/** Numbers as pixels, at most `side` wide. */
export function planeImage(plane: Plane, scale: Scale, x: number, y: number, side: number): string {
  const [height, width] = [plane.length, plane[0]!.length];
  const zoom = Math.max(1, Math.floor((side * 2) / Math.max(height, width)));
  const tile = mappedTile({ data: plane.flat(), offset: 0, height, width }, scale.colors, scale.range);
  const layout = { columns: 1, scale: zoom, gap: 0, captionHeight: 0, left: 0, top: 0 };
  const png = encodePng(layGrid([tile], layout).pixels, 6).toString("base64");
  const { w, h } = planeSize(plane, side);
  return (
    element("image", { x, y, width: w, height: h, href: `data:image/png;base64,${png}` }) +
    element("rect", { x, y, width: w, height: h, fill: "none", stroke: line })
  );
}

/** Where an image and the padding around it lie. */
export interface Panel {
  readonly svg: string;
  /** Upper left corner of the image itself. */
  readonly x: number;
  readonly y: number;
  readonly unit: number;
  /** Padding included. */
  readonly height: number;
}

/** An image with its padding as an empty frame; together at most `side` wide. */
export function paddedImage(plane: Plane, scale: Scale, reach: Reach, x: number, y: number, side: number): Panel {
  const [rows, columns] = [plane.length, plane[0]!.length];
  const [height, width] = [rows + 2 * reach.top, columns + 2 * reach.left];
  const unit = side / Math.max(height, width);
  const [left, top] = [x + reach.left * unit, y + reach.top * unit];
  const rim = {
    x,
    y,
    width: width * unit,
    height: height * unit,
    fill: "none",
    stroke: line,
    "stroke-dasharray": "3 3",
  };
  const svg = element("rect", rim) + planeImage(plane, scale, left, top, unit * Math.max(rows, columns));
  return { svg, x: left, y: top, unit, height: height * unit };
}

/** Width and height on the page; pixels are squares. */
export function planeSize(
  plane: Plane,
  side: number,
): { readonly w: number; readonly h: number; readonly unit: number } {
  const unit = side / Math.max(plane.length, plane[0]!.length);
  return { w: unit * plane[0]!.length, h: unit * plane.length, unit };
}

/** A number as `DotProduct` prints it. */
export const written = (value: number, isWhole: boolean): string =>
  (isWhole ? String(value === 0 ? 0 : value) : digits(value)).replace("-", "−");

export interface CellSize {
  readonly width: number;
  readonly height: number;
}

/** What is drawn, and in which colours. */
export interface LegendEntry {
  readonly label: string;
  readonly scale: Scale;
}

const bar = { width: 110, height: 10 };

/** Colour bars with their end values, in rows: which colour stands for which number. */
export function legend(
  entries: readonly LegendEntry[],
  most: number,
): { readonly svg: string; readonly width: number; readonly height: number } {
  const rowHeight = 34;
  let [left, y, width] = [0, 0, 0];
  const parts = entries.map(({ label, scale }) => {
    const [low, high] = scale.range;
    const needed = textWidth(label) + 8 + bar.width + 34;
    if (left > 0 && left + needed > most) [left, y] = [0, y + rowHeight];
    const at = left + textWidth(label) + 8;
    width = Math.max(width, left + needed);
    const middle = low < 0 && high > 0 ? [[(bar.width * -low) / (high - low), 0] as const] : [];
    const ends = [[0, low] as const, ...middle, [bar.width, high] as const];
    left = at + bar.width + 34;
    return [
      text(at - 8 - textWidth(label), y + bar.height, label, { fill: faint }),
      rampImage(scale, at, y),
      ...ends.map(([place, value]) =>
        text(at + place, y + bar.height + 13, short(value), { anchor: "middle", size: 10, fill: faint }),
      ),
    ].join("");
  });
  return { svg: parts.join(""), width, height: y + rowHeight };
}

/** A scale's colours from its first to its last value. */
function rampImage({ colors, range: [low, high] }: Scale, x: number, y: number): string {
  const steps = 55;
  const data = Array.from({ length: steps }, (_, i) => low + ((high - low) * i) / (steps - 1));
  const tile = mappedTile({ data, offset: 0, height: 1, width: steps }, colors, [low, high]);
  const layout = { columns: 1, scale: 2, gap: 0, captionHeight: 0, left: 0, top: 0 };
  const href = `data:image/png;base64,${encodePng(layGrid([tile], layout).pixels, 6).toString("base64")}`;
  return (
    element("image", { x, y, width: bar.width, height: bar.height, preserveAspectRatio: "none", href }) +
    element("rect", { x, y, width: bar.width, height: bar.height, fill: "none", stroke: line })
  );
}

/** Squares with their numbers inside. */
export function numberGrid(rows: Plane, scale: Scale, x: number, y: number, { width, height }: CellSize): string {
  const isWhole = rows.flat().every(Number.isInteger);
  const cells = rows.flatMap((row, i) =>
    row.map((value, j) => {
      const fill = colorOf(scale.colors, value, scale.range);
      const [left, top] = [x + j * width, y + i * height];
      return (
        element("rect", { x: left, y: top, width, height, fill, stroke: line, "stroke-width": 0.5 }) +
        text(left + width / 2, top + height / 2 + 4, written(value, isWhole), {
          anchor: "middle",
          size: 11,
          fill: inkOn(fill),
        })
      );
    }),
  );
  return cells.join("");
}

/** A sign between two grids. */
export const sign = (x: number, y: number, what: string): string =>
  text(x, y + 6, what, { anchor: "middle", size: 18, fill: faint });
