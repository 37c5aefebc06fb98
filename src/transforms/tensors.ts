/** From bytes to tensors and back, normalisation, random erasing. */
import { optional, required, signature, type DType } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { defaultGenerator, normal } from "../random/index.ts";
import { python } from "../nn/repr.ts";
import type { Tensor } from "../tensor/index.ts";
import * as kinds from "./arguments.ts";
import type { Calls } from "./arguments.ts";
import { areas, happens, placed } from "./draws.ts";
import { floatPair } from "./geometry.ts";
import { channelsOf, imageSize } from "./image.ts";
import { bytes, converted, copied, normalized, shares } from "./pixels/convert.ts";
import { erased } from "./pixels/erase.ts";
import { ImageTransform, Transform } from "./transform.ts";

const none = {};
const toTensor = signature("transforms.ToTensor", none);

/**
 * Converts an image of bytes [C, H, W] to float32 from 0 to 1.
 *
 * ```ts
 * new transforms.ToTensor()(torch.full([1, 1, 2], 51, { dtype: torch.uint8 })); // tensor([[[0.2000, 0.2000]]])
 * ```
 * @throws TypeError for anything but a uint8 image.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ToTensor.html
 */
export class ToTensor extends ImageTransform<Tensor> {
  constructor(...given: []) {
    super();
    toTensor.read(given);
  }

  override forward(image: Tensor): Tensor {
    return shares("ToTensor", image);
  }
}

const pilToTensor = signature("transforms.PILToTensor", none);

/**
 * Copies the bytes of an image [C, H, W] unchanged into a new tensor.
 * @throws TypeError for anything but a uint8 image.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.PILToTensor.html
 */
export class PILToTensor extends ImageTransform<Tensor> {
  constructor(...given: []) {
    super();
    pilToTensor.read(given);
  }

  override forward(image: Tensor): Tensor {
    return copied("PILToTensor", image);
  }
}

const toPILImage = signature("transforms.ToPILImage", none);

/**
 * Converts numbers from 0 to 1, [C, H, W] or [H, W], to an image of bytes [C, H, W]; that is what an image is here,
 * where Python has PIL.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ToPILImage.html
 */
export class ToPILImage extends ImageTransform<Tensor> {
  constructor(...given: []) {
    super();
    toPILImage.read(given);
  }

  override forward(image: Tensor): Tensor {
    return bytes("ToPILImage", image);
  }
}

const convertImageDtype = signature("transforms.ConvertImageDtype", { dtype: required(is.dtype) });

/**
 * Converts an image to another dtype and scales its values: bytes go up to 255, floats up to 1.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ConvertImageDtype.html
 */
export class ConvertImageDtype extends ImageTransform<Tensor> {
  readonly dtype: DType;

  constructor(...given: Calls<[dtype: DType], typeof convertImageDtype.arguments>) {
    super();
    this.dtype = convertImageDtype.read(given).dtype;
  }

  override forward(image: Tensor): Tensor {
    return converted(image, this.dtype);
  }
}

const numbers = is.either(
  is.floats,
  is.kind("1-d Tensor", (value): value is Tensor => is.tensor.read(value) === value && (value as Tensor).dim() === 1),
);
const listed = (values: readonly number[] | Tensor): readonly number[] =>
  Object.freeze("tolist" in values ? (values.tolist() as number[]) : [...values]);
const normalize = signature("transforms.Normalize", {
  mean: required(numbers),
  std: required(numbers),
  inplace: optional(is.bool, false),
});

/**
 * Subtracts each channel's mean and divides by its std, in a copy unless `inplace` is set.
 *
 * ```ts
 * new transforms.Normalize([0.4915, 0.4823, 0.4468], [0.247, 0.2435, 0.2616]);
 * ```
 * @throws TypeError for images that are not of floats, RangeError when the channels do not fit or a std is 0.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Normalize.html
 */
export class Normalize extends ImageTransform<Tensor> {
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly inplace: boolean;

  constructor(
    ...given: Calls<
      [mean: readonly number[] | Tensor, std: readonly number[] | Tensor, inplace?: boolean],
      typeof normalize.arguments
    >
  ) {
    super();
    const { mean, std, inplace } = normalize.read(given);
    this.mean = listed(mean);
    this.std = listed(std);
    this.inplace = inplace;
  }

  override forward(image: Tensor): Tensor {
    return normalized(image, this.mean, this.std, this.inplace);
  }

  protected override describe(): string {
    return `mean=${python(this.mean)}, std=${python(this.std)}`;
  }
}

const lambda = signature("transforms.Lambda", { lambd: required(is.callable<(input: never) => unknown>(), "lambda") });

/**
 * A function used as a transform.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Lambda.html
 */
export class Lambda<In = Tensor, Out = Tensor> extends Transform<In, Out> {
  readonly #function: (input: In) => Out;

  constructor(lambd: (input: In) => Out);
  constructor(...given: unknown[]) {
    super();
    // The constructor's signature says what it takes and returns.
    this.#function = lambda.read(given).lambd as (input: In) => Out;
  }

