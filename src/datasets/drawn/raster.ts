/** A picture of 32 x 32 pixels on which outlines are filled with smooth edges. Coordinates go from 0 to 32, y downwards. */

export const SIDE = 32;
export const PLANE = SIDE * SIDE;

/** Red, green and blue from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

export class Raster {
  /** Red, green and blue planes, 0 to 1. */
  readonly pixels = new Float32Array(3 * PLANE);
  /**
   * How much each pixel's coverage differs from that of its left neighbour; rows have two extra entries for what lies beyond the right
   * edge.
   */
  readonly #change = new Float64Array(SIDE * (SIDE + 2));

  /**
   * Paints the inside of an outline, which is given by x and y of each corner in turn.
   *
   * Each pixel is covered by the share of its area that lies inside; this is exact except where an edge leaves the picture at the left or
   * right.
   */
  fill(outline: readonly number[], [red, green, blue]: Colour): void {
    const [first, last] = this.#trace(outline);
    const { pixels } = this;
    const change = this.#change;
    for (let y = first; y <= last; y++) {
      let sum = 0;
      for (let x = 0, i = y * SIDE, at = y * (SIDE + 2); x < SIDE; x++, i++, at++) {
        sum += change[at]!;
        change[at] = 0;
        if (sum === 0) continue;
        const cover = Math.min(1, Math.abs(sum));
        pixels[i]! += (red - pixels[i]!) * cover;
        pixels[PLANE + i]! += (green - pixels[PLANE + i]!) * cover;
        pixels[2 * PLANE + i]! += (blue - pixels[2 * PLANE + i]!) * cover;
      }
      change[y * (SIDE + 2) + SIDE] = 0;
      change[y * (SIDE + 2) + SIDE + 1] = 0;
    }
  }

  /** Adds each edge's signed areas to the changes; returns the first and the last row touched. */
  #trace(outline: readonly number[]): readonly [first: number, last: number] {
    let lowest = SIDE;
    let highest = -1;
    let x0 = outline[outline.length - 2]!;
    let y0 = outline[outline.length - 1]!;
    for (let i = 0; i < outline.length; i += 2) {
      const x1 = outline[i]!;
      const y1 = outline[i + 1]!;
      if (y0 !== y1) {
        const top = Math.min(y0, y1);
        const bottom = Math.max(y0, y1);
        const first = Math.max(0, Math.floor(top));
        const last = Math.min(SIDE - 1, Math.ceil(bottom) - 1);
        const slope = (x1 - x0) / (y1 - y0);
        const sign = y0 < y1 ? 1 : -1;
        for (let row = first; row <= last; row++) {
          const from = Math.max(row, top);
          const to = Math.min(row + 1, bottom);
          this.#edge(row, x0 + (from - y0) * slope, x0 + (to - y0) * slope, sign * (to - from));
        }
        if (first < lowest) lowest = first;
        if (last > highest) highest = last;
      }
      x0 = x1;
      y0 = y1;
    }
    return [lowest, highest];
  }

  /** Adds an edge within one row, from x = `from` to x = `to`, which spans `height` of the row: everything to its right is covered. */
  #edge(row: number, from: number, to: number, height: number): void {
    const change = this.#change;
    const start = row * (SIDE + 2);
    const left = Math.min(SIDE, Math.max(0, Math.min(from, to)));
    const right = Math.min(SIDE, Math.max(0, Math.max(from, to)));
    const firstColumn = Math.floor(left);
    if (right <= firstColumn + 1) {
      // Within one pixel, its coverage is the part to the right of the edge's midpoint.
      const share = firstColumn + 1 - (left + right) / 2;
      change[start + firstColumn]! += height * share;
      change[start + firstColumn + 1]! += height * (1 - share);
      return;
    }
    // Across several pixels, the area to the right of the edge is a difference of squares in each column.
    const scale = height / (right - left);
    let before = 0;
    for (let column = firstColumn; column < right; column++) {
      const a = Math.max(left, column);
      const b = Math.min(right, column + 1);
      const area = scale * ((b - a) * (column + 1 - (a + b) / 2) + (a - left));
      change[start + column]! += area - before;
      before = area;
    }
    change[start + Math.ceil(right)]! += height - before;
  }
}
