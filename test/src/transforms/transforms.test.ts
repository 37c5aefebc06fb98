import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect } from "node:util";
import { Storage } from "../../../src/backend/index.ts";
import { defaultGenerator } from "../../../src/random/index.ts";
import { float32, uint8, type DType, type TypedArray } from "../../../src/shape/index.ts";
import { fromStorage, viewOf, type Tensor } from "../../../src/tensor/tensor.ts";
import { FakeData } from "../../../src/datasets/index.ts";
import * as transforms from "../../../src/transforms/index.ts";

const image = (dtype: DType, sizes: readonly number[], values: TypedArray): Tensor =>
  fromStorage(Storage.fromHost(dtype, values), sizes);
const bytes = (sizes: readonly number[], from = 0): Tensor =>
  image(
    uint8,
    sizes,
    Uint8Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, i) => i + from),
  );
const values = (t: Tensor): number[] => Array.from(t.memory.host(), Number);

describe("transforms.ToTensor", () => {
  it("divides bytes by 255, rounding to float32", () => {
    const result = new transforms.ToTensor()(bytes([1, 16, 16]));
    expect(result.dtype).to.equal(float32);
    expect(result.sizes).to.deep.equal([1, 16, 16]);
    expect(values(result)).to.deep.equal(Array.from({ length: 256 }, (_, i) => Math.fround(i / 255)));
  });

  it("reads views in the order of their dimensions", () => {
    const planes = bytes([2, 2, 3]); // H, W, C in memory
    const view = viewOf(planes, [3, 2, 2], [1, 6, 3]);
    expect(values(new transforms.ToTensor()(view)).slice(0, 4)).to.deep.equal(
      [0, 3, 6, 9].map((x) => Math.fround(x / 255)),
    );
  });

  it("asks for bytes", () => {
    expect(() => new transforms.ToTensor()(image(float32, [1, 2, 2], new Float32Array(4)))).to.throw(
      TypeError,
      "ToTensor: expected a uint8 image [C, H, W], got float32 [1, 2, 2]",
    );
  });
});

