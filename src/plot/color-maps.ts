/**
 * Colours for numbers. Every map here is readable with any kind of colour vision; sequential maps grow steadily in
 * lightness, diverging ones have their palest colour in the middle.
 * @see https://github.com/d3/d3-scale-chromatic
 */
import {
  interpolateCividis,
  interpolateInferno,
  interpolateMagma,
  interpolatePuOr,
  interpolateRdBu,
  interpolateViridis,
} from "d3-scale-chromatic";

/** Black to a full primary colour. A little of the other two makes bright blue look as bright as bright red. */
const primary =
  (channel: 0 | 1 | 2) =>
  (t: number): string =>
    `rgb(${[0, 1, 2].map((part) => Math.round(255 * t * (part === channel ? 1 : t * 0.32))).join(", ")})`;

/** Exactly white in the middle, which d3's scales only approach. */
const whiteInTheMiddle =
  (map: (t: number) => string) =>
  (t: number): string => {
    const share = Math.max(0, 1 - Math.abs(t - 0.5) * 10);
    return `rgb(${bytesOf(map(t))
      .map((byte) => Math.round(byte + (255 - byte) * share))
      .join(", ")})`;
  };

const maps = {
  gray: (t: number) => `rgb(${Math.round(t * 255)}, ${Math.round(t * 255)}, ${Math.round(t * 255)})`,
  red: primary(0),
  green: primary(1),
  blue: primary(2),
  viridis: interpolateViridis,
  cividis: interpolateCividis,
  inferno: interpolateInferno,
  magma: interpolateMagma,
  /** Red below the middle, blue above it. */
  RdBu: whiteInTheMiddle(interpolateRdBu),
  /** Purple below the middle, orange above it. */
  PuOr: whiteInTheMiddle(interpolatePuOr),
} as const;

/** For signed numbers. Not red and blue, because those are names of channels. */
export const signedColors = "PuOr" satisfies keyof typeof maps;

export type ColorMapName = keyof typeof maps;
export const colorMapNames = Object.keys(maps) as readonly ColorMapName[];

/** Whether a map has its palest colour in the middle, where 0 belongs. */
export const isDiverging = (name: ColorMapName): boolean => name === "RdBu" || name === "PuOr";

const tables = new Map<ColorMapName, Uint8Array>();

/** 256 colours of three bytes. @throws RangeError for a name that is not among them */
export function colorTable(name: ColorMapName): Uint8Array {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const map = (maps as Partial<Record<string, (t: number) => string>>)[name];
  if (map === undefined)
    throw new RangeError(`colors: expected one of ${Object.keys(maps).join(", ")}, got ${JSON.stringify(name)}`);
  const table = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) table.set(bytesOf(map(i / 255)), i * 3);
  tables.set(name, table);
  return table;
}

/** The colour of a value within a range, as CSS writes it. */
export function colorOf(name: ColorMapName, value: number, [low, high]: readonly [number, number]): string {
  const table = colorTable(name);
  const at = 3 * stepOf(value, low, high);
  return `rgb(${table[at]},${table[at + 1]},${table[at + 2]})`;
}

/** Which of the 256 colours; if the range is a single value, the middle one. */
export function stepOf(value: number, low: number, high: number): number {
  if (!(high > low)) return 128;
  const step = Math.round(((value - low) / (high - low)) * 255);
  return step < 0 ? 0 : step > 255 ? 255 : step;
}

/** Black or white, whichever can be read on this colour. @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
export function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = bytesOf(color).map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

/** Parses `#rrggbb` or `rgb(r, g, b)`, the two ways in which the library writes a colour. */
function bytesOf(color: string): number[] {
  if (color.startsWith("#")) return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return color.match(/\d+/g)!.map(Number);
}

/** A colour map in the form of Plotly's colour scales. */
export const colorStops = (colors: ColorMapName): [number, string][] =>
  Array.from({ length: 17 }, (_, i) => [i / 16, colorOf(colors, i / 16, [0, 1])]);
