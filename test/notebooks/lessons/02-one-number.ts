import type { Lesson } from "./lesson.ts";

const rule = (body: string): string => `function score(x: Tensor): Tensor | undefined { ${body} }`;

export const oneNumber: Lesson = {
  name: "02-one-number",
  claims: { "255": "pictures.data.amax().item()" },
  photographs: {
    "986": "planes and birds to choose on",
    "203": "planes and birds to judge on",
    "74 %": "colour rule, where the line was chosen",
    "67 %": "colour rule, on others",
  },
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: "const green = x.select(1, 1).std()",
      secret: /select\(1, 1\)\.std|std\.at\(1\)\.item/,
      wrong: [
        "const green = x.select(1, 1).var()",
        "const green = x.select(1, 0).std()",
        "const green = x.select(1, 2).std()",
        "const green = x.std([0, 2, 3])",
        "const green = x.std()",
        "const green = x.select(1, 1).mean()",
        'const green = "0.17"',
      ],
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: rule("return x.mean([1, 2, 3])"),
      secret: /return x\.mean/,
      wrong: [
        rule("return x.mean()"),
        rule("return x.sum([1, 2, 3])"),
        rule("return x.mean([1, 2, 3]).neg()"),
        rule("return x.mean([1, 2, 3], { keepdim: true })"),
        rule("return x.select(1, 0).mean([1, 2])"),
        rule("x.mean([1, 2, 3]); return undefined"),
      ],
    },
    {
      answer: "ex-c",
      check: "ex-c-check",
      right: "const uncertainty = 0.04",
      secret: /\b0\.04\b/,
      wrong: [
        "const uncertainty = 0.0016",
        "const uncertainty = 0.4",
        "const uncertainty = 0.0894",
        "const uncertainty = 0.004",
        "const uncertainty = 0.03",
        "const uncertainty = 4",
      ],
    },
  ],
};
