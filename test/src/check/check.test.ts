import { expect } from "chai";
import { describe, it } from "mocha";
import { check, CheckError, F, nn, optim, setLanguage, torch } from "../../../src/index.ts";

/** The sentence of a failed check, without the task's name. */
function why(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(CheckError);
    return (error as Error).message.replace(/^q: /, "");
  }
  return "passes";
}

torch.manualSeed(5);
const x = torch.randn(3, 5, 6);
const w = torch.randn(2, 3, 3, 3);
const b = torch.randn(2);
const right = F.conv2d(x, w, b, { padding: 1 });

/** A convolution as a learner writes it. */
const conv = (got: unknown): string =>
  why(() => check.close("q", got, right, { atol: 1e-4, mistakes: check.convolution(x, w, b, { padding: 1 }) }));

describe("check.close", () => {
  it("passes what is near enough", () => {
    expect(why(() => check.close("q", right.add(1e-7), right))).to.equal("passes");
    expect(why(() => check.close("q", 1.001, 1, { atol: 0.01 }))).to.equal("passes");
    expect(why(() => check.close("q", right.tolist(), right))).to.equal("passes");
  });

  const column = b.view(-1, 1, 1);
  const mistakes: Record<string, [() => unknown, RegExp]> = {
    "no bias": [() => F.conv2d(x, w, null, { padding: 1 }), /added, once for each output channel/],
    "the bias once for each input channel": [() => F.conv2d(x, w, b.mul(3), { padding: 1 }), /added several times/],
    "no padding": [() => F.conv2d(x, w, b), /rim of zeros is missing/],
    "a turned kernel": [() => F.conv2d(x, w.flip(2, 3), b, { padding: 1 }), /turned by 180 degrees/],
    "a transposed kernel": [() => F.conv2d(x, w.transpose(2, 3), b, { padding: 1 }), /kernel's rows and columns/],
    "a transposed picture": [() => F.conv2d(x.transpose(1, 2), w, b, { padding: 1 }), /picture's rows and columns/],
    "a transposed output": [() => right.transpose(1, 2), /index of the output is the row/],
    "channels in another order": [() => F.conv2d(x.flip(0), w, b, { padding: 1 }), /another channel's kernel/],
    "one channel only": [
      () => F.conv2d(x.narrow(0, 0, 1), w.narrow(1, 0, 1), b, { padding: 1 }),
      /Only the first channel/,
    ],
    "a mean of the channels": [() => F.conv2d(x, w, null, { padding: 1 }).div(3).add(column), /channels were averaged/],
    "one kernel for all output channels": [
      () => F.conv2d(x, w.narrow(0, 0, 1).expand(2, 3, 3, 3), b, { padding: 1 }),
      /made with the same kernel/,
    ],
  };
  for (const [name, [answer, sentence]] of Object.entries(mistakes))
    it(`recognises a convolution with ${name}`, () => {
      expect(conv(answer())).to.match(sentence);
    });

  it("says nothing specific of numbers that no mistake makes", () => {
    expect(conv(torch.rand(2, 5, 6))).to.match(/60 of 60 numbers do not. The first one is at \[0\]\[0\]\[0\]/);
  });

  it("names the first place that differs", () => {
    const wrong = right.clone();
    wrong.setAt([1, 2, 3], 99);
    expect(why(() => check.close("q", wrong, right))).to.match(
      /but 1 of 60 numbers do not. The first one is at \[1\]\[2\]\[3\]/,
    );
  });

  const rows = torch.tensor([
    [1, 2.5, 3],
    [4, 5, 7],
  ]);
  const relations: Record<string, [() => unknown, RegExp]> = {
    negated: [() => rows.neg(), /opposite sign/],
    "too large everywhere": [() => rows.add(2), /too large by the same amount/],
    "too small everywhere": [() => rows.sub(2), /too small by the same amount/],
    doubled: [() => rows.mul(2), /too large by the same factor/],
    halved: [() => rows.div(2), /too small by the same factor/],
    "doubled, with the other sign": [() => rows.mul(-2), /too large by the same factor/],
    reversed: [() => rows.flip(0, 1), /opposite order/],
    "upside down": [() => rows.flip(0), /first dimension runs the other way/],
    infinite: [() => rows.div(rows.sub(1)), /at \[0\]\[0\] stands Infinity/],
    undefined: [() => undefined, /no answer yet.* return what it has computed/],
    "a text": [() => "six", /expected numbers, got "six"/],
    "a promise": [() => Promise.resolve(rows), /Write await/],
    "an error": [
      () => {
        throw new Error("oops");
      },
      /stopped with an error: Error: oops/,
    ],
  };
  for (const [name, [answer, sentence]] of Object.entries(relations))
    it(`tells an answer that is ${name}`, () => {
      expect(why(() => check.close("q", answer, rows))).to.match(sentence);
    });

  // The right answer is 0.4.
  const numbers: Record<string, [number, RegExp]> = {
    "in percent": [40, /Is it in percent/],
    "divided by a hundred": [0.004, /not a percentage/],
    "the rest of 1": [0.6, /what is left of 1/],
    "upside down": [2.5, /stands on its head/],
    squared: [0.16, /Is a root still to be taken/],
    "under a root too many": [Math.sqrt(0.4), /does not belong there/],
    negative: [-0.4, /opposite sign/],
    "simply wrong": [0.7, /the number is not right: 0.7\.$/],
  };
  for (const [name, [answer, sentence]] of Object.entries(numbers))
    it(`tells a number that is ${name}`, () => {
      expect(why(() => check.close("q", answer, 0.4))).to.match(sentence);
    });

  it("tells a mistake that a task names, of one number without a word on its shape", () => {
    const uphill = { mistakes: [{ key: "uphill", answer: () => 3.4 }] } as const;
    expect(why(() => check.close("q", 3.4, 2.6, uphill))).to.equal(
      "the number is not right: 3.4. The step goes uphill. In which direction does the loss fall?",
    );
  });

  it("says nothing of a number near 1, whose root and inverse are near it too", () => {
    expect(why(() => check.close("q", 0.99, 1.01))).to.match(/the number is not right: 0.99\.$/);
    expect(why(() => check.close("q", -100, -1))).to.match(/the number is not right: -100\.$/);
  });

  it("tells an answer that holds nothing yet", () => {
    expect(why(() => check.close("q", [], rows))).to.match(/empty/);
  });

  it("gives the offset only where the teacher allows it", () => {
    const offset = (reveal?: "offset"): string =>
      why(() => check.close("q", rows.add(0.5), rows, reveal ? { reveal } : {}));
    expect(offset()).not.to.match(/0\.5/);
    expect(offset("offset")).to.match(/off by 0.5/);
  });

  it("never says what would be right", () => {
    for (const wrong of [rows.add(1), rows.neg(), torch.zeros(2, 3), torch.zeros(3, 2), 5, "x", undefined])
      expect(why(() => check.close("q", wrong, rows))).not.to.match(/2\.5|7/);
    expect(why(() => check.close("q", 3, 4711))).not.to.match(/4711/);
    expect(why(() => check.count("q", 3, 4711))).not.to.match(/4711/);
    expect(why(() => check.equal("q", "x", "airplane"))).not.to.match(/airplane/);
    expect(why(() => check.shape("q", torch.zeros(2, 2), [47, 11]))).not.to.match(/47|11/);
  });

  it("says the teacher's own sentence where there is one", () => {
    expect(why(() => check.close("q", 1, 2, { say: "Look at the bias." }))).to.equal("Look at the bias.");
  });

  it("throws an error without frames", () => {
    try {
      check.close("q", 1, 2);
    } catch (error) {
      expect((error as Error).stack).to.equal(`CheckError: ${(error as Error).message}`);
    }
  });
});

describe("check.close with check.reduction", () => {
  torch.manualSeed(1);
  const batch = torch.randn(4, 3, 5, 6);
  const mean = (got: unknown): string =>
    why(() =>
      check.close("q", got, batch.mean([0, 2, 3]), { mistakes: check.reduction(batch, "mean", [0, 2, 3]), atol: 1e-5 }),
    );

  it("recognises other dimensions and another reduction", () => {
    expect(mean(batch.mean([0, 1, 2]))).to.match(/over other dimensions/);
    expect(mean(batch.mean([0]))).to.match(/over other dimensions/);
    expect(mean(batch.sum([0, 2, 3]))).to.match(/This is the sum/);
  });

  it("recognises the other divisor and the variance", () => {
    const std = (got: unknown): string =>
      why(() =>
        check.close("q", got, batch.std([0, 2, 3]), { mistakes: check.reduction(batch, "std", [0, 2, 3]), atol: 1e-5 }),
      );
    expect(std(batch.std([0, 2, 3], { correction: 0 }))).to.match(/Divided by n/);
    expect(std(batch.var([0, 2, 3]))).to.match(/This is the variance/);
  });
});

describe("check.shape", () => {
  const shape = (got: unknown): string => why(() => check.shape("q", got, [1, 16, 32, 30]));
  const answers: [unknown, RegExp][] = [
    [torch.zeros(1, 16, 32, 30), /passes/],
    [[1, 16, 32, 30], /passes/],
    [torch.zeros(16, 32, 30), /batch dimension is missing/],
    [torch.zeros(1, 1, 16, 32, 30), /one dimension too many: a batch of one/],
    [torch.zeros(1, 16, 30, 32), /in another order/],
    [torch.zeros(1, 16, 30, 28), /height or width is too small/],
    [torch.zeros(1, 16, 34, 30), /height or width is too large/],
    [torch.zeros(1, 8, 32, 30), /number of channels is not/],
    [torch.zeros(5), /too few dimensions/],
    [torch.zeros(1, 2, 16, 32, 30), /too many dimensions\. Which .* summed up, or laid out in one row \(flatten\)\?/],
    ["big", /expected numbers/],
  ];
  for (const [answer, sentence] of answers)
    it(`of ${answer instanceof torch.Tensor ? answer.shape.toString() : JSON.stringify(answer)}: ${sentence.source}`, () => {
      expect(shape(answer)).to.match(sentence);
    });
});

describe("check.shape of rows of numbers", () => {
  it("asks how many numbers a row should hold, and speaks of height and width only where the rows are too few or too many", () => {
    const shape = (got: unknown): string => why(() => check.shape("q", got, [4, 2]));
    expect(shape(torch.zeros(4, 10))).to.match(/How many numbers should each row hold\?/);
    expect(shape(torch.zeros(4, 1))).to.match(/How many numbers should each row hold\?/);
    expect(shape(torch.zeros(3, 1))).to.match(/height or width is too small/);
  });
});

describe("check.shape, given something else", () => {
  const shape = (got: unknown): string => why(() => check.shape("q", got, [5, 8, 9]));
  const answers: [unknown, RegExp][] = [
    [360, /a shape is a list of sizes, as in \[2, 3\]; got one number, 360/],
    [torch.tensor([5, 8, 9]), /a tensor whose own shape is \[3\]\. Write the sizes as a list/],
    [[5, 8, 9.5], /sizes are whole numbers, 0 or more; got \[5, 8, 9\.5\]/],
    [[5, -8, 9], /sizes are whole numbers/],
    [[NaN, 8, 9], /sizes are whole numbers/],
    [torch.tensor(360), /the shape is \[\]; too few dimensions/],
    [torch.zeros(5, 8, 9), /passes/],
  ];
  for (const [i, [answer, sentence]] of answers.entries())
    it(`${i}: ${sentence.source}`, () => {
      expect(shape(answer)).to.match(sentence);
    });
});

describe("check.close, given one number", () => {
  const close = (got: unknown): string => why(() => check.close("q", got, 0.3));
  it("says of what is no number that it is none, and rounds what it repeats to what a float32 holds", () => {
    expect(close(NaN)).to.match(/the answer is NaN\. Was something divided by zero/);
    expect(close(torch.tensor(0.4))).to.match(/the number is not right: 0\.4\.$/);
    expect(close(-0.3)).to.match(/-0\.3\. It has the opposite sign\.$/);
  });
});

describe("check.count", () => {
  // 3 x 16 kernels of 3 x 3 and 16 biases: 448.
  const count = (got: unknown): string => why(() => check.count("q", got, 448, { biases: 16 }));
  const answers: [unknown, RegExp][] = [
    [448, /passes/],
    [torch.tensor(448), /passes/],
    [432, /short by exactly the biases/],
    [447, /off by one\. Is one bias missing/],
    [896, /a multiple of the number wanted. Which factor does not belong/],
    [112, /the number wanted is a multiple of 112. Which factor is missing/],
    [500, /too many/],
    [300, /too few/],
    [0, /0: there was nothing to count\. When is it made, and what keeps it\?$/],
    [44.8, /expected a whole number/],
    [[447, 1], /expected a whole number, got \[447, 1\]/],
    [[], /the answer is empty/],
    [true, /1 is too few/],
    [undefined, /no answer yet: write it in the cell above/],
  ];
  for (const [answer, sentence] of answers)
    it(`of ${String(answer)}: ${sentence.source}`, () => {
      expect(count(answer)).to.match(sentence);
    });
});

describe("check.equal, check.throws, check.that", () => {
  it("compares texts, numbers and lists", () => {
    expect(why(() => check.equal("q", "bird", "bird"))).to.equal("passes");
    expect(why(() => check.equal("q", "Bird ", "bird"))).to.match(/capital letters or spaces/);
    expect(why(() => check.equal("q", [1, 2], [1, 2]))).to.equal("passes");
    expect(why(() => check.equal("q", [2, 1], [1, 2]))).to.equal("that is not it: got [2, 1].");
    expect(why(() => check.equal("q", { a: [1] }, { a: [1] }))).to.equal("passes");
    expect(why(() => check.equal("q", ["a"], ["b"]))).to.match(/not it/);
  });

  it("waits for the right error", () => {
    const fails = (): never => {
      throw new RangeError("expected 3 channels");
    };
    expect(why(() => check.throws("q", fails, /channels/))).to.equal("passes");
    expect(why(() => check.throws("q", fails, "rows"))).to.match(/another one: RangeError: expected 3 channels/);
    expect(why(() => check.throws("q", () => 1, /x/))).to.match(/went through/);
  });

  it("takes a condition, a tensor's too", () => {
    expect(why(() => check.that("q", "abc".length > 2))).to.equal("passes");
    expect(why(() => check.that("q", torch.tensor([1, 2]).gt(0).all()))).to.equal("passes");
    expect(why(() => check.that("q", torch.tensor([1, 2]).gt(1).all()))).not.to.equal("passes");
    expect(why(() => check.that("q", false))).not.to.equal("passes");
  });

  it("asks for the task's name", () => {
    expect(() => check.count(3 as never, 3, 3)).to.throw(TypeError, "expected the task's name first, got 3");
  });
});

describe("check.training", () => {
  const training = (evidence: Parameters<typeof check.training>[1]): string => why(() => check.training("q", evidence));
  const made = (): { model: nn.Sequential; before: ReturnType<typeof torch.tensor>[] } => {
    torch.manualSeed(0);
    const model = new nn.Sequential(new nn.Linear(4, 3), new nn.Tanh(), new nn.Linear(3, 2));
    return { model, before: [...model.parameters()].map((p) => p.detach().clone()) };
  };
  /** Losses and gradient norms of some steps on one batch. */
  function run(
    model: nn.Module,
    { zero = true, lr = 0.1, step = true } = {},
  ): { losses: number[]; gradients: number[] } {
    const optimizer = new optim.SGD(model.parameters(), { lr });
    torch.manualSeed(1);
    const [input, target] = [torch.randn(8, 4), torch.tensor([0, 1, 0, 1, 0, 1, 0, 1])];
    const losses: number[] = [];
    const gradients: number[] = [];
    for (let i = 0; i < 6; i++) {
      const loss = F.crossEntropy((model as unknown as (x: typeof input) => typeof input)(input), target);
      if (zero) optimizer.zeroGrad();
      loss.backward();
      losses.push(loss.item());
      gradients.push(Math.hypot(...[...model.parameters()].map((p) => p.grad!.norm().item())));
      if (step) optimizer.step();
    }
    return { losses, gradients };
  }

  it("passes a training that learns", () => {
    const { model, before } = made();
    expect(training({ model, before, ...run(model) })).to.equal("passes");
  });

  it("says of gradients that are no list of numbers what came in their place", () => {
    const training = (gradients: unknown): string => why(() => check.training("q", { gradients } as never));
    expect(training(Promise.resolve([1]))).to.match(/the answer is a promise/);
    expect(training(["a", "b"])).to.match(/expected a list of numbers as gradients, got \["a","b"\]/);
    expect(training(5)).to.match(/expected a list of numbers as gradients/);
    expect(training([1, NaN, 3])).to.match(/a gradient has become NaN/);
    expect(training([torch.tensor(3), torch.tensor(2), torch.tensor(1)])).to.match(/passes/);
    expect(training([])).to.match(/there are no gradients/);
  });

  it("tells gradients that are never set to zero", () => {
    const { model } = made();
    expect(training({ gradients: run(model, { zero: false, lr: 0.001 }).gradients })).to.match(/before backward\(\)\?/);
  });

  it("tells weights that stayed, all or some", () => {
    const { model, before } = made();
    run(model, { step: false });
    expect(training({ model, before })).to.match(/no weight has changed/);
    const other = made();
    const first = other.model.at(0) as nn.Linear;
    first.weight.requiresGrad_(false);
    const optimizer = new optim.SGD([...other.model.parameters()].slice(1), { lr: 0.1 });
    F.crossEntropy(other.model(torch.ones(1, 4)), torch.tensor([1])).backward();
    optimizer.step();
    expect(training({ model: other.model, before: other.before })).to.match(/have not changed: 0\.weight\./);
  });

  it("reads the losses", () => {
    expect(training({ losses: [0.6, 2, 31] })).to.match(/rose from 0\.6 to 31/);
    expect(training({ losses: [0.6, 0.64] })).to.match(/rose from 0\.6 to 0\.64/);
    expect(training({ losses: [0.6, Number.NaN] })).to.match(/became NaN/);
    expect(training({ losses: [0.693, 0.693, 0.693] })).to.match(/same number/);
    expect(training({ losses: [0.693, 0.6931, 0.6925] })).to.match(/stayed at 0\.693/);
    expect(training({ losses: [] })).to.match(/no losses yet/);
    expect(training({ losses: [torch.tensor(0.7), torch.tensor(0.3)] })).to.equal("passes");
  });

  it("tells a softmax before the loss, and the wrong mode", () => {
    const { model } = made();
    expect(training({ outputs: F.softmax(torch.randn(4, 2), { dim: 1 }) })).to.match(/softmax is in the model/);
    expect(training({ outputs: torch.randn(4, 2) })).to.equal("passes");
    // Sums of 1 alone make no probabilities.
    expect(training({ outputs: torch.tensor([[1.5, -0.5]]) })).to.equal("passes");
    expect(training({ model, mode: "eval" })).to.match(/Call eval\(\)/);
    expect(training({ model: model.eval(), mode: "eval" })).to.equal("passes");
  });
});

describe("check.normalised", () => {
  torch.manualSeed(2);
  // Means .5 and deviations .25, as pictures between 0 and 1 have them.
  const raw = torch.randn(20, 3, 8, 8).mul(0.25).add(0.5).clamp(0, 1);
  const good = raw.sub(0.5).div(0.25);
  const normalised = (pictures: unknown, like?: typeof raw): string =>
    why(() => check.normalised("q", pictures, like === undefined ? {} : { like }));

  it("tells raw, doubled, unscaled and differently prepared pictures", () => {
    expect(normalised(good)).to.equal("passes");
    expect(normalised(raw)).to.match(/raw numbers/);
    expect(normalised(good.sub(0.5).div(0.25))).to.match(/done twice/);
    expect(normalised(raw.mul(255))).to.match(/divided by 255 first/);
    expect(normalised(raw, good)).to.match(/prepared otherwise/);
    expect(normalised(good, good)).to.equal("passes");
  });
});

describe("check.secret", () => {
  it("knows the answer by its hash, noise in the last digits or not", () => {
    const secret = check.makeSecret(torch.tensor([0.4914, -12.5, 0]), 3);
    expect(secret).not.to.match(/49|12/);
    expect(why(() => check.secret("q", [0.49139, -12.50001, 1e-9], secret, { digits: 3 }))).to.equal("passes");
    expect(why(() => check.secret("q", [0.485, -12.5, 0], secret, { digits: 3 }))).to.match(/not it/);
  });

  it("refuses no right answer on the edge of a rounding step", () => {
    for (const value of [0.0005, 0.12345, 9.9996, 10, 99.95, 1.0005]) {
      const secret = check.makeSecret(value, 4);
      for (const noise of [-1e-7, 1e-7])
        expect(
          why(() => check.secret("q", value * (1 + noise), secret)),
          `${value}`,
        ).to.equal("passes");
    }
  });

  it("takes words, whatever their capitals", () => {
    expect(why(() => check.secret("q", "Bird", check.makeSecret("bird")))).to.equal("passes");
    expect(() => check.secret("q", 1, "nonsense")).to.throw(TypeError, "expected a text made by check.makeSecret");
  });
});

describe("check.points", () => {
  it("gives a part of the points for a part of the checks", () => {
    const points = check.points("q", 3, (c) => {
      c.close("one", 1, 1);
      c.close("two", 2, 1);
      c.that("three", true);
    });
    expect(points).to.equal(2);
  });

  it("counts an error as a failed part, and nothing as nothing", () => {
    expect(
      check.points("q", 4, (c) => {
        c.that("one", true);
        throw new Error("oops");
      }),
    ).to.equal(2);
    expect(check.points("q", 4, () => undefined)).to.equal(0);
  });
});

describe("check.seed", () => {
  it("is the student's own and the same everywhere", () => {
    expect(check.seed("kim")).to.equal(check.seed("kim"));
    expect(check.seed("kim")).not.to.equal(check.seed("lee"));
    // The same letters, composed and decomposed.
    expect(check.seed("\u00e9")).to.equal(check.seed("e\u0301"));
  });
});

describe("setLanguage", () => {
  it("changes what is said, and refuses other languages", () => {
    setLanguage("ko");
    expect(why(() => check.count("q", 432, 448, { biases: 16 }))).to.match(/편향의 수만큼 모자랍니다/);
    setLanguage("en");
    expect(() => setLanguage("fr" as never)).to.throw(RangeError, 'expected "en" or "ko", got "fr"');
  });
});
