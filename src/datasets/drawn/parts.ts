/**
 * The language in which the classes are drawn: one part per line, from back to front.
 *
 *     paint  blob x y radiusX radiusY [angle]
 *     paint  flat x y x y x y ...
 *     paint  limb x y x y width
 *
 * The middle of the picture is 0 0, its edges are 16 away, y points down, angles are degrees. A `|` at the end draws the part again,
 * mirrored at x = 0; `~20` turns it around its first point by up to 20 degrees, by a different angle in each picture.
 */

/**
 * `body` and `second` are two paints chosen for the picture, `shade` and `light` are a darker and a lighter body, `mark` contrasts with the
 * body.
 */
export const PAINTS = ["body", "second", "shade", "light", "mark", "dark", "pale", "glass", "bright"] as const;
export type Paint = (typeof PAINTS)[number];

export interface Part {
  readonly paint: Paint;
  /** x and y of each corner, one after the other. */
  readonly outline: readonly number[];
  /** The largest angle by which it turns around its first point, in radians. */
  readonly swing: number;
  readonly pivot: readonly [x: number, y: number];
}

/** @throws Error that quotes a line that is not in the language. */
export function parts(text: string): readonly Part[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .flatMap(part);
}

function part(line: string): readonly Part[] {
  const [paint, shape, ...rest] = line.split(/\s+/);
  const numbers = rest.filter((word) => /^[-.\d]/.test(word)).map(Number);
  const outline = outlineOf(shape, numbers);
  if (!PAINTS.includes(paint as Paint) || outline === undefined || numbers.some(Number.isNaN)) {
    throw new Error(`internal: datasets.Drawn has no part "${line}"`);
  }
  const swing = (Number(rest.find((word) => word.startsWith("~"))?.slice(1) ?? 0) * Math.PI) / 180;
  const one: Part = { paint: paint as Paint, outline, swing, pivot: [numbers[0]!, numbers[1]!] };
  if (!rest.includes("|")) return [one];
  const other = outline.map((value, i) => (i % 2 === 0 ? -value : value));
  return [one, { ...one, outline: other, pivot: [-one.pivot[0], one.pivot[1]] }];
}

function outlineOf(shape: string | undefined, numbers: readonly number[]): readonly number[] | undefined {
  if (shape === "flat" && numbers.length >= 6 && numbers.length % 2 === 0) return numbers;
  if (shape === "blob" && (numbers.length === 4 || numbers.length === 5)) {
    const [x, y, radiusX, radiusY, angle = 0] = numbers as [number, number, number, number, number?];
    return blob(x, y, radiusX, radiusY, (angle * Math.PI) / 180);
  }
  if (shape === "limb" && numbers.length === 5) return limb(...(numbers as [number, number, number, number, number]));
  return undefined;
}

const CORNERS = 16;

export function blob(x: number, y: number, radiusX: number, radiusY: number, angle: number): readonly number[] {
  const outline: number[] = [];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < CORNERS; i++) {
    const turn = (2 * Math.PI * i) / CORNERS;
    const [dx, dy] = [radiusX * Math.cos(turn), radiusY * Math.sin(turn)];
    outline.push(x + dx * cos - dy * sin, y + dx * sin + dy * cos);
  }
  return outline;
}

/** The corners of a line of length 0 with bevelled ends: their distances along and across it, in units of half its width. */
const BEVELS = [-1, -0.5, -0.5, -1, 0.5, -1, 1, -0.5, 1, 0.5, 0.5, 1, -0.5, 1, -1, 0.5];

export function limb(x1: number, y1: number, x2: number, y2: number, width: number): readonly number[] {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ax, ay] = [((x2 - x1) / length) * (width / 2), ((y2 - y1) / length) * (width / 2)];
  const outline: number[] = [];
  for (let i = 0; i < BEVELS.length; i += 2) {
    const [along, across] = [BEVELS[i]!, BEVELS[i + 1]!];
    const [x, y] = along < 0 ? [x1, y1] : [x2, y2];
    outline.push(x + along * ax - across * ay, y + along * ay + across * ax);
  }
  return outline;
}
