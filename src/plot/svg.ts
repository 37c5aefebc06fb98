/** Scalable pictures as text, and as pixels with the same font everywhere. */
import { requirePackage } from "../backend/index.ts";
import { encodePng, type Pixels } from "./png.ts";

/** Text between the marks of SVG or HTML. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element; numbers are cut to two decimals, which is finer than a screen. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escape(value!)}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

export const round = (value: number): number => Math.round(value * 100) / 100;

/** A grey that can be read on white and on black pages: stills have no ground of their own. 4.3 : 1 on both. */
export const ink = "#797979";

export const fontFamily = "DejaVu Sans, Verdana, sans-serif";
/** Named, because a search for any font that knows the letters may find a bold one. All of the text is set in it. */
const fontFamilyBeyond = `Noto Sans CJK KR, Noto Sans KR, NanumBarunGothic, NanumGothic, Malgun Gothic, Apple SD Gothic Neo, ${fontFamily}`;

export interface TextOptions {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly fill?: string;
  readonly weight?: "bold";
  readonly transform?: string;
}

export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { size = 12, anchor = "start", fill = ink, weight, transform } = options;
  // Thin grey letters fade on a black page.
  const outline = fill === ink && weight === undefined ? { stroke: fill, "stroke-width": 0.4 } : {};
  const family = beyondFont.test(content) ? { "font-family": fontFamilyBeyond } : {};
  return element(
    "text",
    { x, y, "font-size": size, "text-anchor": anchor, fill, ...outline, ...family, "font-weight": weight, transform },
    escape(content),
  );
}

/** @param title what a screen reader says */
export function svgDocument(width: number, height: number, title: string, ...children: readonly string[]): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: w,
      height: h,
      viewBox: `0 0 ${w} ${h}`,
      "font-family": fontFamily,
      role: "img",
    },
    element("title", {}, escape(title)),
    ...children,
  );
}

const fontFiles = (): string[] =>
  ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => requirePackage.resolve(`dejavu-fonts-ttf/ttf/${file}`));
/** Korean, Chinese and Japanese, for which the system's fonts have to be searched: that takes its time. */
const beyondFont = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]/;

/** How wide a text is, near enough to leave room for it. */
export const textWidth = (content: string, size = 12): number =>
  Array.from(content, (character) => (beyondFont.test(character) ? 1 : 0.61) * size).reduce((a, b) => a + b, 0);

/** @param zoom pixels of the picture for each of the drawing */
export function rasterize(svg: string, zoom: number): Pixels {
  const { Resvg } = requirePackage("@resvg/resvg-js") as typeof import("@resvg/resvg-js");
  const drawing = new Resvg(svg, {
    fitTo: { mode: "zoom", value: zoom },
    font: {
      // Bold is a file of its own, which many pictures do not need.
      fontFiles: svg.includes('font-weight="bold"') ? fontFiles() : fontFiles().slice(0, 1),
      loadSystemFonts: beyondFont.test(svg),
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
    },
  });
  const { width, height, pixels } = drawing.render();
  return { width, height, rgba: new Uint8Array(pixels) };
}

/** Half as many pixels again in each direction as on the page: sharp enough to read, in half the time that twice as many take. */
export const svgToPng = (svg: string): Buffer => encodePng(rasterize(svg, 1.5), 6);
