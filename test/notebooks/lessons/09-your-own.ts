import type { Lesson } from "./lesson.ts";

const classify = (body: string): string => `function classify(picture: Tensor): string | undefined { return ${body}; }`;
const precision = (body: string): string =>
  `function precision(guesses: Tensor, labels: Tensor, c: number): Tensor | number | undefined {
    const [called, is] = [guesses.eq(c), labels.eq(c)];
    return ${body};
  }`;

export const yourOwn: Lesson = {
  name: "09-your-own",
  claims: {},
  small: [
    ["length: 240", "length: 60"],
    ["epochs: 12", "epochs: 3"],
  ],
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: classify("names[net(normalise(prepare(picture)).unsqueeze(0)).argmax().item()]"),
      secret: /names\[net\(/,
      wrong: [
        classify("names[net(normalise(prepare(picture))).argmax().item()]"),
        classify("names[net(normalise(picture.float()).unsqueeze(0)).argmax().item()]"),
        classify("String(net(normalise(prepare(picture)).unsqueeze(0)).argmax().item())"),
        classify('names[net(normalise(prepare(picture)).unsqueeze(0)).argmax().item()] + "!"'),
        classify("names.at(net(normalise(prepare(picture)).unsqueeze(0)).argmin().item())"),
        classify("names[net(normalise(picture).unsqueeze(0)).argmax().item()]"),
      ],
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: precision("called.logicalAnd(is).sum().div(called.sum())"),
      secret: /div\(called/,
      wrong: [
        precision("called.logicalAnd(is).sum().div(is.sum())"),
        precision("guesses.eq(labels).float().mean()"),
        precision("called.logicalAnd(is).sum()"),
        precision("called.logicalAnd(is).float().mean()"),
        precision("called.logicalAnd(is.logicalNot()).sum().div(called.sum())"),
        precision("called.sum().div(called.logicalAnd(is).sum())"),
      ],
    },
    {
      answer: "ex-c",
      check: "ex-c-check",
      right: "const needed = 400",
      secret: /\b400\b/,
      wrong: [
        "const needed = 20",
        "const needed = 1600",
        "const needed = 0.0004",
        "const needed = 800",
        "const needed = 399",
        "const needed = 40",
      ],
    },
  ],
};
