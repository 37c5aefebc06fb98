/** Everything in a picture that does not depend on its class: the ground, the clutter, the light. */
import { GROUNDS, mix, near } from "./colours.ts";
import { Dice } from "./dice.ts";
import { blob, limb } from "./parts.ts";
import { PLANE, SIDE, type Colour, type Raster } from "./raster.ts";

/** The number of cells, in each direction, of the grid that makes a ground uneven. */
const CELLS = 4;

/** Paints the whole picture, with or without a horizon; returns the colour in the middle. */
export function paintGround(raster: Raster, dice: Dice): Colour {
  const [top, haze, bottom] = [0, 1, 2].map(() => near(dice, dice.any(GROUNDS), 0.1)) as [Colour, Colour, Colour];
  const far = mix(top, haze, 0.7);
  const horizon = dice.happens(0.5) ? dice.between(8, 28) : SIDE;
  const tilt = dice.between(-0.15, 0.15);
  const roughness = dice.between(0, 0.12);
  // Brighter or darker at the corners of the grid's cells, smooth in between.
  const corners = Array.from({ length: (CELLS + 1) ** 2 }, () => dice.between(-roughness, roughness));
  for (let y = 0; y < SIDE; y++) {
    const cellY = Math.floor((y * CELLS) / SIDE);
    const downwards = (y * CELLS) / SIDE - cellY;
    for (let cellX = 0; cellX < CELLS; cellX++) {
      const corner = cellY * (CELLS + 1) + cellX;
      const left = corners[corner]! * (1 - downwards) + corners[corner + CELLS + 1]! * downwards;
      const right = corners[corner + 1]! * (1 - downwards) + corners[corner + CELLS + 2]! * downwards;
      const width = SIDE / CELLS;
      for (let x = cellX * width, step = 0; step < width; x++, step++) {
        const bump = left + ((right - left) * step) / width;
        const depth = y + tilt * (x - SIDE / 2);
        const distance = Math.min(1, Math.max(0, depth / horizon));
        const below = Math.min(1, Math.max(0, depth - horizon));
        for (let channel = 0; channel < 3; channel++) {
          const sky = top[channel]! + (far[channel]! - top[channel]!) * distance;
          raster.pixels[channel * PLANE + y * SIDE + x] = sky + (bottom[channel]! - sky) * below + bump;
        }
      }
    }
  }
  return horizon < SIDE / 2 ? bottom : mix(top, far, SIDE / 2 / horizon);
}

/** Paints a blot or a bar somewhere. */
export function paintClutter(raster: Raster, dice: Dice, smallest: number, largest: number): void {
  const [x, y] = [dice.between(0, SIDE), dice.between(0, SIDE)];
  const angle = dice.between(0, Math.PI);
  const size = dice.between(smallest, largest);
  const [alongX, alongY] = [3 * size * Math.cos(angle), 3 * size * Math.sin(angle)];
  const outline = dice.happens(0.5)
    ? blob(x, y, size, size * dice.between(0.3, 1), angle)
    : limb(x - alongX, y - alongY, x + alongX, y + alongY, dice.between(0.8, 2));
  raster.fill(outline, near(dice, dice.any(GROUNDS), 0.1));
}

/** Values from -1 to 1, mostly near 0, like a sensor's grain; each picture takes stretches of it from random positions. */
const GRAIN = ((): Float32Array => {
  const dice = new Dice();
  dice.seed(0);
  return Float32Array.from({ length: 8192 }, () => (dice.between(-1, 1) + dice.between(-1, 1)) / 2);
})();

/** Writes the picture as 3,072 bytes, the planes of red, green and blue, with random light and some grain. */
export function develop({ pixels }: Raster, dice: Dice, out: Uint8ClampedArray): void {
  const contrast = dice.between(0.5, 1.1) * 255;
  const level = (0.5 + dice.between(-0.12, 0.12)) * 255;
  const grain = dice.between(4, 28);
  for (let start = 0; start < 3 * PLANE; start += SIDE) {
    const place = dice.below(GRAIN.length - SIDE) - start;
    for (let i = start; i < start + SIDE; i++) {
      out[i] = (pixels[i]! - 0.5) * contrast + level + GRAIN[place + i]! * grain;
    }
  }
}
