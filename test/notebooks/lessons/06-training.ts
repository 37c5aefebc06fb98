import type { Lesson } from "./lesson.ts";

const steps = (body: string): string =>
  `function steps(model: nn.Linear, optimizer: optim.Optimizer, x: torch.Tensor, y: torch.Tensor): number[] {
    return [0, 1, 2, 3, 4].map(() => { ${body} });
  }`;
const norm = "return model.weight.grad!.norm().item();";

export const training: Lesson = {
  name: "06-training",
  claims: {
    "−18.67": "w.grad!.item()",
    "0.05": "optimizer.paramGroups[0]!.lr",
    "0.3": "0.3",
    "0.1": "0.1",
    "18,090": "net.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0)",
    "0.69": "Math.log(2)",
  },
  ranges: {
    "0.78 and 0.82 on photographs": "photographs: lesson 06, validation",
    "0.82 and 0.85 on drawn pictures": "drawn: lesson 06, validation",
  },
  small: [
    ["epochs = 10", "epochs = 2"],
    ["first(trainSet, 800)", "first(trainSet, 192)"],
    ["first(validationSet, 400)", "first(validationSet, 100)"],
  ],
  exercises: [
    {
      answer: "ex-a",
      check: "ex-a-check",
      right: steps(
        `const loss = F.mseLoss(model(x), y); optimizer.zeroGrad(); loss.backward(); optimizer.step(); ${norm}`,
      ),
      // With the names used in the exercise; the loop in the text has others.
      secret: /model\(x\), y\);\s*optimizer\.zeroGrad/,
      wrong: [
        steps(`const loss = F.mseLoss(model(x), y); loss.backward(); optimizer.step(); ${norm}`),
        steps(`const loss = F.mseLoss(model(x), y); optimizer.zeroGrad(); loss.backward(); ${norm}`),
        steps(
          `const loss = F.mseLoss(model(x), y); loss.backward(); optimizer.step(); optimizer.zeroGrad({ setToNone: false }); ${norm}`,
        ),
        steps(`const loss = F.mseLoss(model(x), y); optimizer.zeroGrad(); optimizer.step(); ${norm}`),
        steps(`const loss = F.mseLoss(model(x), y).detach(); optimizer.zeroGrad(); loss.backward(); ${norm}`),
        steps(
          `const loss = F.mseLoss(model(x), y); optimizer.zeroGrad(); loss.backward(); model.bias.grad = null; optimizer.step(); ${norm}`,
        ),
      ],
    },
    {
      answer: "ex-b",
      check: "ex-b-check",
      right: "const after = 3 - 0.1 * 4",
      secret: /\b2\.6\b/,
      wrong: [3.4, -1, 2.96, 1.2, 7, 2.9].map((value) => `const after = ${value}`),
    },
    {
      answer: "ex-c",
      check: "ex-c-check",
      right: "const untrained = -Math.log(1 / 10)",
      secret: /Math\.log\((10|1 \/ 10)\)/,
      wrong: ["Math.log(2)", "0.1", "Math.log(0.1)", "1", "10 * Math.log(10)", "10"].map(
        (value) => `const untrained = ${value}`,
      ),
    },
  ],
};
