/** A picture of 32 x 32 that shapes are painted on, with smooth edges. Coordinates run from 0 to 32, y downwards. */
import type { Generator } from "../../random/index.ts";

const SIDE = 32;
const PLANE = SIDE * SIDE;

/** Red, green and blue from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];
export type Point = readonly [x: number, y: number];

/** Signed distance from an outline: negative inside. */
type Distance = (x: number, y: number) => number;

export class Canvas {
  readonly #pixels = new Float32Array(3 * PLANE);
  readonly #random: Generator;
  #mirrored = false;
  #scale = 1;
  #shift: Point = [0, 0];

  constructor(random: Generator) {
    this.#random = random;
  }

  /** A number between `low` and `high` from the canvas's own stream. */
  between(low: number, high: number): number {
    return low + (high - low) * this.#random.uniform24();
  }

  /** A colour near `colour`, each channel at most `spread` away. */
  near([red, green, blue]: Colour, spread = 0.12): Colour {
    return [
      red + this.between(-spread, spread),
      green + this.between(-spread, spread),
      blue + this.between(-spread, spread),
    ];
  }

  /** Sets what the following shapes look like: seen from either side, nearer or farther, not quite in the middle. */
  pose(): void {
    this.#mirrored = this.between(0, 1) < 0.5;
    this.#scale = this.between(0.75, 1.15);
    this.#shift = [this.between(-3, 3), this.between(-2.5, 2.5)];
  }

  /** Paints everything: `top` at the upper edge, changing to `bottom` at the horizon, `ground` below it. */
  background(top: Colour, bottom: Colour, ground: Colour = bottom, horizon = SIDE): void {
    for (let y = 0; y < SIDE; y++) {
      const share = Math.min(1, y / horizon);
      for (let channel = 0; channel < 3; channel++) {
        const value = y < horizon ? top[channel]! * (1 - share) + bottom[channel]! * share : ground[channel]!;
        this.#pixels.fill(value, channel * PLANE + y * SIDE, channel * PLANE + (y + 1) * SIDE);
      }
    }
  }

  ellipse(centre: Point, radiusX: number, radiusY: number, colour: Colour): void {
    const [cx, cy] = this.#place(centre);
    const [rx, ry] = [radiusX * this.#scale, radiusY * this.#scale];
    const inner = Math.min(rx, ry);
    this.#paint(
      [cx - rx, cy - ry, cx + rx, cy + ry],
      colour,
      (x, y) => (Math.hypot((x - cx) / rx, (y - cy) / ry) - 1) * inner,
    );
  }

  /** A convex polygon. */
  polygon(points: readonly Point[], colour: Colour): void {
    const corners = points.map((point) => this.#place(point));
    const turn = corners.reduce((area, [x, y], i) => {
      const [nextX, nextY] = corners[(i + 1) % corners.length]!;
      return area + x * nextY - nextX * y;
    }, 0);
    const sides = corners.map(([x, y], i) => {
      const [nextX, nextY] = corners[(i + 1) % corners.length]!;
      const length = Math.hypot(nextX - x, nextY - y) * Math.sign(turn);
      return { x, y, normalX: (nextY - y) / length, normalY: (x - nextX) / length };
    });
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    this.#paint([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], colour, (px, py) => {
      let farthest = -Infinity;
      for (const { x, y, normalX, normalY } of sides) {
        farthest = Math.max(farthest, (px - x) * normalX + (py - y) * normalY);
      }
      return farthest;
    });
  }

  line(from: Point, to: Point, width: number, colour: Colour): void {
    const [x1, y1] = this.#place(from);
    const [x2, y2] = this.#place(to);
    const [dx, dy] = [x2 - x1, y2 - y1];
    const half = (width * this.#scale) / 2;
    const square = dx * dx + dy * dy || 1;
    const box = [
      Math.min(x1, x2) - half,
      Math.min(y1, y2) - half,
      Math.max(x1, x2) + half,
      Math.max(y1, y2) + half,
    ] as const;
    this.#paint(box, colour, (x, y) => {
      const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / square));
      return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) - half;
    });
  }

  /** Writes the picture into `out` as 3,072 bytes: the planes of red, green and blue, with a little noise. */
  store(out: Uint8Array): void {
    for (let i = 0; i < PLANE; i++) {
      const word = this.#random.random();
      for (let channel = 0; channel < 3; channel++) {
        const noise = (((word >>> (8 * channel)) & 0xff) - 127.5) * 0.1;
        const value = this.#pixels[channel * PLANE + i]! * 255 + noise;
        out[channel * PLANE + i] = Math.max(0, Math.min(255, Math.round(value)));
      }
    }
  }

  #place([x, y]: Point): Point {
    const centred = (x - SIDE / 2) * this.#scale * (this.#mirrored ? -1 : 1);
    return [centred + SIDE / 2 + this.#shift[0], (y - SIDE / 2) * this.#scale + SIDE / 2 + this.#shift[1]];
  }

  #paint(
    [left, top, right, bottom]: readonly [number, number, number, number],
    colour: Colour,
    distance: Distance,
  ): void {
    const [x1, x2] = [Math.max(0, Math.floor(left - 1)), Math.min(SIDE - 1, Math.ceil(right + 1))];
    const [y1, y2] = [Math.max(0, Math.floor(top - 1)), Math.min(SIDE - 1, Math.ceil(bottom + 1))];
    for (let y = y1; y <= y2; y++) {
      for (let x = x1; x <= x2; x++) {
        const cover = Math.max(0, Math.min(1, 0.5 - distance(x + 0.5, y + 0.5)));
        if (cover === 0) continue;
        for (let channel = 0; channel < 3; channel++) {
          const i = channel * PLANE + y * SIDE + x;
          this.#pixels[i] = this.#pixels[i]! * (1 - cover) + colour[channel]! * cover;
        }
      }
    }
  }
}
