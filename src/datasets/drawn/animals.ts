/** How the six animals of CIFAR-10 are drawn: a background, a pose, then the animal in a colour of its kind. */
import type { Canvas, Colour, Point } from "./canvas.ts";
import { SKY, HAZE, GRASS, FOREST, ROOM, DARK, PALE, pick, FURS, type Scene } from "./palette.ts";

/** An animal's four legs, from the line of the belly to the ground. */
const legs = (canvas: Canvas, xs: readonly number[], [top, ground]: Point, width: number, colour: Colour): void => {
  for (const x of xs) canvas.line([x, top], [x + canvas.between(-1, 1), ground], width, colour);
};

export const bird: Scene = (canvas) => {
  canvas.background(canvas.near(pick(canvas, [SKY, FOREST, HAZE])), canvas.near(pick(canvas, [HAZE, GRASS, FOREST])));
  canvas.pose();
  const feather = canvas.near(
    pick(canvas, [
      [0.55, 0.35, 0.2],
      [0.25, 0.4, 0.65],
      [0.7, 0.2, 0.15],
      [0.25, 0.25, 0.28],
      [0.8, 0.7, 0.3],
    ]),
  );
  canvas.line([12, 21], [11, 27], 0.9, [0.6, 0.45, 0.2]);
  canvas.line([16, 21], [16, 27], 0.9, [0.6, 0.45, 0.2]);
  canvas.polygon(
    [
      [3, 20],
      [4, 23.5],
      [11, 19],
      [10, 15],
    ],
    feather,
  );
  canvas.ellipse([14, 17], 7, 5.2, feather);
  canvas.ellipse([21, 11.5], 3.8, 3.6, feather);
  canvas.polygon(
    [
      [24, 10.5],
      [28.5, 12],
      [24, 13.2],
    ],
    [0.85, 0.6, 0.15],
  );
  canvas.ellipse([12, 16.5], 4.6, 2.8, [feather[0] * 0.65, feather[1] * 0.65, feather[2] * 0.65]);
  canvas.ellipse([22, 10.8], 0.8, 0.8, DARK);
};

export const cat: Scene = (canvas) => {
  canvas.background(canvas.near(ROOM, 0.2), canvas.near(ROOM, 0.2));
  canvas.pose();
  const fur = canvas.near(pick(canvas, FURS), 0.06);
  canvas.polygon(
    [
      [7, 13],
      [8, 3.5],
      [14, 9],
    ],
    fur,
  );
  canvas.polygon(
    [
      [25, 13],
      [24, 3.5],
      [18, 9],
    ],
    fur,
  );
  canvas.polygon(
    [
      [8.6, 10],
      [9, 6],
      [11.5, 9],
    ],
    [0.85, 0.6, 0.6],
  );
  canvas.polygon(
    [
      [23.4, 10],
      [23, 6],
      [20.5, 9],
    ],
    [0.85, 0.6, 0.6],
  );
  canvas.ellipse([16, 17], 10, 9, fur);
  for (const x of [12, 20]) {
    canvas.ellipse(
      [x, 15],
      1.9,
      1.5,
      pick(canvas, [
        [0.7, 0.8, 0.3],
        [0.9, 0.75, 0.3],
      ]),
    );
    canvas.ellipse([x, 15], 0.6, 1.4, DARK);
  }
  canvas.polygon(
    [
      [15, 19],
      [17, 19],
      [16, 20.6],
    ],
    [0.8, 0.45, 0.45],
  );
  for (const y of [19.5, 21.5]) {
    canvas.line([13, 20.5], [5, y], 0.5, PALE);
    canvas.line([19, 20.5], [27, y], 0.5, PALE);
  }
};

export const deer: Scene = (canvas) => {
  canvas.background(canvas.near(FOREST, 0.1), canvas.near(GRASS, 0.1), canvas.near(GRASS, 0.1), 22);
  canvas.pose();
  const hide = canvas.near([0.6, 0.42, 0.25], 0.08);
  legs(canvas, [9, 11.5, 17.5, 20], [17, 28], 1.3, hide);
  canvas.ellipse([14, 16.5], 7.5, 4, hide);
  canvas.line([19, 15], [23, 9.5], 3, hide);
  canvas.ellipse([24.5, 9], 2.9, 1.8, hide);
  for (const side of [-1, 1]) {
    canvas.line([23, 7.5], [22 + side * 2.4, 2], 0.9, PALE);
    canvas.line([22.6 + side * 1.5, 4.5], [22.6 + side * 4, 3.4], 0.8, PALE);
  }
  canvas.ellipse([6.8, 14.8], 1.2, 1.6, PALE);
};