describe("transforms.Normalize", () => {
  const normalize = new transforms.Normalize([0.4915, 0.4823, 0.4468], [0.247, 0.2435, 0.2616]);

  it("subtracts and divides channel by channel, rounding each to float32 as torch does", () => {
    const picture = image(float32, [3, 1, 2], Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
    // t = torch.tensor([.1, .2, .3, .4, .5, .6]).view(3, 1, 2); m, s = (torch.tensor(x).view(3, 1, 1) for x in (mean, std))
    // t.sub(m).div(s).flatten().tolist()
    expect(values(normalize(picture))).to.deep.equal([
      -1.5850203037261963, -1.1801618337631226, -0.7486653327941895, -0.3379877209663391, 0.20336395502090454,
      0.5856270790100098,
    ]);
    expect(values(picture)[0]).to.equal(Math.fround(0.1));
  });

  it("names what does not fit", () => {
    expect(() => normalize(bytes([3, 1, 1]))).to.throw(
      TypeError,
      "Normalize: Input tensor should be a float tensor. Got torch.uint8; use ToTensor first",
    );
    expect(() => normalize(image(float32, [2, 1, 1], new Float32Array(2)))).to.throw(
      RangeError,
      "Normalize: expected 1 or 2 means and stds, got 3 and 3",
    );
    expect(() => normalize(image(float32, [2, 1], new Float32Array(2)))).to.throw(
      RangeError,
      "Expected tensor to be a tensor image of size (..., C, H, W). Got [2, 1]",
    );
    expect(() => new transforms.Normalize([0], [0])(image(float32, [1, 1, 1], new Float32Array(1)))).to.throw(
      RangeError,
      "std evaluated to zero, leading to division by zero: got (0,)",
    );
  });
});

describe("transforms.Compose", () => {
  it("calls its transforms one after another, functions among them", () => {
    const count = new transforms.Compose<number>([
      new transforms.ToTensor(),
      (t: Tensor) => t.sizes.length,
      new transforms.Lambda((rank: number) => rank * 10),
    ]);
    expect(count(bytes([1, 2, 2]))).to.equal(30);
  });

  it("prints as torchvision's", () => {
    const compose = new transforms.Compose([
      new transforms.ToTensor(),
      new transforms.Normalize([0.4915, 0.4823, 0.4468], [0.247, 0.2435, 0.2616]),
      new transforms.RandomHorizontalFlip(),
      new transforms.RandomVerticalFlip(0.25),
      new transforms.RandomCrop(32, { padding: 4 }),
      new transforms.CenterCrop([16, 8]),
      new transforms.Lambda((t: Tensor) => t),
    ]);
    expect(inspect(compose)).to.equal(`Compose(
    ToTensor()
    Normalize(mean=(0.4915, 0.4823, 0.4468), std=(0.247, 0.2435, 0.2616))
    RandomHorizontalFlip(p=0.5)
    RandomVerticalFlip(p=0.25)
    RandomCrop(size=(32, 32), padding=4)
    CenterCrop(size=(16, 8))
    Lambda()
)`);
    expect(String(new transforms.RandomCrop(8))).to.equal("RandomCrop(size=(8, 8), padding=None)");
  });
});

describe("flips and crops", () => {
  it("mirror each plane", () => {
    expect(values(new transforms.RandomHorizontalFlip(1)(bytes([2, 2, 3])))).to.deep.equal([
      2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9,
    ]);
    expect(values(new transforms.RandomVerticalFlip(1)(bytes([1, 2, 3])))).to.deep.equal([3, 4, 5, 0, 1, 2]);
  });

  it("draw what torchvision draws: one uniform a flip, top and left for a crop", () => {
    const picture = bytes([1, 8, 8]);
    const words: number[] = [];
    defaultGenerator.manualSeed(3);
    for (let i = 0; i < 8; i++) words.push(defaultGenerator.random());
    defaultGenerator.manualSeed(3);
    const flipped = Array.from({ length: 6 }, () => new transforms.RandomHorizontalFlip()(picture) !== picture);
    expect(flipped).to.deep.equal(words.slice(0, 6).map((word) => (word & 0xffffff) / 2 ** 24 < 0.5));
    const [top, left] = [words[6]! % 6, words[7]! % 5];
    const cropped = new transforms.RandomCrop([3, 4])(picture);
    expect(values(cropped)).to.deep.equal([0, 1, 2].flatMap((y) => [0, 1, 2, 3].map((x) => (y + top) * 8 + x + left)));
  });

  it("draw nothing where a crop has one place only", () => {
    defaultGenerator.manualSeed(3);
    const word = defaultGenerator.cloneState().random();
    expect(values(new transforms.RandomCrop(2)(bytes([1, 2, 2])))).to.deep.equal([0, 1, 2, 3]);
    expect(defaultGenerator.random()).to.equal(word);
  });

  it("surround an image before they crop it", () => {
    const crop = new transforms.RandomCrop([4, 4], { padding: 1, fill: 9 });
    expect(values(crop(bytes([1, 2, 2], 1)))).to.deep.equal([9, 9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9, 9, 9, 9]);
  });

  it("take the middle, a half place rounded to the even one", () => {
    expect(values(new transforms.CenterCrop([1, 2])(bytes([1, 4, 5])))).to.deep.equal([12, 13]); // row 2 of 1.5, column 2 of 1.5
    expect(values(new transforms.CenterCrop(2)(bytes([1, 3, 3])))).to.deep.equal([0, 1, 3, 4]); // 0 of 0.5
    expect(values(new transforms.CenterCrop([1, 4])(bytes([1, 1, 1], 7)))).to.deep.equal([0, 7, 0, 0]);
  });

  it("refuse a crop larger than the image", () => {
    expect(() => new transforms.RandomCrop(5)(bytes([1, 4, 6]))).to.throw(
      RangeError,
      "RandomCrop: Required crop size (5, 5) is larger than input image size (4, 6)",
    );
  });

  it("ask for an image", () => {
    expect(() => new transforms.CenterCrop(2)(bytes([4]))).to.throw(
      RangeError,
      "centerCrop: expected an image [..., H, W], got [4]",
    );
  });
});

describe("transforms' arguments", () => {
  /** A TypeError for the wrong kind of value, a RangeError for one of the right kind that is too large or too small. */
  const refused = (make: () => unknown, message: string): void =>
    void expect(make)
      .to.throw(Error, message)
      .satisfies((error: Error) => error instanceof TypeError || error instanceof RangeError);
  // What users may write, whatever the types say.
  const loose = transforms as unknown as Record<string, new (...given: unknown[]) => unknown>;

  it("are taken by position and by name, as torchvision takes them", () => {
    for (const crop of [
      new transforms.RandomCrop(8, 2, true, 9, "edge"),
      new transforms.RandomCrop(8, { padding: 2, padIfNeeded: true, fill: 9, paddingMode: "edge" }),
      new transforms.RandomCrop({ size: [8, 8], padding: 2, padIfNeeded: true, fill: 9, paddingMode: "edge" }),
    ]) {
      expect([crop.size, crop.padding, crop.padIfNeeded, crop.fill, crop.paddingMode]).to.deep.equal([
        [8, 8],
        2,
        true,
        9,
        "edge",
      ]);
    }
    expect(new transforms.RandomHorizontalFlip({ p: 1 }).p).to.equal(1);
    expect(String(new transforms.Normalize({ mean: [0.5], std: [0.5] }))).to.equal(
      "Normalize(mean=(0.5,), std=(0.5,))",
    );
  });

  it("are refused where torchvision would go on with something else", () => {
    refused(() => new loose["RandomHorizontalFlip"]!(2), "a probability from 0 to 1");
    refused(() => new loose["RandomCrop"]!(32, { pad: 4 }), "unexpected keyword argument 'pad'");
    refused(() => new loose["RandomCrop"]!(32, { paddingMode: "mirror" }), "paddingMode");
    refused(() => new loose["RandomCrop"]!(32, { padding: [1, 2, 3] }), "padding");
    refused(() => new loose["CenterCrop"]!(), "missing 1 required positional argument: 'size'");
    refused(() => new loose["CenterCrop"]!(0), "a size above 0");
    refused(() => new loose["Normalize"]!(0.5, 0.5), "mean");
    refused(() => new loose["ToTensor"]!(1), "takes 0 positional arguments");
    refused(() => new loose["Compose"]!(new transforms.ToTensor(), new transforms.CenterCrop(2)), "takes 1 positional");
    refused(() => new loose["Compose"]!([1]), "array of functions");
    refused(() => new loose["ColorJitter"]!(-1), "brightness");
    refused(() => new loose["ColorJitter"]!({ hue: 0.6 }), "hue");
    refused(() => new loose["GaussianBlur"]!(4), "odd size");
    refused(() => new loose["RandomRotation"]!(-5), "degrees");
    refused(() => new loose["RandomErasing"]!({ scale: [0.5, 0.1] }), "scale");
    refused(() => transforms.functional.crop(...([bytes([1, 2, 2]), 0, 0, 1] as never)), "'width'");
  });

  it("that do not fit the image are named", () => {
    const image = bytes([3, 4, 4]);
    expect(() => new transforms.Pad(4, { paddingMode: "reflect" })(image)).to.throw(
      RangeError,
      `pad: expected a padding of at most 3 for 4 pixels in mode "reflect", got 4 and 4`,
    );
    expect(() => new transforms.Pad(1, [1, 2])(image)).to.throw(RangeError, "expected 1 or 3 fill values, got 2");
    expect(() => new transforms.FiveCrop(5)(image)).to.throw(RangeError, "(5, 5) is bigger than input size (4, 4)");
    expect(() => new transforms.ColorJitter(1)(bytes([2, 4, 4]))).to.throw(
      TypeError,
      "[..., 1 or 3, H, W], got [2, 4, 4]",
    );
    expect(() => new transforms.RandomChoice([])).to.throw(RangeError, "one or more transforms");
    expect(() => new transforms.RandomEqualize(1)(image.float())).to.throw(TypeError, "uint8, got torch.float32");
    expect(() => transforms.functional.rotate(image.long(), 5)).to.throw(
      TypeError,
      "uint8 or float32, got torch.int64",
    );
  });
});

describe("transforms, plain mistakes", () => {
  const call =
    (transform: unknown, ...given: unknown[]) =>
    () =>
      (transform as (...given: unknown[]) => unknown)(...given);

  it("what is no image is refused by name, also where nothing is done to it", () => {
    const own = [
      new transforms.ToTensor(),
      new transforms.RandomHorizontalFlip(0),
      new transforms.RandomCrop(2),
      new transforms.Normalize([0.5], [0.5]),
      new transforms.ColorJitter(0.5),
      new transforms.Compose([new transforms.RandomCrop(2), new transforms.ToTensor()]),
    ];
    for (const transform of own) {
      for (const [given, shown] of [
        [undefined, "undefined"],
        [Promise.resolve(bytes([1, 2, 2])), "a Promise: write await"],
        [[bytes([1, 2, 2]), 3], "an array of 2"],
        ["cat.png", '"cat.png"'],
        [new Uint8Array(4), "a Uint8Array"],
      ] as const) {
        expect(call(transform, given)).to.throw(TypeError, `expected an image, which is a Tensor, got ${shown}`);
      }
    }
  });

  it("can be handed to Array.map, which gives more than the image", () => {
    expect([bytes([1, 2, 2])].map(new transforms.CenterCrop(1)).map(values)).to.deep.equal([[0]]);
  });

  it("a class in place of a transform is refused before the first image", () => {
    expect(() => new transforms.Compose([transforms.ToTensor as never])).to.throw(
      TypeError,
      "element 0 is the class ToTensor; write new ToTensor(...)",
    );
    expect(() => new FakeData({ transform: transforms.ToTensor as never })).to.throw(
      TypeError,
      "write new ToTensor(...)",
    );
  });

  it("a transform of one's own without forward says so", () => {
    class Mine extends transforms.Transform<Tensor, Tensor> {
      declare forward: never;
    }
    expect(call(new Mine(), bytes([1, 2, 2]))).to.throw(TypeError, "Mine: expected a method forward(image)");
  });

  it("numbers without an end, and ways to resize that only PIL has, are refused", () => {
    expect(() => new transforms.ColorJitter(Infinity)).to.throw("argument 'brightness'");
    expect(() => new transforms.RandomRotation(Infinity)).to.throw("argument 'degrees'");
    expect(() => new transforms.RandomResizedCrop(2, { ratio: [0, 1] })).to.throw(RangeError, "two numbers above 0");
    expect(() => new transforms.RandomResizedCrop(2, { scale: [NaN, 1] })).to.throw(TypeError, "argument 'scale'");
    const { LANCZOS } = transforms.InterpolationMode;
    expect(() => new transforms.Resize(4, LANCZOS as never)).to.throw(TypeError, 'not "lanczos"');
    expect(() => new transforms.Resize(4)(bytes([3, 0, 8]))).to.throw(RangeError, "expected an image with pixels");
  });
});

describe("transforms of several images at once", () => {
  const batch = bytes([2, 3, 5, 4]);

  it("do the same to each", () => {
    const one = (n: number): Tensor => batch.at(n);
    for (const make of [
      () => new transforms.RandomCrop(3, 1),
      () => new transforms.RandomHorizontalFlip(1),
      () => new transforms.ColorJitter(0.5, 0.5, 0.5, 0.2),
      () => new transforms.RandomRotation(60, "bilinear"),
      () => new transforms.Resize(9),
      () => new transforms.GaussianBlur(3),
    ] as const) {
      const same = (image: Tensor): number[] => {
        defaultGenerator.manualSeed(5);
        return values(make()(image).contiguous());
      };
      expect(same(batch)).to.deep.equal([...same(one(0)), ...same(one(1))]);
    }
  });

  it("surround each channel with its own colour", () => {
    const padded = new transforms.Pad([1, 0, 0, 0], [7, 8, 9])(bytes([3, 1, 1], 1));
    expect(values(padded)).to.deep.equal([7, 1, 8, 2, 9, 3]);
  });

  it("move whole numbers of other kinds, too", () => {
    const image = bytes([1, 2, 2]).long();
    expect(new transforms.Pad(1, 5)(image).flatten().tolist()).to.deep.equal([
      5, 5, 5, 5, 5, 0, 1, 5, 5, 2, 3, 5, 5, 5, 5, 5,
    ]);
  });
});

describe("transforms.ToPILImage", () => {
  it("gives bytes of numbers from 0 to 1, as torchvision cuts them off", () => {
    // torchvision.transforms.ToPILImage()(torch.tensor([[[0.0, 0.5, 0.999, 1.0]]])) has 0, 127, 254, 255
    const numbers = image(float32, [1, 1, 4], Float32Array.of(0, 0.5, 0.999, 1));
    const result = new transforms.ToPILImage()(numbers);
    expect(result.dtype).to.equal(uint8);
    expect(values(result)).to.deep.equal([0, 127, 254, 255]);
    expect([...transforms.functional.toPilImage(bytes([2, 3])).sizes]).to.deep.equal([1, 2, 3]);
  });

  it("takes back what ToTensor gave", () => {
    const all = bytes([1, 16, 16]);
    expect(values(new transforms.ToPILImage()(new transforms.ToTensor()(all)))).to.deep.equal(values(all));
  });
});

describe("transforms.Normalize in place", () => {
  it("changes the tensor itself", () => {
    const numbers = image(float32, [1, 1, 2], Float32Array.of(0.5, 1));
    expect(new transforms.Normalize([0.5], [0.25], true)(numbers)).to.equal(numbers);
    expect(values(numbers)).to.deep.equal([0, 2]);
  });
});

describe("transforms.LinearTransformation", () => {
  it("subtracts the mean and multiplies with the matrix", () => {
    const matrix = image(float32, [2, 2], Float32Array.of(1, 2, 3, 4));
    const mean = image(float32, [2], Float32Array.of(1, 1));
    const whiten = new transforms.LinearTransformation(matrix, mean);
    // [2, 4] of [3 - 1, 5 - 1]: 2 * 1 + 4 * 3, 2 * 2 + 4 * 4
    expect(values(whiten(image(float32, [1, 1, 2], Float32Array.of(3, 5))))).to.deep.equal([14, 20]);
    expect(String(whiten)).to.equal(
      "LinearTransformation(transformation_matrix=[[1.0, 2.0], [3.0, 4.0]], mean_vector=[1.0, 1.0])",
    );
    expect(() => whiten(bytes([1, 2, 2]))).to.throw(RangeError, "expected an image of 2 numbers, got [1, 2, 2]");
    expect(() => new transforms.LinearTransformation(mean, mean)).to.throw(
      RangeError,
      "a matrix [D, D] and a mean [D]",
    );
  });
});
