/**
 * The six animals of CIFAR-10, in several poses, in the language of `parts.ts`.
 *
 * Cats and dogs have the same bodies, and so do deer and horses: as in photographs, only ears, muzzles, tails, manes and antlers
 * distinguish them.
 */
import { parts } from "./parts.ts";

export const bird = [
  // Standing, from the side
  parts(`
    mark   limb  -1 5  -1.5 13  0.9 ~12
    mark   limb  2 5  2 13  0.9 ~12
    shade  flat  -4 1  -15 7.5  -13.5 10.5  -3 5     ~8
    body   blob  0 1 8.5 5.6 -25
    light  blob  2.5 3 4.5 3.2 -25
    shade  blob  -2 1.4 5.8 3 -5
    body   blob  7.5 -5.5 3.9 3.7
    bright flat  10.6 -7  15.5 -5  10.6 -3.6
    dark   blob  8.6 -6.4 0.9 0.9
  `),
  // In flight, from the side
  parts(`
    shade  flat  0 0  5 0  9 -11  5 -13              ~14
    shade  flat  -6 -1  -15 -3  -15 2  -6 1.5
    body   blob  0 0 9 3.2 -5
    body   blob  9 -2.2 2.9 2.7
    bright flat  11.4 -3.4  15.5 -1.8  11.4 -0.8
    light  flat  3 0.5  -4 1  -11 -10.5  -6 -13      ~14
    dark   blob  9.8 -2.8 0.8 0.8
  `),
  // In flight, from above
  parts(`
    body   flat  0 -3  5.5 -6.5  15.5 0  15 2.5  6 -1.5  0 3    | ~10
    shade  flat  5 -2  6 -3.4  15.5 0  15 2.5                   | ~10
    shade  flat  0 5  -3.6 13  3.6 13
    body   blob  0 1 2.9 7
    body   blob  0 -7 2.5 2.6
    bright flat  -0.9 -9  0 -12.5  0.9 -9
  `),
];

const pet = {
  face: `
    body   blob  0 1.5 10.5 10.5
    light  blob  0 6.4 5 4.2
    dark   blob  0 4.4 1.7 1.2
  `,
  walking: `
    shade  limb  -6.5 2  -6.5 12  2 ~14
    shade  limb  3.8 2  4.4 12  2 ~14
    body   limb  -9 2  -9 12.5  2.2 ~14
    body   limb  6.2 2  6.6 12.5  2.2 ~14
    body   limb  -9.5 -1.5  -14 -7.5  1.7 ~20
    body   flat  -11 -3.5  8 -4  8 3  4 4.5  -7 3  -11 3
    body   blob  9.5 -6 4.1 3.7
  `,
  sitting: `
    body   limb  -5.5 10.5  -13 8.5  1.8 ~20
    body   blob  -2.5 6.5 6 6
    body   flat  -6 2  2 -7  6.5 -4  6 13  2 13
    shade  limb  -4 11.6  3 12.6  2.4
    body   blob  4.5 -8 4.2 3.8
  `,
  facing: `
    shade  limb  5 10  12 7  2.2 ~20
    body   blob  0 5.5 7 8
    light  blob  0 7 3.2 5.5
    body   blob  0 -6.5 6 5.2
    shade  limb  3 7  3.2 12.6  1.8                  |
  `,
};

export const cat = [
  parts(`
    ${pet.face}
    body   flat  -10.4 0  -10.8 -13  -2 -8           |
    shade  flat  -9 -4.5  -9 -10  -4.5 -7.4          |
    bright blob  4.4 -1 1.6 1.5                      |
    dark   blob  4.4 -1 0.7 1.4                      |
    shade  limb  3 6.4  12 5  0.6                    | ~6
    shade  limb  3 7.4  12 9  0.6                    | ~6
  `),
  parts(`
    ${pet.walking}
    body   flat  6.4 -7  6.6 -13.4  10 -9.2
    body   flat  9.6 -9.2  13.2 -13.4  13.2 -6.8
    dark   blob  11.4 -6.8 0.8 0.8
    dark   blob  13.4 -4.6 0.8 0.6
  `),
  parts(`
    ${pet.sitting}
    body   flat  1.4 -8.6  1.4 -15  4.8 -11.2
    body   flat  4.4 -11.2  8 -15  8.2 -8.6
    dark   blob  6.6 -8.8 0.8 0.8
    dark   blob  8.4 -6.4 0.8 0.6
  `),
  parts(`
    ${pet.facing}
    body   flat  -5.8 -6  -5.8 -13.6  -0.8 -10.4     |
    dark   blob  2.4 -7.4 0.8 0.9                    |
    dark   blob  0 -4.8 1 0.7
  `),
];

