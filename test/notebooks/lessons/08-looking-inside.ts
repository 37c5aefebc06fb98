import type { Lesson } from "./lesson.ts";

const precision = (value: string): string => `const matrix = [[78, 25], [11, 89]]; const precision = ${value}`;
const hide = (body: string): string =>
  `function hideUpperHalf(picture: torch.Tensor): torch.Tensor | undefined { ${body} }`;
const zeros = "torch.zeros(3, 16, 32)";

export const lookingInside: Lesson = {
  name: "08-looking-inside",
  claims: { "203": "matrix.flat().reduce((sum, count) => sum + count, 0)" },
  small: [
    ["epochs: 10", "epochs: 2"],
    ["slice(0, 800)", "slice(0, 192)"],
    ["slice(0, 400)], { batchSize: 400 }", "slice(0, 100)], { batchSize: 100 }"],
  ],
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: precision("89 / (25 + 89)"),
      secret: /0\.78\d|\b89 \/ /,
      wrong: ["89 / (11 + 89)", "89", "(78 + 89) / 203", "25 / (25 + 89)", "89 / 203", "78 / (78 + 11)"].map(precision),
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: hide("const copy = picture.clone(); copy.setAt([':', ':16'], 0); return copy;"),
      secret: /":16"|':16'/,
      wrong: [
        hide(`return torch.cat([picture.narrow(1, 0, 16), ${zeros}], 1);`),
        hide("return picture.mul(0);"),
        hide(`return torch.cat([torch.ones(3, 16, 32), picture.narrow(1, 16, 16)], 1);`),
        hide(`return torch.cat([torch.zeros(3, 32, 16), picture.narrow(2, 16, 16)], 2);`),
        hide("return picture.narrow(1, 16, 16);"),
        hide("picture.setAt([':', ':16'], 0); return picture;"),
      ],
    },
  ],
};
