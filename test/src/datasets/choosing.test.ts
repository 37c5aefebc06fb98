import { expect } from "chai";
import { describe, it } from "mocha";
import { inspect } from "node:util";
import { ConcatDataset, DataLoader, randomSplit } from "../../../src/data/index.ts";
import { FakeData, meanStd, pick } from "../../../src/datasets/index.ts";
import { float32, uint8 } from "../../../src/shape/index.ts";
import { tensor, type Tensor } from "../../../src/tensor/index.ts";
import { Compose, Normalize, ToTensor } from "../../../src/transforms/index.ts";

/** Noise images of 8 x 8, whose transform counts how many were read. */
const counted = (size = 50) => {
  const set = new FakeData<Tensor>(size, [3, 8, 8], {
    transform: (image) => {
      read.images++;
      return image;
    },
  });
  const read = { images: 0, set };
  return read;
};

describe("choosing among pictures", () => {
  it("by label reads no picture", () => {
    const { set, ...before } = counted();
    const few = set.filter(([, label]) => label < 3);
    expect(few.length).to.equal(set.targets.filter((label) => label < 3).length);
    expect([...few.targets].every((label) => label < 3)).to.equal(true);
    expect(few.classes).to.equal(set.classes);
    expect(before.images).to.equal(0);
  });

  it("reads a picture that the choice looks at, once", () => {
    const read = counted();
    const bright = read.set.filter((item) => item[0].at(0, 0, 0).item() > 127 && item[0].sizes[0] === 3);
    expect(bright.length).to.be.within(1, 49);
    expect(read.images).to.equal(50);
    expect(read.set.filter(([image]) => image.sizes[0] === 3).length).to.equal(50);
    expect(read.images).to.equal(100);
  });

  it("gives a lazy item that is an array like any other", () => {
    const { set } = counted();
    const item = set.glance(3);
    expect(Array.isArray(item)).to.equal(true);
    expect([...item]).to.deep.equal([item[0], set.targets[3]]);
    expect(item.length).to.equal(2);
    expect(String(item[0])).to.equal(String(set.at(3)[0]));
    expect(inspect(set.glance(3))).to.equal(inspect(set.at(3)));
  });

  it("reads the pictures of a map only when it is asked", () => {
    const read = counted();
    const named = read.set.filter(([, label]) => label < 3).map(([image, label]) => [image, `class ${label}`] as const);
    expect(read.images).to.equal(0);
    expect(named[0]![1]).to.match(/^class [012]$/);
    expect(read.images).to.equal(1);
  });
});

describe("datasets.pick", () => {
  it("gives some classes new labels in the order in which they are named", () => {
    const read = counted();
    const two = pick(read.set, ["class 7", "class 2"]);
    const wanted = read.set.targets.flatMap((label) => (label === 7 ? [0] : label === 2 ? [1] : []));
    expect(two.targets).to.deep.equal(wanted);
    expect([two.classes, two.classToIdx]).to.deep.equal([["class 7", "class 2"], { "class 7": 0, "class 2": 1 }]);
    expect(read.images).to.equal(0);
    const first = two.indices[0]!;
    expect(String(two.at(0)[0])).to.equal(String(read.set.at(first)[0]));
    expect(two[-1]![1]).to.equal(wanted.at(-1));
    expect(() => two.at(two.length)).to.throw(RangeError, "is out of range for a dataset of");
  });

  it("works on parts and joined sets as well, and goes through a loader", () => {
    const { set } = counted();
    const [part] = randomSplit(set, [30, 20]) as [ReturnType<typeof randomSplit<[Tensor, number]>>[0], unknown];
    const two = pick(part, [0, 1]);
    expect(two.length).to.equal(part.targets.filter((label) => label < 2).length);
    const labels = [...new DataLoader(two, { batchSize: 100 })].map(([, batch]) => batch.tolist());
    expect(labels).to.deep.equal([two.targets]);
    expect(new ConcatDataset([part, set]).targets.length).to.equal(80);
  });

  it("says what it has picked", () => {
    const two = pick(counted().set, ["class 7", "class 2"]);
    const [zero, one] = [0, 1].map((label) => two.targets.filter((each) => each === label).length);
    expect(String(two).split("\n").slice(0, 2)).to.deep.equal([
      `Picked: ${two.length} of 50 items, ${zero} of class 7 (0), ${one} of class 2 (1)`,
      "    Dataset FakeData",
    ]);
  });

  it("names the class that was probably meant", () => {
    const set = Object.assign(counted().set, { classes: ["airplane", "automobile", "bird"] });
    expect(() => pick(set, ["plane"])).to.throw(
      RangeError,
      'pick: there is no class "plane" among airplane, automobile, bird; did you mean "airplane"?',
    );
    expect(() => pick(set, ["brid"])).to.throw(RangeError, 'did you mean "bird"?');
    expect(() => pick(set, [3])).to.throw(RangeError, "pick: expected a class from 0 to 2, got 3");
    expect(() => pick(set, [])).to.throw(RangeError, "pick: expected at least one class, got none");
    expect(() => pick(set, ["bird", 2])).to.throw(RangeError, "names a class twice");
    expect(() => pick(Promise.resolve(set) as never, ["bird"])).to.throw(TypeError, "not a Promise: write await");
    expect(() => pick([1] as never, ["bird"])).to.throw(TypeError, "must be data set with classes");
    expect(() => pick(new FakeData(3, [1, 2, 2], { targetTransform: String }), ["class 1"])).to.throw(
      TypeError,
      "targetTransform",
    );
  });
});