const hoofed = {
  standing: `
    shade  limb  -5.8 2  -6 13.6  1.7 ~12
    shade  limb  3.4 2  4 13.6  1.7 ~12
    body   limb  -8.6 1  -8.9 14  1.9 ~12
    body   limb  5.8 1  5.8 14  1.9 ~12
    body   blob  -1.5 0.5 9.4 4.5
    body   flat  2 -2  7.6 1.6  12 -8.4  8.4 -10.6
    body   flat  8 -10.8  11.6 -10.8  15.6 -4.8  13.2 -3.2  9.6 -6.6
    dark   blob  11 -8.6 0.7 0.7
  `,
  grazing: `
    shade  limb  -5 -0.5  -5.4 12.2  1.7 ~10
    shade  limb  3.6 -0.5  4 12.2  1.7 ~10
    body   limb  -7.6 -1  -8 12.8  1.9 ~10
    body   limb  5.8 -1  6 12.8  1.9 ~10
    body   blob  -1 -2.4 9 4.4
    body   flat  3.6 -5  7 0  10.8 7.4  14 5  9.4 -4
    body   flat  10 6.4  14.4 5  13.6 11.6  10.8 12.8  9.4 10
  `,
  running: `
    shade  limb  -6 1  -12 7  1.9 ~16
    shade  limb  -12 7  -15 5.5  1.5 ~16
    shade  limb  5 1  12 6.5  1.8 ~16
    body   limb  -7 1  -9.5 11.5  2 ~16
    body   limb  6 1  9 10.5  1.9 ~16
    body   blob  -1 -0.5 9.2 4.2 -6
    body   flat  2 -3  8 0  14 -8  10.6 -11
    body   flat  10 -11.4  13 -10.8  16 -3.4  13.4 -2.2  10.4 -7
    dark   blob  12.4 -8.4 0.7 0.7
  `,
  head: `
    body   flat  -14 15.5  -9 1  -2 -8.5  4 -4  1 7  3 15.5
    body   flat  -2 -10  3.5 -10  13.5 4.5  12.5 8.5  8.5 9.5  1 2.5
    shade  blob  11 6.2 2.7 2.9
    dark   blob  3.4 -5.4 1.1 1.1
    dark   blob  12 5 0.7 0.7
  `,
};

export const deer = [
  parts(`
    ${hoofed.standing}
    light  blob  -10 -0.4 1.4 2
    body   flat  8.6 -9.4  4.6 -11  8.4 -11.4
    shade  limb  8.8 -10.6  6.2 -15.5  0.9
    shade  limb  9.8 -10.6  13.2 -15.5  0.9
    shade  limb  7.5 -13.2  3.8 -13.8  0.8
  `),
  parts(`
    ${hoofed.grazing}
    light  blob  -9.8 -3.2 1.4 2
    mark   limb  13.6 5.4  15.4 0  0.9
    mark   limb  12.4 5.4  11.6 -0.4  0.9
  `),
  parts(`
    ${hoofed.running}
    light  flat  -9.4 -2.4  -12.4 -5  -11 0.4
    shade  limb  11 -11  6.6 -14.6  0.9
    shade  limb  12 -11  13 -15.6  0.9
  `),
  parts(`
    ${hoofed.head}
    body   flat  -1 -9.5  -9.5 -10.5  -3 -5.5
    shade  limb  0 -9.5  -6 -15.2  1.1
    shade  limb  2.4 -9.8  7 -15.4  1.1
    shade  limb  -3.4 -12.8  -9.8 -13.4  0.9
    shade  limb  4.6 -12.6  10.6 -11.6  0.9
  `),
];

export const dog = [
  parts(`
    ${pet.face}
    shade  flat  -6.5 -8.5  -12.5 -5.5  -12.5 5  -9.4 6.5  -7.5 -1  |
    dark   blob  4.4 -1 1.3 1.4                      |
    dark   limb  0 5  0 8  0.7
  `),
  parts(`
    ${pet.walking}
    body   flat  11 -7.6  15.6 -6  15.4 -3.4  11 -3
    dark   blob  15 -5.6 0.8 0.7
    shade  flat  6.8 -9.6  9.6 -9  8.6 -2.5  5.6 -3.6
    dark   blob  11.4 -7 0.8 0.8
  `),
  parts(`
    ${pet.sitting}
    body   flat  6.5 -10  12 -8  11.8 -5.4  6.5 -4.8
    dark   blob  11.6 -7.6 0.8 0.7
    shade  flat  1.6 -11.4  4.4 -10.6  3.2 -4  0.2 -5.2
    dark   blob  6.6 -9 0.8 0.8
  `),
  parts(`
    ${pet.facing}
    shade  flat  -3.6 -11.4  -7.4 -9.4  -7.8 -4  -5.6 -3  -4.8 -7.4  |
    dark   blob  2.4 -7.4 0.8 0.9                    |
    dark   blob  0 -4.8 1.2 0.9
  `),
];

