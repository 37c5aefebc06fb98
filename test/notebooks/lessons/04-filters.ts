import type { Lesson } from "./lesson.ts";

const nine = (...n: readonly number[]): string =>
  `const diagonal = [[${n.slice(0, 3).join(", ")}], [${n.slice(3, 6).join(", ")}], [${n.slice(6).join(", ")}]]`;
const colour = (...n: readonly number[]): string => `const [red, green, blue, bias]: number[] = [${n.join(", ")}]`;

export const filters: Lesson = {
  name: "04-filters",
  claims: {},
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: nine(2, -1, -1, -1, 2, -1, -1, -1, 2),
      secret: /2, -1, -1/,
      wrong: [
        nine(1, 0, 0, 0, 1, 0, 0, 0, 1),
        nine(-1, -1, 2, -1, 2, -1, 2, -1, -1),
        nine(-1, 2, -1, -1, 2, -1, -1, 2, -1),
        nine(-1, -1, -1, 2, 2, 2, -1, -1, -1),
        nine(1, 1, 1, 1, 1, 1, 1, 1, 1),
        nine(2, -1, 2, -1, -4, -1, 2, -1, 2),
      ],
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: colour(1, 1, -2, -1),
      secret: /1, 1, -2, -1/,
      wrong: [
        colour(1, 1, 0, 0),
        colour(1, 1, -2, 0),
        colour(1, 1, 0, -1),
        colour(1, 0, -1, 0),
        colour(0, 1, -1, 0),
        colour(0, 0, -1, 0.5),
      ],
    },
    {
      answer: "ex-c",
      check: "ex-c-check",
      right: "const side = 3 + 2 * 2 + 2 * 2",
      secret: /\b11\b/,
      wrong: [
        "const side = 7",
        "const side = 5",
        "const side = 22",
        "const side = 10",
        "const side = 5.5",
        "const side = 15",
      ],
    },
  ],
};
