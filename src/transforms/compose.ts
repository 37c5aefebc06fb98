/** Several transforms as one: all in order, or some chosen at random. */
import { optional, required, signature } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { defaultGenerator, multinomial, randperm } from "../random/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as kinds from "./arguments.ts";
import type { Calls, Step } from "./arguments.ts";
import { fused } from "./fused.ts";
import { Transform } from "./transform.ts";

const list = { transforms: required(kinds.steps) };
const lines = (transforms: readonly Step[]): string =>
  transforms.map((transform) => `\n    ${transform.toString()}`).join("");
function inOrder(transforms: readonly Step[], image: unknown): unknown {
  let input = image;
  for (let i = 0; i < transforms.length;) {
    const { made, next } = fused(transforms, i, input);
    input = next === i ? transforms[i]!(made) : made;
    i = Math.max(next, i + 1);
  }
  return input;
}

const compose = signature("transforms.Compose", list);

/**
 * Applies transforms one after another. `Out` is what the last one returns.
 *
 * ```ts
 * new transforms.Compose([new transforms.ToTensor(), new transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])]);
 * ```
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Compose.html
 */
export class Compose<Out = Tensor> extends Transform<Tensor, Out> {
  readonly transforms: readonly Step[];

  constructor(...given: Calls<[transforms: readonly Step[]], typeof compose.arguments>) {
    super();
    this.transforms = compose.read(given).transforms;
  }

  override forward(image: Tensor): Out {
    return inOrder(this.transforms, image) as Out;
  }

  override toString(): string {
    return `Compose(${lines(this.transforms)}\n)`;
  }
}

const apply = signature("transforms.RandomApply", { ...list, p: optional(kinds.probability, 0.5) });

/**
 * Applies all of its transforms one after another with probability `p`, else none.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomApply.html
 */
export class RandomApply extends Transform<Tensor, Tensor> {
  readonly transforms: readonly Step[];
  readonly p: number;

  constructor(...given: Calls<[transforms: readonly Step[], p?: number], typeof apply.arguments>) {
    super();
    const { transforms, p } = apply.read(given);
    this.transforms = transforms;
    this.p = p;
  }

  override forward(image: Tensor): Tensor {
    return Math.fround(this.p) < defaultGenerator.uniform24() ? image : (inOrder(this.transforms, image) as Tensor);
  }

  override toString(): string {
    return `RandomApply(\n    p=${this.p}${lines(this.transforms)}\n)`;
  }
}

const choice = signature("transforms.RandomChoice", { ...list, p: optional(is.orNull(is.floats), null) });

/**
 * Applies one of its transforms, chosen by the weights in `p`, or with equal chances.
 *
 * It draws from the global stream, as torchvision's `v2.RandomChoice` does; the older version draws from Python's
 * `random`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomChoice.html
 */
export class RandomChoice extends Transform<Tensor, Tensor> {
  readonly transforms: readonly Step[];
  readonly p: readonly number[] | null;

  constructor(...given: Calls<[transforms: readonly Step[], p?: readonly number[] | null], typeof choice.arguments>) {
    super();
    const { transforms, p } = choice.read(given);
    if (transforms.length === 0) throw new RangeError("RandomChoice: expected one or more transforms, got none");
    if (p !== null && p.length !== transforms.length) {
      throw new RangeError(`RandomChoice: expected ${transforms.length} weights, got ${p.length}`);
    }
    this.transforms = transforms;
    this.p = p;
  }

  override forward(image: Tensor): Tensor {
    return this.transforms[this.#draw()]!(image) as Tensor;
  }

  #draw(): number {
    const count = this.transforms.length;
    const weights = this.p ?? Array.from({ length: count }, () => 1);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const shares = Float32Array.from(weights, (weight) => weight / sum);
    return multinomial(defaultGenerator, shares, count, { numSamples: 1, replacement: false })[0]!;
  }

  override toString(): string {
    return `RandomChoice(${lines(this.transforms)}\n)(p=${this.p === null ? "None" : `[${this.p.join(", ")}]`})`;
  }
}

const order = signature("transforms.RandomOrder", list);

/**
 * Applies all of its transforms in random order.
 *
 * It draws from the global stream, as torchvision's `v2.RandomOrder` does; the older version draws from Python's
 * `random`.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomOrder.html
 */
export class RandomOrder extends Transform<Tensor, Tensor> {
  readonly transforms: readonly Step[];

  constructor(...given: Calls<[transforms: readonly Step[]], typeof order.arguments>) {
    super();
    this.transforms = order.read(given).transforms;
  }

  override forward(image: Tensor): Tensor {
    const places = randperm(defaultGenerator, this.transforms.length);
    return inOrder(
      Array.from(places, (i) => this.transforms[i]!),
      image,
    ) as Tensor;
  }

  override toString(): string {
    return `RandomOrder(${lines(this.transforms)}\n)`;
  }
}