export const dog: Scene = (canvas) => {
  canvas.background(canvas.near(pick(canvas, [GRASS, ROOM]), 0.15), canvas.near(pick(canvas, [GRASS, ROOM]), 0.15));
  canvas.pose();
  const fur = canvas.near(pick(canvas, FURS), 0.06);
  const ears: Colour = [fur[0] * 0.6, fur[1] * 0.6, fur[2] * 0.6];
  canvas.ellipse([16, 15], 8.5, 9, fur);
  canvas.ellipse([7, 16], 3, 7.5, ears);
  canvas.ellipse([25, 16], 3, 7.5, ears);
  canvas.ellipse([16, 20.5], 5.2, 4.6, [
    Math.min(1, fur[0] * 1.25),
    Math.min(1, fur[1] * 1.25),
    Math.min(1, fur[2] * 1.25),
  ]);
  canvas.ellipse([16, 18], 2.2, 1.5, DARK);
  canvas.ellipse([12.5, 12.5], 1.2, 1.2, DARK);
  canvas.ellipse([19.5, 12.5], 1.2, 1.2, DARK);
  canvas.ellipse([16, 24], 1.5, 2, [0.85, 0.4, 0.45]);
};

export const frog: Scene = (canvas) => {
  canvas.background(canvas.near(pick(canvas, [[0.4, 0.33, 0.22], FOREST, PALE])), canvas.near([0.4, 0.33, 0.22], 0.15));
  canvas.pose();
  const skin = canvas.near(
    pick(canvas, [
      [0.35, 0.6, 0.2],
      [0.45, 0.5, 0.2],
      [0.3, 0.45, 0.25],
    ]),
    0.08,
  );
  canvas.ellipse([6, 23], 4.5, 3, skin);
  canvas.ellipse([26, 23], 4.5, 3, skin);
  canvas.ellipse([16, 19], 11, 7, skin);
  for (const x of [10, 22]) {
    canvas.ellipse([x, 11.5], 3.3, 3.3, skin);
    canvas.ellipse([x, 11], 1.9, 1.9, [0.9, 0.8, 0.3]);
    canvas.ellipse([x, 11], 1.3, 0.8, DARK);
  }
  canvas.ellipse([16, 22], 7, 2.6, [0.8, 0.82, 0.55]);
  canvas.line([9, 18.5], [23, 18.5], 0.7, [skin[0] * 0.5, skin[1] * 0.5, skin[2] * 0.5]);
};

export const horse: Scene = (canvas) => {
  canvas.background(
    canvas.near(pick(canvas, [SKY, HAZE])),
    canvas.near(HAZE),
    canvas.near(GRASS),
    canvas.between(14, 21),
  );
  canvas.pose();
  const hide = canvas.near(
    pick(canvas, [
      [0.45, 0.25, 0.13],
      [0.2, 0.15, 0.12],
      [0.8, 0.75, 0.68],
      [0.6, 0.38, 0.18],
    ]),
    0.05,
  );
  const mane: Colour = [hide[0] * 0.45, hide[1] * 0.45, hide[2] * 0.45];
  legs(canvas, [7.5, 10.5, 18, 21], [17, 29], 2, hide);
  canvas.line([5.5, 14], [3, 22], 1.8, mane);
  canvas.ellipse([14, 15.5], 9.5, 5, hide);
  canvas.polygon(
    [
      [18, 13],
      [24, 15],
      [27, 6],
      [23.5, 5],
    ],
    hide,
  );
  canvas.line([21, 11], [24, 4.6], 1.8, mane);
  canvas.polygon(
    [
      [23.5, 4.5],
      [27, 5],
      [31, 10.5],
      [28.5, 12],
    ],
    hide,
  );
  canvas.polygon(
    [
      [24, 5],
      [25.8, 5],
      [25, 2],
    ],
    hide,
  );
};
