import { bird, cat, deer, dog, frog, horse } from "./animals.ts";
import type { Scene } from "./palette.ts";
import { airplane, automobile, ship, truck } from "./vehicles.ts";

/** A scene for each class, in the order of CIFAR-10's labels. */
export const SCENES: Readonly<Record<string, Scene>> = {
  airplane,
  automobile,
  bird,
  cat,
  deer,
  dog,
  frog,
  horse,
  ship,
  truck,
};
