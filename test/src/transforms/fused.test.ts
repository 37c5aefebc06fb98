import { expect } from "chai";
import { describe, it } from "mocha";
import { torch, transforms as T, type Tensor } from "../../../src/index.ts";

type Step = (image: Tensor) => Tensor;

const image = torch.randint(0, 256, [3, 7, 9], { generator: new torch.Generator().manualSeed(1) }).to(torch.uint8);
const normalize = new T.Normalize([0.4, 0.5, 0.6], [0.2, 0.3, 0.25]);

/** The same steps in one pass and one after another, and the next random number. */
const both = (steps: readonly Step[], seed: number, input: Tensor = image): readonly (readonly unknown[])[] => {
  const ways: readonly Step[] = [
    new T.Compose(steps as never) as Step,
    (picture) => steps.reduce((made, step) => step(made), picture),
  ];
  return ways.map((way) => {
    torch.manualSeed(seed);
    const made = way(input);
    return [made.dtype.name, [...made.sizes], made.flatten().tolist(), torch.rand(1).item()];
  });
};

describe("transforms in one pass", () => {
  const chains: Readonly<Record<string, readonly Step[]>> = {
    "ToTensor, Normalize": [new T.ToTensor(), normalize],
    "ToTensor with one mean for all": [new T.ToTensor(), new T.Normalize([0.5], [0.1, 0.2, 0.3])],
    "crop, flip, ToTensor, Normalize": [
      new T.RandomCrop([6, 8], { padding: 2 }),
      new T.RandomHorizontalFlip(),
      new T.ToTensor(),
      normalize,
    ],
    "two crops and both flips, ToTensor": [
      new T.RandomVerticalFlip(),
      new T.RandomCrop(9, { padding: [1, 3], paddingMode: "reflect" }),
      new T.RandomHorizontalFlip(0.7),
      new T.RandomCrop([11, 5], { padIfNeeded: true }),
      new T.ToTensor(),
    ],
    "a crop with another fill": [new T.RandomCrop(9, 4, false, 200), new T.RandomHorizontalFlip(), new T.ToTensor()],
    "moves and nothing after them": [new T.RandomHorizontalFlip(), new T.RandomCrop(5)],
    "others before and between": [
      new T.ColorJitter(0.3),
      new T.RandomHorizontalFlip(),
      new T.RandomCrop(8, 4),
      new T.Lambda((picture: Tensor) => picture.flip(1)),
      new T.RandomVerticalFlip(),
      new T.ToTensor(),
      new T.Lambda((picture: Tensor) => picture.mul(2)),
    ],
  };
  for (const [name, steps] of Object.entries(chains)) {
    it(`draw and make the same: ${name}`, () => {
      for (let seed = 0; seed < 8; seed++) {
        const [one, other] = both(steps, seed);
        expect(one, `seed ${seed}`).to.deep.equal(other);
      }
    });
  }

  it("leave a subclass, and a step whose forward was replaced, to themselves", () => {
    class Grey extends T.ToTensor {
      override forward(picture: Tensor): Tensor {
        return super.forward(picture).mean(0, true);
      }
    }
    const crop = new T.RandomCrop(4);
    crop.forward = (picture) => picture.at("...", "0:4", "0:4");
    expect(new T.Compose([new Grey()])(image).sizes).to.deep.equal([1, 7, 9]);
    expect(new T.Compose([crop, new T.ToTensor()])(image).equal(new T.ToTensor()(crop(image)))).to.equal(true);
  });

  it("take other images as each of them does", () => {
    const view = image.transpose(1, 2);
    const [one, other] = both(chains["crop, flip, ToTensor, Normalize"]!, 3, view);
    expect(one).to.deep.equal(other);
    const flips = new T.Compose([new T.RandomHorizontalFlip(1), new T.RandomVerticalFlip(1)]);
    const numbers = torch.arange(6).view(1, 2, 3);
    expect(flips(numbers).tolist()).to.deep.equal([[[5, 4, 3], [2, 1, 0]]]); // prettier-ignore
  });

  it("say what does not fit as each of them does", () => {
    const compose = (...steps: readonly Step[]) => new T.Compose(steps as never);
    expect(() => compose(new T.ToTensor(), new T.Normalize([0.5, 0.5], [1, 1]))(image)).to.throw(
      RangeError,
      "Normalize: expected 1 or 3 means and stds, got 2 and 2",
    );
    expect(() => compose(new T.RandomCrop(20), new T.ToTensor())(image)).to.throw(RangeError, "RandomCrop");
    expect(() => compose(new T.ToTensor())(image.to(torch.float32))).to.throw(TypeError, "ToTensor");
    expect(() => compose(normalize)(image)).to.throw(TypeError, "Normalize");
    expect(() => compose(new T.ToTensor())(null as never)).to.throw();
  });
});
