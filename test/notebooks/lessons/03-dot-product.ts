import type { Lesson } from "./lesson.ts";

const loop = (rows: string, columns: string, value: string): string =>
  `function corr2d(image: number[][], kernel: number[][]): number[][] {
    const [rows, columns] = [${rows}, ${columns}];
    return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => ${value}));
  }`;
const [rows, columns] = ["image.length - kernel.length + 1", "image[0]!.length - kernel[0]!.length + 1"] as const;
const kernel = (...numbers: readonly number[]): string =>
  `const moving: number[][] = [[${numbers.slice(0, 3).join(", ")}], [${numbers.slice(3, 6).join(", ")}], [${numbers.slice(6).join(", ")}]]`;

export const dotProduct: Lesson = {
  name: "03-dot-product",
  claims: {},
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: "const width = (32 + 4 - 5 - 1) / 2 + 1",
      secret: /\b16\b/,
      wrong: [
        "const width = (32 + 4 - 5) / 2 + 1",
        "const width = 15",
        "const width = 32",
        "const width = 8",
        "const width = 28",
        "const width = 14",
      ],
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: loop(rows, columns, "pixel(image, kernel, r, c)"),
      secret: /pixel\(image, kernel, r, c\)/,
      wrong: [
        loop("image.length - kernel.length", columns, "pixel(image, kernel, r, c)"),
        loop("image.length", "image[0]!.length", "pixel(image, kernel, r, c)"),
        loop(rows, columns, "pixel(image, kernel.toReversed().map((row) => row.toReversed()), r, c)"),
        loop(rows, columns, "image[r]![c]! * kernel[0]![0]!"),
        loop(rows, columns, "pixel(image, kernel, r, c) / 6"),
        loop(columns, rows, "pixel(image, kernel, c, r)"),
      ],
    },
    {
      answer: "ex-c",
      check: "ex-c-check",
      right: kernel(0, 0, 0, 0, 0, 1, 0, 0, 0),
      secret: /\[0, 0, 1\]/,
      wrong: [
        kernel(0, 0, 0, 1, 0, 0, 0, 0, 0),
        kernel(0, 0, 0, 0, 0, 0, 0, 1, 0),
        kernel(0, 0, 0, 0, 0, -1, 0, 0, 0),
        kernel(0, 0, 0, 0, 0, 2, 0, 0, 0),
        kernel(0, 0, 0, 0, 1, 0, 0, 0, 0),
        kernel(0, 0, 1, 0, 0, 0, 0, 0, 0),
      ],
    },
  ],
};