describe("datasets.meanStd", () => {
  it("is the mean and the unbiased deviation of each channel", () => {
    // t = torch.tensor([[[[0, 51], [102, 255]], [[0, 0], [0, 255]]], [[[51, 51], [51, 51]], [[0, 0], [0, 0]]]]) / 255
    // t.permute(1, 0, 2, 3).reshape(2, -1).mean(1), .std(1)
    const bytes = [
      [
        [
          [0, 51],
          [102, 255],
        ],
        [
          [0, 0],
          [0, 255],
        ],
      ],
      [
        [
          [51, 51],
          [51, 51],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ],
    ].map((picture) => tensor(picture, { dtype: uint8 }));
    const { mean, std } = meanStd(bytes);
    expect(mean.map((value) => value.toFixed(4))).to.deep.equal(["0.3000", "0.1250"]);
    expect(std.map((value) => value.toFixed(4))).to.deep.equal(["0.3024", "0.3536"]);
    const floats = bytes.map((picture) => [picture.to(float32).div(255), 1] as const);
    expect(meanStd(floats).std[0]).to.be.closeTo(std[0]!, 1e-6);
  });

  it("is what makes pictures of mean 0 and deviation 1", () => {
    const set = (transform: (image: Tensor) => Tensor) => new FakeData<Tensor>(20, [3, 8, 8], { transform });
    const { mean, std } = meanStd(set(new ToTensor()));
    const normal = meanStd(set(new Compose([new ToTensor(), new Normalize(mean, std)]) as (image: Tensor) => Tensor));
    for (let c = 0; c < 3; c++) {
      expect(normal.mean[c]).to.be.closeTo(0, 1e-6);
      expect(normal.std[c]).to.be.closeTo(1, 1e-6);
    }
  });

  it("refuses what are no pictures", () => {
    expect(() => meanStd([])).to.throw(RangeError, "expected at least one picture");
    expect(() => meanStd([3] as never)).to.throw(TypeError, "as item 0, got 3");
    expect(() => meanStd([tensor([1])])).to.throw(TypeError, "as item 0, got int64 [1]");
  });
});

describe("datasets.FakeData", () => {
  it("is torchvision's noise", () => {
    // d = torchvision.datasets.FakeData(5, [1, 3, 5], 10, random_offset=7); numpy.asarray(d[2][0])
    const set = new FakeData(5, [1, 3, 5], 10, { randomOffset: 7 });
    expect(set.at(2)[0].flatten().tolist()).to.deep.equal([
      11, 231, 198, 88, 80, 94, 97, 75, 190, 21, 60, 181, 43, 149, 5,
    ]);
    expect(set.targets).to.deep.equal([6, 5, 8, 4, 0]);
    expect(String(set)).to.equal("Dataset FakeData\n    Number of datapoints: 5");
  });

  it("makes only the image that is asked for, however many there are", () => {
    const set = new FakeData(1e12, [1, 2, 2]);
    expect(set.at(-1)[0].sizes).to.deep.equal([1, 2, 2]);
    expect(set.at(3)[1]).to.equal(new FakeData(4, [1, 2, 2]).targets[3]);
  });

  it("refuses sizes that are none", () => {
    expect(() => new FakeData(-1)).to.throw(
      RangeError,
      "argument 'size' (position 1) must be non-negative int, not -1",
    );
    expect(() => new FakeData(1, [3, 3])).to.throw(TypeError, "must be array of 3 positive ints");
  });
});
