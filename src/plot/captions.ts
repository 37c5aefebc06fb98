/** Text around the pictures of a grid, in a grey that is readable on light and dark pages. */
import type { Pixels } from "./png.ts";
import type { Grid } from "./raster.ts";
import { rasterize, svgDocument, text, textWidth } from "./svg.ts";

export interface Labels {
  readonly captions: readonly string[];
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly columns: number;
  readonly fontSize: number;
}

/** The same for red, green and blue. */
const ink = 0x7c;

/** Writes the text into the grid's pixels. */
export function drawCaptions(grid: Grid, labels: Labels): void {
  const texts = captionTexts(grid, labels);
  if (texts.length > 0) writeWords(grid.pixels, texts);
}

/** Each text with its position: first captions below the pictures, then row labels, then column labels. */
export function captionTexts({ corners, tileWidth, tileHeight }: Omit<Grid, "pixels">, labels: Labels): string[] {
  const { captions, rowLabels, columnLabels, columns, fontSize } = labels;
  if (captions.length + rowLabels.length + columnLabels.length === 0) return [];
  const size = fontSize;
  // All in one size: the largest at which the longest text fits.
  const under = sizeFor(captions, tileWidth, size);
  const below = corners.map(([x, y], i) =>
    text(x + tileWidth / 2, y + tileHeight + size + 1, fitted(captions[i] ?? "", tileWidth, under), {
      size: under,
      anchor: "middle",
    }),
  );
  const beside = rowLabels.map((label, row) => {
    const [x, y] = corners[row * columns]!;
    return text(x - 8, y + tileHeight / 2 + size / 3, label, { size, anchor: "end" });
  });
  const above = columnLabels.map((label, column) => {
    const [x, y] = corners[column]!;
    return text(x + tileWidth / 2, y - 6, fitted(label, tileWidth, size), { size, anchor: "middle" });
  });
  return [...below, ...beside, ...above];
}

/** Draws the texts of `svg.ts` onto pixels, in grey. */
export function writeWords(pixels: Pixels, texts: readonly string[]): void {
  const words = rasterize(svgDocument(pixels.width, pixels.height, "", ...texts), 1);
  for (let at = 3; at < words.rgba.length; at += 4) {
    const opacity = words.rgba[at]!;
    if (opacity === 0) continue;
    pixels.rgba.fill(ink, at - 3, at);
    pixels.rgba[at] = opacity;
  }
}

const smallest = 9;

function sizeFor(labels: readonly string[], width: number, size: number): number {
  const longest = Math.max(0, ...labels.map((label) => textWidth(label, 1)));
  return longest === 0 ? size : Math.max(smallest, Math.min(size, (width + 8) / longest));
}

/** Cut off where it would overlap its neighbour. */
function fitted(label: string, width: number, size: number): string {
  if (textWidth(label, size) <= width + 8) return label;
  let cut = label;
  while (cut.length > 1 && textWidth(`${cut}…`, size) > width + 8) cut = cut.slice(0, -1);
  return `${cut}…`;
}
