/** The four vehicles of CIFAR-10, from several sides, in the language of `parts.ts`. Cars and trucks have the same fronts and some of the same outlines. */
import { parts } from "./parts.ts";

const front = `
    dark   flat  5 6.5  9.5 6.5  9.5 11.5  5 11.5    |
    body   flat  -10 9  -10 0  -8 -1.5  -6.8 -8.5  6.8 -8.5  8 -1.5  10 0  10 9
    glass  flat  -6.8 -1.4  -5.8 -7.2  5.8 -7.2  6.8 -1.4
    dark   flat  -4.6 1.6  4.6 1.6  4.4 5  -4.4 5
`;

export const airplane = [
  // From the side
  parts(`
    shade  flat  -1 -1  4 -1  -1 -9  -4 -9
    body   blob  0 0 14 2.7
    body   flat  -12.5 0  -14.5 -8.5  -10.5 -8.5  -6 -1
    light  flat  -12 0  -8.5 0  -12.5 3  -15 3
    glass  blob  10 -0.9 1.7 0.9
    mark   limb  -7 -0.6  6 -0.6  0.7
    shade  flat  -2 1  4 1  -5 10.5  -9 10.5
    dark   blob  -1.5 4.6 2.2 1.1
  `),
  // From above
  parts(`
    body   flat  0 -4.5  14.5 4.5  14.5 7  0 3       |
    shade  flat  0 3.2  14.5 6.2  14.5 7.2  0 4.4    |
    body   flat  0 8.5  6 12.2  6 14  0 12.5         |
    dark   blob  6 2 1 2.2                           |
    light  blob  0 0 2.2 14.5
    glass  blob  0 -11 1.1 1.2
    shade  limb  0 8  0 14  0.9
  `),
  // Head on
  parts(`
    body   flat  -0.6 -2  -0.5 -10  0.5 -10  0.6 -2
    shade  flat  0 -2  6 -3.2  6 -2.4  0 -0.8        |
    body   flat  0 0  15.5 -3  15.5 -1.6  0 3        |
    dark   blob  6 1.8 1.8 1.8                       |
    light  blob  6 1.8 0.8 0.8                       |
    body   blob  0 0 3.6 3.6
    glass  flat  -2.4 -1  -1.6 -2.3  1.6 -2.3  2.4 -1
  `),
];

export const automobile = [
  // From the side
  parts(`
    body   flat  -14.5 6  -14.5 -0.5  -9 -1.5  -5 -7  5 -7  9.5 -1  14 0.5  15 6
    glass  flat  -7 -1.3  -4.2 -5.6  -0.5 -5.6  -0.5 -1.3
    glass  flat  0.6 -1.3  0.6 -5.6  4.2 -5.6  7.4 -1.3
    shade  flat  -14.5 6  -14.5 3.5  15 3.5  15 6
    bright blob  13.6 1.6 1.1 0.8
    dark   blob  -8 6 3.4 3.4
    dark   blob  8.4 6 3.4 3.4
    pale   blob  -8 6 1.4 1.4
    pale   blob  8.4 6 1.4 1.4
  `),
  // From the front
  parts(`
    ${front}
    pale   blob  7.6 2.4 1.8 1.4                     |
    shade  flat  -10 6  10 6  10 9  -10 9
    pale   flat  -2 6.4  2 6.4  2 8  -2 8
  `),
  // An open car from the side
  parts(`
    second blob  -2 -4.5 1.8 2.1
    body   flat  -15 5.5  -15 -0.5  -6 -1.8  4 -1.8  13 -0.3  15 3  15 5.5
    glass  flat  3 -1.8  5.2 -1.8  2.4 -6.4  1.4 -6.4
    dark   flat  -6 -1.9  3 -1.9  2 -0.4  -5 -0.4
    shade  flat  -15 5.5  -15 3.4  15 3.4  15 5.5
    dark   blob  -9 5.6 3.4 3.4
    dark   blob  9 5.6 3.4 3.4
    pale   blob  -9 5.6 1.5 1.5
    pale   blob  9 5.6 1.5 1.5
  `),
  // A minibus from the side
  parts(`
    body   flat  -15 6.5  -15 -8.5  5.5 -8.5  11 -1.4  14.5 0  15 6.5
    glass  flat  -13.2 -6.8  -8 -6.8  -8 -1.6  -13.2 -1.6
    glass  flat  -6.6 -6.8  -1 -6.8  -1 -1.6  -6.6 -1.6
    glass  flat  0.4 -6.8  4.8 -6.8  8.6 -1.6  0.4 -1.6
    bright blob  14.2 3 0.8 0.9
    dark   blob  -9 7 3.2 3.2
    dark   blob  9.5 7 3.2 3.2
    pale   blob  -9 7 1.3 1.3
    pale   blob  9.5 7 1.3 1.3
  `),
];

