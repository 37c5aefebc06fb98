/** How the four vehicles of CIFAR-10 are drawn: a background, a pose, then the vehicle in some paint. */
import type { Canvas, Colour } from "./canvas.ts";
import { SKY, HAZE, GRASS, ROAD, SEA, ROOM, DARK, PALE, GLASS, pick, PAINTS, type Scene } from "./palette.ts";

const wheels = (canvas: Canvas, xs: readonly number[], y: number, radius: number): void => {
  for (const x of xs) {
    canvas.ellipse([x, y], radius, radius, DARK);
    canvas.ellipse([x, y], radius * 0.45, radius * 0.45, [0.6, 0.6, 0.6]);
  }
};

export const airplane: Scene = (canvas) => {
  canvas.background(canvas.near(SKY), canvas.near(HAZE));
  canvas.pose();
  const body = canvas.near(pick(canvas, [PALE, [0.7, 0.72, 0.76], [0.5, 0.52, 0.56]]), 0.06);
  const shade: Colour = [body[0] * 0.7, body[1] * 0.7, body[2] * 0.72];
  canvas.polygon(
    [
      [4, 9],
      [8, 9],
      [10, 16],
      [6, 16],
    ],
    shade,
  );
  canvas.ellipse([16, 16], 12, 2.6, body);
  canvas.polygon(
    [
      [13, 16],
      [19, 16],
      [13, 26],
      [9, 26],
    ],
    shade,
  );
  canvas.polygon(
    [
      [14, 15],
      [18, 15],
      [14, 9],
      [11, 9],
    ],
    shade,
  );
  canvas.ellipse([25, 15.4], 1.6, 0.9, GLASS);
};

export const automobile: Scene = (canvas) => {
  canvas.background(canvas.near(HAZE), canvas.near(pick(canvas, [HAZE, GRASS, ROOM])), canvas.near(ROAD, 0.08), 19);
  canvas.pose();
  const paint = canvas.near(pick(canvas, PAINTS), 0.06);
  canvas.polygon(
    [
      [9, 16],
      [12, 10],
      [21, 10],
      [25, 16],
    ],
    paint,
  );
  canvas.polygon(
    [
      [11, 16],
      [13, 11.5],
      [16, 11.5],
      [16, 16],
    ],
    GLASS,
  );
  canvas.polygon(
    [
      [17, 16],
      [17, 11.5],
      [20.5, 11.5],
      [23, 16],
    ],
    GLASS,
  );
  canvas.polygon(
    [
      [3, 22],
      [4, 16],
      [28, 16],
      [29.5, 22],
    ],
    paint,
  );
  wheels(canvas, [9, 24], 22.5, 3);
};

export const ship: Scene = (canvas) => {
  canvas.background(canvas.near(SKY), canvas.near(HAZE), canvas.near(SEA, 0.1), canvas.between(18, 22));
  canvas.pose();
  const hull = canvas.near(pick(canvas, PAINTS), 0.06);
  canvas.line([12, 13], [12, 4], 0.9, DARK);
  canvas.polygon(
    [
      [9, 18],
      [9, 12],
      [21, 12],
      [22, 18],
    ],
    canvas.near(PALE, 0.06),
  );
  canvas.polygon(
    [
      [15.5, 12],
      [15.5, 7],
      [18.5, 7],
      [18.5, 12],
    ],
    canvas.near(pick(canvas, PAINTS), 0.06),
  );
  canvas.polygon(
    [
      [2, 18],
      [30.5, 18],
      [27, 24.5],
      [5, 24.5],
    ],
    hull,
  );
  for (const x of [11.5, 14.5, 17.5]) canvas.ellipse([x, 14.8], 0.8, 0.8, DARK);
};

export const truck: Scene = (canvas) => {
  canvas.background(
    canvas.near(pick(canvas, [SKY, HAZE])),
    canvas.near(pick(canvas, [HAZE, GRASS])),
    canvas.near(ROAD, 0.08),
    21,
  );
  canvas.pose();
  const cargo = canvas.near(pick(canvas, [PALE, ...PAINTS]), 0.06);
  const cab = canvas.near(pick(canvas, PAINTS), 0.06);
  canvas.polygon(
    [
      [2, 6],
      [20, 6],
      [20, 22],
      [2, 22],
    ],
    cargo,
  );
  canvas.polygon(
    [
      [21, 11],
      [26, 11],
      [29.5, 16],
      [29.5, 22],
      [21, 22],
    ],
    cab,
  );
  canvas.polygon(
    [
      [22.5, 12.2],
      [25.6, 12.2],
      [28, 16],
      [22.5, 16],
    ],
    GLASS,
  );
  canvas.line([2, 22.3], [29, 22.3], 1, DARK);
  wheels(canvas, [6.5, 12, 25], 24, 2.8);
};
