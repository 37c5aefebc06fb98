/** What the scenes share: a scene's type, and the colours of grounds, furs and paints. */
import type { Canvas, Colour } from "./canvas.ts";

export type Scene = (canvas: Canvas) => void;

export const SKY: Colour = [0.45, 0.65, 0.9];
export const HAZE: Colour = [0.8, 0.87, 0.95];
export const GRASS: Colour = [0.35, 0.55, 0.25];
export const FOREST: Colour = [0.2, 0.35, 0.18];
export const ROAD: Colour = [0.45, 0.45, 0.47];
export const SEA: Colour = [0.15, 0.35, 0.5];
export const ROOM: Colour = [0.6, 0.5, 0.4];
export const DARK: Colour = [0.08, 0.08, 0.1];
export const PALE: Colour = [0.9, 0.9, 0.88];
export const GLASS: Colour = [0.6, 0.75, 0.85];

export const pick = <T>(canvas: Canvas, choices: readonly T[]): T =>
  choices[Math.floor(canvas.between(0, choices.length))]!;

export const FURS: readonly Colour[] = [
  [0.75, 0.6, 0.4],
  [0.4, 0.3, 0.2],
  [0.6, 0.6, 0.6],
  [0.15, 0.14, 0.14],
  [0.85, 0.8, 0.72],
];
export const PAINTS: readonly Colour[] = [
  [0.75, 0.15, 0.15],
  [0.15, 0.3, 0.65],
  [0.85, 0.85, 0.85],
  [0.9, 0.7, 0.15],
  [0.2, 0.22, 0.24],
  [0.2, 0.5, 0.3],
];
