import type { Lesson } from "./lesson.ts";

const written = (body: string): string =>
  `function numbers(patch: Tensor, weight: Tensor, bias: Tensor): Tensor | undefined { ${body} }`;

export const channels: Lesson = {
  name: "01-channels",
  claims: {
    "3,072": "picture.numel()",
    "432": "sixteen.weight.numel()",
    "448": "sixteen.weight.numel() + sixteen.bias.numel()",
    "128": "eight.weight.shape[0]! * eight.weight.shape[1]!",
  },
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: "const count = 4 * 8 * 5 * 5 + 4",
      secret: /\b804\b/,
      wrong: [
        "const count = 4 * 8 * 5 * 5",
        "const count = 4 * 8 * 5 * 5 + 5",
        "const count = (4 * 8 * 5 * 5 + 4) / 4",
        "const count = (4 * 8 * 5 * 5 + 4) * 8",
        "const count = 4 * 8 * 5",
        "const count = 4 * 8 * 5 * 5 + 8",
      ],
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: "const shape = [5, 8, 8, 8]",
      secret: /5, 8, 8, 8/,
      wrong: [
        "const shape = [5, 8, 10, 10]",
        "const shape = [5, 16, 8, 8]",
        "const shape = [8, 8, 8]",
        "const shape = [5, 8, 7, 7]",
        "const shape = [8, 5, 8, 8]",
        "const shape = [1, 5, 8, 8, 8]",
      ],
    },
    {
      answer: "ex-c",
      check: "ex-c-check",
      right: written("return weight.mul(patch).sum([1, 2, 3]).add(bias)"),
      secret: /\.sum\(\[1, 2, 3\]\)/,
      wrong: [
        written("return weight.mul(patch).sum([1, 2, 3])"),
        written("return weight.mul(patch).sum([1, 2, 3]).add(bias.mul(4))"),
        written("return weight.mul(patch).sum([2, 3])"),
        written("return weight.flip(2, 3).mul(patch).sum([1, 2, 3]).add(bias)"),
        written("return weight.mul(patch).sum([2, 3]).mean(1).add(bias)"),
        written("return weight.mul(patch.flip(0)).sum([1, 2, 3]).add(bias)"),
      ],
    },
  ],
};
