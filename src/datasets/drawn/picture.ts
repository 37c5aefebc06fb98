/** One picture: a ground, clutter, the thing itself in some pose, things in front of it, the light. */
import * as animals from "./animals.ts";
import { paints } from "./colours.ts";
import { Dice } from "./dice.ts";
import type { Part } from "./parts.ts";
import { Raster, SIDE } from "./raster.ts";
import { develop, paintClutter, paintGround } from "./scenery.ts";
import * as vehicles from "./vehicles.ts";

/** A class, seen from several sides. */
export type Views = readonly (readonly Part[])[];

/** The views of each class, in the order of CIFAR-10's labels. */
export const VIEWS: Readonly<Record<string, Views>> = Object.fromEntries(
  Object.entries({ ...animals, ...vehicles }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
);

/** Draws pictures one after another, reusing its buffers. */
export class Painter {
  readonly #raster = new Raster();
  readonly #dice = new Dice();

  /** Writes the picture of a class determined by `seed` into `out`: 3,072 bytes, the planes of red, green and blue. */
  paint(views: Views, seed: number, out: Uint8ClampedArray): void {
    const [raster, dice] = [this.#raster, this.#dice];
    dice.seed(seed);
    const ground = paintGround(raster, dice);
    for (let i = dice.below(6); i > 0; i--) paintClutter(raster, dice, 1.5, 5);
    const colours = paints(dice, ground);
    const pose = poseOf(dice);
    for (const part of dice.any(views)) raster.fill(placed(part, pose, dice), colours[part.paint]);
    if (dice.happens(0.35)) paintClutter(raster, dice, 2, 5);
    develop(raster, dice, out);
  }
}

/** The pose, which applies to all parts of a thing. */
interface Pose {
  /** Corners are multiplied by these; the first is negative if the thing faces left. */
  readonly width: number;
  readonly height: number;
  /** The rotation of the whole thing. */
  readonly cos: number;
  readonly sin: number;
  readonly left: number;
  readonly top: number;
  /** Vertical lines are bent into a wave: how far, and where it begins. */
  readonly bend: number;
  readonly phase: number;
}

function poseOf(dice: Dice): Pose {
  const size = dice.happens(0.12) ? dice.between(0.45, 0.7) : dice.between(0.7, 1);
  const side = dice.happens(0.5) ? -1 : 1;
  const angle = dice.between(-0.18, 0.18);
  const room = 0.5 * (SIDE / 2 - 13 * size);
  return {
    width: side * size * dice.between(0.75, 1.05),
    height: size * dice.between(0.85, 1.05),
    cos: Math.cos(angle),
    sin: Math.sin(angle),
    left: SIDE / 2 + dice.between(-room, room),
    top: SIDE / 2 + dice.between(-room, room),
    bend: dice.between(-1, 1),
    phase: dice.between(0, 2 * Math.PI),
  };
}

function placed({ outline, swing, pivot }: Part, pose: Pose, dice: Dice): readonly number[] {
  const { width, height, cos, sin, left, top, bend, phase } = pose;
  const [pivotX, pivotY] = pivot;
  const turn = swing === 0 ? 0 : dice.between(-swing, swing);
  const [turnCos, turnSin] = [Math.cos(turn), Math.sin(turn)];
  const result: number[] = [];
  for (let i = 0; i < outline.length; i += 2) {
    const x = outline[i]! - pivotX;
    const y = outline[i + 1]! - pivotY;
    const turnedX = pivotX + x * turnCos - y * turnSin;
    const turnedY = pivotY + x * turnSin + y * turnCos;
    const seenX = (turnedX + bend * Math.sin(turnedY / 5 + phase)) * width;
    const seenY = turnedY * height;
    result.push(left + seenX * cos - seenY * sin, top + seenX * sin + seenY * cos);
  }
  return result;
}
