/** The six animals of CIFAR-10, in several poses, in the language of `parts.ts`. */
import { parts } from "./parts.ts";

export const bird = [
  // On its feet, from the side
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

export const cat = [
  // The face
  parts(`
    body   flat  -11 2  -10.5 -13  -2 -7             |
    second flat  -9 -3  -9 -9.5  -4.5 -6.5           |
    body   blob  0 2 11.5 10
    bright blob  4.6 -0.5 2.2 1.7                    |
    dark   blob  4.6 -0.5 0.7 1.6                    |
    light  blob  0 6.5 4.6 3.4
    dark   flat  -1.3 4  1.3 4  0 5.8
    mark   limb  2.5 6  12 4.4  0.6                  | ~6
    mark   limb  2.5 7  12 8.4  0.6                  | ~6
    shade  limb  0 -8  0 -4  1.1
    shade  limb  2.6 -7.6  2.2 -4.6  1               |
  `),
  // Sitting, from behind or the front
  parts(`
    shade  limb  5 10  12 7  2.4 ~20
    shade  limb  12 7  12.5 0  2.2 ~10
    body   blob  0 5.5 7 8
    light  blob  0 7 3.2 5.5
    body   flat  -5.2 -5  -5.6 -13.5  -0.8 -9.6      |
    body   blob  0 -6.5 5.8 4.9
    bright blob  2.3 -7 1.2 1                        |
    dark   blob  2.3 -7 0.45 0.9                     |
    dark   flat  -0.8 -5.2  0.8 -5.2  0 -4.2
    shade  limb  3 7  3.2 12.6  1.8                  |
  `),
  // Walking, from the side
  parts(`
    shade  limb  -6 3  -7 11  2 ~18
    shade  limb  4 3  5 11  2 ~18
    body   limb  -8 3  -9 11.5  2.2 ~18
    body   limb  6.5 3  7 11.5  2.2 ~18
    body   limb  -8.5 -1  -13 -7  1.9 ~20
    body   limb  -13 -7  -12 -12.5  1.7 ~12
    body   blob  -1 1 9 4
    body   flat  6.8 -6  7.2 -12  10 -8.6
    body   flat  10 -8.6  13.2 -12  13.2 -6
    body   blob  10 -5 4.2 3.7
    bright blob  11.6 -5.6 0.9 0.8
    dark   blob  13.6 -3.6 0.8 0.6
    shade  limb  -3 -2.6  -3 2  1
    shade  limb  0.5 -2.6  0.5 2  1
  `),
];

export const deer = [
  // From the side
  parts(`
    shade  limb  -6 3  -6.5 13.5  1.3 ~10
    shade  limb  3 3  4 13.5  1.3 ~10
    body   limb  -8.5 3  -9 14  1.4 ~10
    body   limb  5.5 3  5.5 14  1.4 ~10
    body   blob  -1.5 1.5 8.6 3.9
    body   flat  2 -0.5  6.5 2  11 -7  7.8 -8
    body   blob  10.6 -7 3.4 1.9 20
    body   flat  7.4 -7.6  4 -9  7.6 -9.2
    pale   blob  -9.8 0.4 1.3 1.8
    mark   limb  8.4 -8.4  6 -14.5  0.9
    mark   limb  9.4 -8.4  12.4 -14.5  0.9
    mark   limb  7.2 -11.4  3.6 -13  0.8
    mark   limb  10.9 -11.4  14.6 -12.4  0.8
    dark   blob  10.2 -7.6 0.6 0.6
  `),
  // The head from the front
  parts(`
    mark   limb  2 -4  6 -13.5  1.2                  |
    mark   limb  4 -8.6  10.5 -11  1                 |
    mark   limb  5.2 -11.4  10 -15.2  1              |
    mark   limb  3 -6.4  8.4 -6.4  0.9               |
    shade  flat  -3 -2  -11 -4  -9.4 -0.4  -4 1.4    |
    body   flat  -3.2 7  -8 15.5  8 15.5  3.2 7
    body   blob  0 1 4.5 6
    light  blob  0 8 2.7 4
    dark   blob  2.9 0.4 0.9 0.9                     |
    dark   blob  0 10.2 1.6 1.1
  `),
  // Grazing
  parts(`
    shade  limb  -5 0  -5.5 12  1.3 ~10
    shade  limb  3.5 0  4 12  1.3 ~10
    body   limb  -7.5 0  -8 12.5  1.4 ~10
    body   limb  5.8 0  6 12.5  1.4 ~10
    body   blob  -1 -2 8.6 4
    body   flat  4 -4  7.5 -1  12 7.5  9.4 8.6
    body   blob  11.6 8.6 1.9 3.2 -20
    mark   limb  10.4 6  15 2.4  0.9
    mark   limb  12.6 4.2  12.6 0.4  0.8
    mark   limb  9.6 6.6  5.6 9.8  0.9
    pale   blob  -9.4 -3.2 1.3 1.8
  `),
];

export const dog = [
  // The face
  parts(`
    body   blob  0 0 9.5 10.5
    shade  flat  -6.5 -9  -12.5 -4.5  -13.5 6.5  -9.5 8.5  -7.5 0   |
    light  blob  0 5.8 5.8 5.4
    dark   blob  0 3 2.5 1.8
    dark   blob  4 -3 1.3 1.3                        |
    dark   limb  0 4  0 7.5  0.7
    bright blob  0.6 9.4 1.7 2.4 -10
  `),
  // Standing, from the side
  parts(`
    shade  limb  -6.5 2  -6 12  2 ~12
    shade  limb  3.6 2  4 12  2 ~12
    body   limb  -9 2  -9 12.5  2.2 ~12
    body   limb  6 2  6 12.5  2.2 ~12
    body   limb  -9.5 -2  -15 -8  1.5 ~20
    body   flat  -11 -4  8 -4.5  8 3  4 4.5  -7 2.6  -11 2.6
    body   blob  9 -6.5 4 3.5
    light  flat  11 -8  15.8 -6.4  15.6 -3.8  11 -3.4
    dark   blob  15.3 -6 1 0.9
    shade  flat  6.6 -9.6  9.4 -9  8.4 -1.5  5.6 -2.6
    dark   blob  11 -7.6 0.7 0.7
    bright limb  4.6 -4.8  8 -2.6  1.1
  `),
  // Sitting, from the side
  parts(`
    body   limb  -5.5 10.5  -13 8  1.7 ~20
    body   blob  -2.5 6.5 6 6
    body   flat  -6 2  2 -7  6.5 -4  6 13  2 13
    shade  limb  -4 11.6  3 12.6  2.4
    body   blob  4.5 -8 4.2 3.7
    light  flat  6.5 -10  12.4 -8  12.2 -5.4  6.5 -4.8
    dark   blob  12 -7.8 1 0.9
    shade  flat  1.6 -11.2  4.4 -10.4  3.2 -3  0.4 -4.2
    dark   blob  6.6 -9.2 0.7 0.7
    bright limb  1.5 -4.6  6.4 -2.8  1.1
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
];

export const horse = [
  // Standing, from the side
  parts(`
    shade  limb  -5.5 2  -5 13.5  1.9 ~12
    shade  limb  3.4 2  4 13.5  1.9 ~12
    body   limb  -8.5 1  -8.8 14  2.2 ~12
    body   limb  6 1  6 14  2.2 ~12
    dark   limb  -10 -3  -14 6.5  2.4 ~12
    body   blob  -1.5 0 9.8 4.9
    body   flat  2 -3  8 1.4  12 -9  8.4 -11.5
    mark   flat  2 -4  8.4 -12.5  9.4 -10.5  5 -2.5
    body   flat  8 -11.6  11.5 -11.6  16 -4.6  13.4 -3  9.6 -7
    body   flat  8.6 -11  9.6 -14.5  10.8 -11
    dark   blob  11 -9.2 0.7 0.7
  `),
  // The head from the side
  parts(`
    body   flat  -14 15.5  -9 0  -2 -9.5  4 -5  1 6  3 15.5
    body   flat  -2 -11  3.5 -11  13.5 3.5  12.5 7.5  8.5 8.5  1 1.5
    shade  blob  11 5.2 2.7 2.9
    body   flat  -1.6 -10  0.4 -15.5  2.6 -10.4
    mark   flat  -15.5 13  -10.4 -1.5  -2.4 -12.5  0.4 -10.6  -5.5 -1  -10 14    ~4
    dark   blob  3.4 -6.4 1.1 1.1
    dark   blob  12 4 0.7 0.7
    light  limb  5 -9  10.5 -0.6  1.1
  `),
  // Galloping
  parts(`
    shade  limb  -6 1  -12 7  2 ~16
    shade  limb  -12 7  -15 5.5  1.6 ~16
    shade  limb  5 1  12 6.5  1.9 ~16
    body   limb  -7 1  -9.5 11.5  2.2 ~16
    body   limb  6 1  9 10.5  2.1 ~16
    dark   flat  -9 -3  -15.8 -5  -15 -0.6  -9.4 -0.4  ~14
    body   blob  -1 -0.5 9.4 4.3 -6
    body   flat  2 -3  8 0  14 -8  10.6 -11
    mark   flat  1 -4.6  9 -12.8  10.8 -10.6  5 -3.4   ~6
    body   flat  10 -11.4  13 -10.8  16 -3.4  13.4 -2.2  10.4 -7
    body   flat  10.4 -10.6  10.8 -14  12.6 -10.8
    dark   blob  12.4 -8.4 0.7 0.7
  `),
];
