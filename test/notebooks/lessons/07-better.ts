import type { Lesson } from "./lesson.ts";

const block = (body: string): string =>
  `function block(x: torch.Tensor, conv1: nn.Conv2d, conv2: nn.Conv2d): torch.Tensor | undefined { return ${body}; }`;
const rule = (body: string): string =>
  `function clearlyBetter(before: number[], after: number[]): boolean | undefined { return ${body}; }`;
const mean = (name: string): string => `${name}.reduce((a, b) => a + b, 0) / ${name}.length`;

export const better: Lesson = {
  name: "07-better",
  // Settings that the text names, except for the last.
  claims: {
    "400": "400",
    "0.8": "0.8",
    "200": "200",
    "203": "203",
    "2 %": "0.02",
    "81 %": "0.81",
    "79 %": "0.79",
    "0.01": "0.01",
    "0.69": "Math.log(2)",
  },
  ranges: {
    "0.77 and 0.82 on photographs": "photographs: six layers, skip, validation",
    "0.74 and 0.84 on drawn pictures": "drawn: six layers, skip, validation",
  },
  measured: ["photographs", "drawn"],
  small: [
    ["epochs = 8", "epochs = 1"],
    ["open(true, 400), await open(false, 400)", "open(true, 96), await open(false, 100)"],
  ],
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: block("torch.relu(x.add(conv2(torch.relu(conv1(x)))))"),
      secret: /relu\(x\.add\(conv2/,
      wrong: [
        block("conv2(torch.relu(conv1(x)))"),
        block("x.add(conv2(torch.relu(conv1(x))))"),
        block("torch.relu(conv2(torch.relu(conv1(x)))).add(x)"),
        block("torch.relu(x.add(conv2(conv1(x))))"),
        block("torch.relu(torch.cat([x, conv2(torch.relu(conv1(x)))], 1))"),
        block("torch.relu(x.sub(conv2(torch.relu(conv1(x)))))"),
      ],
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: "const needed = (0.8 * 0.2) / 0.01 ** 2",
      secret: /\b1,?600\b/,
      wrong: ["16", "800", "40", "6400", "1599", "2000.5"].map((value) => `const needed = ${value}`),
    },
    {
      answer: "ex-c",
      check: "ex-c-check",
      right: rule("Math.min(...after) > Math.max(...before)"),
      secret: /Math\.min\(\.\.\.after\)/,
      wrong: [
        rule(`${mean("after")} > ${mean("before")}`),
        rule("Math.max(...after) > Math.max(...before)"),
        rule("Math.min(...after) >= Math.max(...before)"),
        rule("true"),
        rule("false"),
        rule("Math.min(...after) > Math.max(...before) + 0.1"),
      ],
    },
  ],
};