export const frog = [
  // From the front
  parts(`
    shade  blob  10 6.5 5.2 3.4                      |
    body   blob  0 3.5 12 7.4
    body   blob  6.5 -5 3.6 3.6                      |
    bright blob  6.5 -5.2 2.3 2.3                    |
    dark   blob  6.5 -5.2 1.5 0.9                    |
    light  blob  0 6.6 8 3
    dark   limb  -8.5 2.4  0 3.8  0.8
    dark   limb  8.5 2.4  0 3.8  0.8
    shade  limb  5 9  8 12  2                        |
  `),
  // From above
  parts(`
    shade  limb  3.5 5  12 2.5  2.8                  | ~10
    shade  limb  12 2.5  9 11.5  2.2                 | ~10
    shade  limb  9 11.5  14.5 14  1.6                | ~10
    shade  limb  4 -4  10.5 -6  2                    | ~10
    shade  limb  10.5 -6  12.5 -11  1.6              | ~10
    body   blob  0 1.5 6 8.4
    body   blob  0 -6.5 4.8 4
    bright blob  3.4 -8.4 1.7 1.7                    |
    dark   blob  3.4 -8.6 0.8 0.8                    |
    light  limb  0 -4  0 8  1.2
    shade  blob  2.8 3 1 1.2                         |
  `),
  // Sitting, from the side
  parts(`
    shade  limb  5 4  8.5 11  2.2
    shade  limb  8.5 11  13 11.6  1.6
    body   flat  -12 9  -8 1  3 -6  9 -6.5  14 -1  12 3.5  4 8  -6 10.5
    light  flat  14 -1  12 3.5  4 8  5 4.5
    body   blob  7.5 -6.5 3.2 3.1
    bright blob  8 -6.8 2 2
    dark   blob  8.4 -6.8 1.3 0.8
    dark   limb  13.4 -0.4  7.4 0.8  0.7
    shade  blob  -5 5.4 6.6 3.2 -28
    shade  limb  -9.5 9  -2 11.6  2.4
  `),
  // Leaping
  parts(`
    shade  limb  -4 2  -12 4  2.2 ~14
    shade  limb  -12 4  -15 10  1.6 ~14
    shade  limb  5 2  9.5 8.5  1.8 ~14
    body   limb  -3 2  -9 7  2.4 ~14
    body   limb  -9 7  -14 12.5  1.8 ~14
    body   blob  0 -0.5 9 4.6 -20
    light  blob  2 1.4 6 2.4 -20
    body   blob  8.4 -4.6 4 3.4
    bright blob  8.6 -6.6 1.7 1.6
    dark   blob  9 -6.6 0.9 0.8
  `),
];

export const horse = [
  parts(`
    ${hoofed.standing}
    shade  limb  -10 -2.5  -13.4 5  2 ~12
    shade  flat  2 -3.4  8.2 -12  9.4 -10  5 -2
    body   flat  8.6 -10.4  9.6 -14  10.8 -10.4
  `),
  parts(`
    ${hoofed.grazing}
    shade  limb  -9.6 -4.4  -12.6 4  2 ~12
    shade  flat  4 -6  9.6 -5.6  14.8 4  13 4.6  8.6 -3
    body   flat  13 5.6  15.6 2.6  14.4 6
  `),
  parts(`
    ${hoofed.running}
    shade  flat  -9 -3  -15 -5  -14.6 -1.4  -9.4 -0.4  ~14
    shade  flat  1 -4.6  9 -12.8  10.8 -10.6  5 -3.4   ~6
    body   flat  10.4 -10.6  10.8 -14  12.6 -10.8
  `),
  parts(`
    ${hoofed.head}
    body   flat  -1.6 -9  0.4 -14.5  2.6 -9.4
    mark   flat  -15.5 14  -10.4 -0.5  -2.4 -11.5  0.4 -9.6  -5.5 0  -10 15    ~4
  `),
];
