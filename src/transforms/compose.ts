import type { Tensor } from "../tensor/index.ts";
import { Transform } from "./transform.ts";

/** Anything that can be called with an image, or with what the transform before it returns. */
// `any`, because a transform of particular images is not assignable to one of `unknown`.
type Step = (input: any) => unknown; // oxlint-disable-line typescript/no-explicit-any

/**
 * Transforms one after another. `Out` is what the last one returns.
 *
 * ```ts
 * new transforms.Compose([new transforms.ToTensor(), new transforms.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])]);
 * ```
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Compose.html
 */
export class Compose<Out = Tensor> extends Transform<Tensor, Out> {
  readonly transforms: readonly Step[];

  constructor(transforms: readonly Step[]) {
    super();
    this.transforms = transforms;
  }

  override forward(image: Tensor): Out {
    return this.transforms.reduce<unknown>((input, transform) => transform(input), image) as Out;
  }

  override toString(): string {
    return `Compose(${this.transforms.map((transform) => `\n    ${transform.toString()}`).join("")}\n)`;
  }
}
