import type { Lesson } from "./lesson.ts";

const two = (fields: string, body: string): string =>
  `class Two extends nn.Module { ${fields} forward(x: torch.Tensor): torch.Tensor { ${body} } }`;
const [first, second] = ["first = new nn.Conv2d(3, 8, 3);", "second = new nn.Conv2d(8, 4, 3);"] as const;
const small = (...layers: readonly string[]): string => `const small = new nn.Sequential(${layers.join(", ")})`;
const conv = "new nn.Conv2d(3, 4, { kernelSize: 3, padding: 1 })";

export const network: Lesson = {
  name: "05-network",
  claims: {
    "512": "step3.numel()",
    "448": "counts[0]! + counts[1]!",
    "1,160": "counts[2]! + counts[3]!",
    "16,416": "counts[4]! + counts[5]!",
    "18,090": "total",
    "91 %": "(counts[4]! + counts[5]!) / total",
    "1,574,402": "mlp.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0)",
    "5,000": "5000",
  },
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: "const inputs = 8 * 4 * 4",
      secret: /\b128\b/,
      wrong: [
        "const inputs = 8 * 8 * 8",
        "const inputs = 4 * 4",
        "const inputs = 8 * 3 * 3",
        "const inputs = 8 * 8 * 4",
        "const inputs = 8 * 5 * 5",
        "const inputs = 8 * 4 * 4 + 0.5",
      ],
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: two(first + second, "return this.second(torch.tanh(this.first(x)));"),
      secret: /this\.second/,
      wrong: [
        two("", "return new nn.Conv2d(8, 4, 3)(torch.tanh(new nn.Conv2d(3, 8, 3)(x)));"),
        two(first, "return new nn.Conv2d(8, 4, 3)(torch.tanh(this.first(x)));"),
        two(second, "return this.second(torch.tanh(new nn.Conv2d(3, 8, 3)(x)));"),
        two(
          `first = new nn.Conv2d(3, 8, { kernelSize: 3, bias: false }); second = new nn.Conv2d(8, 4, { kernelSize: 3, bias: false });`,
          "return this.second(torch.tanh(this.first(x)));",
        ),
        two(
          `${first} second = new nn.Conv2d(8, 8, 3); third = new nn.Conv2d(8, 4, 3);`,
          "return this.third(torch.tanh(this.first(x)));",
        ),
        two(first + second, "return this.second(F.dropout(torch.tanh(this.first(x)), 0.5));"),
      ],
    },
    {
      answer: "ex-c",
      check: "ex-c-check",
      right: small(conv, "new nn.Tanh()", "new nn.MaxPool2d(4)", "new nn.Flatten()", "new nn.Linear(4 * 8 * 8, 2)"),
      secret: /Linear\((256|4 \* 8 \* 8), 2\)/,
      wrong: [
        small(conv, "new nn.Flatten()", "new nn.Linear(4 * 32 * 32, 2)"),
        small("new nn.Flatten()", "new nn.Linear(3072, 1)"),
        small(conv, "new nn.MaxPool2d(4)", "new nn.Linear(256, 2)"),
        small(conv, "new nn.MaxPool2d(4)", "new nn.Flatten()", "new nn.Linear(256, 10)"),
        small("new nn.MaxPool2d(32)", "new nn.Flatten()"),
        small("new nn.Flatten()", "new nn.Linear(3072, 2)"),
      ],
    },
  ],
};