  override forward(input: In): Out {
    return this.#function(input);
  }
}

const linear = signature("transforms.LinearTransformation", {
  transformationMatrix: required(is.tensor),
  meanVector: required(is.tensor),
});

/**
 * Subtracts a mean [D] from an image [..., C, H, W], D = C * H * W, and multiplies the result by a matrix [D, D]: for
 * whitening.
 * @throws RangeError when the sizes do not fit.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.LinearTransformation.html
 */
export class LinearTransformation extends ImageTransform<Tensor> {
  readonly transformationMatrix: Tensor;
  readonly meanVector: Tensor;

  constructor(...given: Calls<[transformationMatrix: Tensor, meanVector: Tensor], typeof linear.arguments>) {
    super();
    const { transformationMatrix, meanVector } = linear.read(given);
    const [D, columns] = transformationMatrix.sizes;
    if (transformationMatrix.dim() !== 2 || D !== columns || meanVector.dim() !== 1 || meanVector.sizes[0] !== D) {
      throw new RangeError(
        `LinearTransformation: expected a matrix [D, D] and a mean [D], got [${transformationMatrix.sizes.join(", ")}] and [${meanVector.sizes.join(", ")}]`,
      );
    }
    this.transformationMatrix = transformationMatrix;
    this.meanVector = meanVector;
  }

  override forward(image: Tensor): Tensor {
    const D = this.meanVector.sizes[0]!;
    const size = image.sizes.slice(-3).reduce((product, side) => product * side, 1);
    if (image.dim() < 3 || size !== D) {
      throw new RangeError(`LinearTransformation: expected an image of ${D} numbers, got [${image.sizes.join(", ")}]`);
    }
    const flat = image.reshape([-1, D]).sub(this.meanVector);
    return flat.matmul(this.transformationMatrix.to(flat.dtype)).view(image.sizes);
  }

  protected override describe(): string {
    const list = (value: unknown): string =>
      Array.isArray(value)
        ? `[${value.map(list).join(", ")}]`
        : Number.isInteger(value)
          ? `${String(value)}.0`
          : String(value);
    return `transformation_matrix=${list(this.transformationMatrix.tolist())}, mean_vector=${list(this.meanVector.tolist())}`;
  }
}

const share = is.where(
  kinds.range,
  "two numbers from 0 to 1, the smaller first",
  ([low, high]) => low >= 0 && high <= 1,
);
const shape = is.where(kinds.range, "two numbers above 0, the smaller first", ([low]) => low > 0);
const erasing = signature("transforms.RandomErasing", {
  p: optional(kinds.probability, 0.5),
  scale: optional(share, [0.02, 0.33] as Two),
  ratio: optional(shape, [0.3, 3.3] as Two),
  value: optional(is.either(kinds.fill, is.oneOf("random")), 0),
  inplace: optional(is.bool, false),
});
type Two = readonly [number, number];
type Value = number | readonly number[] | "random";

/**
 * Erases a random rectangle of an image [..., C, H, W] with probability `p`, filling it with a number, one number per
 * channel, or random numbers.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomErasing.html
 * @see Z. Zhong et al., Random Erasing Data Augmentation, 2017: https://arxiv.org/abs/1708.04896
 */
export class RandomErasing extends ImageTransform<Tensor> {
  readonly p: number;
  readonly scale: Two;
  readonly ratio: Two;
  readonly value: Value;
  readonly inplace: boolean;

  constructor(
    ...given: Calls<[p?: number, scale?: Two, ratio?: Two, value?: Value, inplace?: boolean], typeof erasing.arguments>
  ) {
    super();
    const { p, scale, ratio, value, inplace } = erasing.read(given);
    this.p = p;
    this.scale = scale;
    this.ratio = ratio;
    this.value = value;
    this.inplace = inplace;
  }

  override forward(image: Tensor): Tensor {
    return happens(this.p) ? this.#erased(image) : image;
  }

  #erased(image: Tensor): Tensor {
    const [H, W] = imageSize("RandomErasing", image);
    const channels = channelsOf(image);
    const values = typeof this.value === "number" ? [this.value] : this.value;
    if (values !== "random" && values.length !== 1 && values.length !== channels) {
      throw new RangeError(`RandomErasing: expected 1 or ${channels} values, got ${values.length}`);
    }
    for (const [height, width] of areas(image, this.scale, this.ratio)) {
      if (height >= H || width >= W) continue;
      const size = height * width;
      const noise = values === "random" ? normal(defaultGenerator, new Float32Array(channels * size)) : undefined;
      const area = placed(image, height, width);
      const result = erased(image, area, (plane, i) =>
        noise === undefined
          ? Number(values[(plane % channels) % values.length])
          : noise[(plane % channels) * size + i]!,
      );
      return this.inplace ? image.copy_(result) : result;
    }
    return image;
  }

  protected override describe(): string {
    const { p, scale, ratio, value, inplace } = this;
    const shown = value === "random" ? value : python(value);
    return `p=${p}, scale=${floatPair(scale)}, ratio=${floatPair(ratio)}, value=${shown}, inplace=${python(inplace)}`;
  }
}
