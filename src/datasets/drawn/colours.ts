/** The colours of grounds and things, the same for all classes. */
import type { Dice } from "./dice.ts";
import type { Paint } from "./parts.ts";
import type { Colour } from "./raster.ts";

/** Skies by day and in the evening, meadow, forest, road, sea, wood, sand, night. */
export const GROUNDS: readonly Colour[] = [
  [0.45, 0.65, 0.9],
  [0.8, 0.87, 0.95],
  [0.9, 0.65, 0.45],
  [0.35, 0.55, 0.25],
  [0.2, 0.35, 0.18],
  [0.45, 0.45, 0.47],
  [0.15, 0.35, 0.5],
  [0.6, 0.5, 0.4],
  [0.82, 0.75, 0.6],
  [0.2, 0.2, 0.28],
];
/** Lacquers, furs and feathers. */
const COATS: readonly Colour[] = [
  [0.75, 0.15, 0.15],
  [0.15, 0.3, 0.65],
  [0.88, 0.88, 0.86],
  [0.9, 0.7, 0.15],
  [0.2, 0.22, 0.24],
  [0.3, 0.5, 0.25],
  [0.6, 0.6, 0.62],
  [0.45, 0.28, 0.16],
  [0.78, 0.62, 0.42],
  [0.12, 0.11, 0.1],
  [0.62, 0.42, 0.25],
];
const DARK: Colour = [0.08, 0.08, 0.1];
const PALE: Colour = [0.93, 0.93, 0.9];
const GLASS: Colour = [0.6, 0.75, 0.85];
const YELLOW: Colour = [0.92, 0.68, 0.16];

export const mix = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

export const near = (dice: Dice, [red, green, blue]: Colour, spread: number): Colour => [
  red + dice.between(-spread, spread),
  green + dice.between(-spread, spread),
  blue + dice.between(-spread, spread),
];

const brightness = ([red, green, blue]: Colour): number => 0.3 * red + 0.59 * green + 0.11 * blue;
const distance = (a: Colour, b: Colour): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** The share of things that are darker than their ground, as most are in photographs. It is the only clue that a linear model gets. */
const DARKER = 0.85;

/** A coat that stands out from `ground`. */
function coat(dice: Dice, ground: Colour): Colour {
  const isDarker = dice.happens(DARKER);
  let colour = near(dice, dice.any(COATS), 0.08);
  // There may be no coat darker than a dark ground, so after some tries any will do.
  for (let tries = 0; tries < 12; tries++) {
    if (distance(colour, ground) > 0.25 && !(isDarker && brightness(colour) > brightness(ground) - 0.15)) break;
    colour = near(dice, dice.any(COATS), 0.08);
  }
  return colour;
}

/** The colours of a thing in front of `ground`. */
export function paints(dice: Dice, ground: Colour): Readonly<Record<Paint, Colour>> {
  const body = coat(dice, ground);
  const contrast = brightness(body) > 0.4 ? DARK : PALE;
  return {
    body,
    second: near(dice, dice.any(COATS), 0.08),
    shade: mix(body, DARK, 0.35),
    light: mix(body, PALE, 0.4),
    mark: mix(body, contrast, 0.75),
    dark: DARK,
    pale: PALE,
    glass: GLASS,
    bright: near(dice, YELLOW, 0.1),
  };
}