export const ship = [
  // A steamer from the side
  parts(`
    mark   limb  -7 -3  -7 -12  0.8
    light  flat  -9 1  -9 -5  6 -5  8 1
    second flat  -4 -5  -4 -11  0 -11  0 -5
    dark   flat  -4 -11  0 -11  0 -9.5  -4 -9.5
    dark   blob  -6 -2 0.9 0.9
    dark   blob  -2 -2 0.9 0.9
    dark   blob  2 -2 0.9 0.9
    body   flat  -15 0  15.5 0  12 7.5  -12 7.5
    shade  flat  -13 5  13.3 5  12 7.5  -12 7.5
  `),
  // A sailing boat
  parts(`
    dark   limb  0 5  0 -14  0.9
    light  flat  -1 -13  -1 3.5  -10 3.5
    pale   flat  1 -11.5  1 3.5  8.5 3.5
    body   flat  -12 5  12 5  8 10.5  -9 10.5
    second flat  -12 5  12 5  11.2 6.4  -11.4 6.4
  `),
  // A freighter from the side
  parts(`
    light  flat  -13 0  -13 -9  -7 -9  -7 0
    dark   flat  -12 -7.4  -8 -7.4  -8 -6  -12 -6
    second flat  -5.5 0  -5.5 -5  0 -5  0 0
    shade  flat  0.6 0  0.6 -5  6 -5  6 0
    second flat  6.6 0  6.6 -3  11 -3  11 0
    body   flat  -15 0  13 0  15.5 -2.5  12.5 7  -13.5 7
    mark   limb  -14 4.6  13 4.6  0.8
  `),
  // A motor boat from the side
  parts(`
    second blob  -2 -4.5 1.8 2.1
    glass  flat  2.6 -1.4  5 -1.4  1.8 -6.2  0.8 -6.2
    body   flat  -15 -1.4  15.5 -2.4  10.5 6.5  -13.5 6.5
    light  flat  -15 -1.4  15.5 -2.4  14.6 -0.6  -14.7 0.4
    dark   flat  -6 -1.8  2.4 -1.8  1.4 -0.6  -5 -0.6
  `),
  // A ferry from the front
  parts(`
    second flat  -7.5 -13  7.5 -13  7.5 3  -7.5 3
    body   flat  -10 -1  10 -1  8.5 6  5 12  -5 12  -8.5 6
    glass  flat  -6 -10.5  6 -10.5  6 -6  -6 -6
    shade  flat  -0.8 -1  0.8 -1  0.6 12  -0.6 12
    pale   blob  6.6 2 1.3 1.3                       |
  `),
];

export const truck = [
  // A box van from the side
  parts(`
    dark   flat  -14 6  14 6  14 7.4  -14 7.4
    body   flat  -15 -10  5 -10  5 6  -15 6
    body   flat  5.8 -5.5  11 -5.5  14.5 0  15 6.5  5.8 6.5
    glass  flat  7 -4.2  10.4 -4.2  12.8 0  7 0
    bright blob  14.2 3.6 0.8 0.9
    dark   blob  -10.5 7.5 3 3
    dark   blob  -4 7.5 3 3
    dark   blob  10.5 7.5 3 3
    pale   blob  -10.5 7.5 1.2 1.2
    pale   blob  -4 7.5 1.2 1.2
    pale   blob  10.5 7.5 1.2 1.2
  `),
  // From the front
  parts(`
    second flat  -9.5 -14  9.5 -14  9.5 3  -9.5 3
    ${front}
    pale   limb  -4.6 3.3  4.6 3.3  0.7
    bright blob  7.4 5.4 1.4 1.3                     |
    dark   limb  10.6 -6  10.6 -1.5  1.4             |
  `),
  // A pickup from the side
  parts(`
    body   flat  -15 6  -15 -1.5  1 -1.5  2 -7  7 -7  10.5 -1  14 0.5  15 6
    glass  flat  3.2 -5.6  6.4 -5.6  8.8 -1.3  3 -1.3
    shade  flat  -15 6  -15 0  0.8 0  0.8 3.5  15 3.5  15 6
    bright blob  13.6 1.8 1 0.8
    dark   blob  -9 6 3.4 3.4
    dark   blob  8.4 6 3.4 3.4
    pale   blob  -9 6 1.4 1.4
    pale   blob  8.4 6 1.4 1.4
  `),
];
