/**
 * Where a classifier looks: how its answer changes when parts of the picture are hidden. C channels, H and W height and
 * width, K classes.
 */
import { Module } from "../nn/module.ts";
import { keyword, required, signature } from "../shape/index.ts";
import { noGrad } from "../tensor/autograd/index.ts";
import { cat, type Tensor, tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { inEvaluation, logitsOf, onePicture, targetOf } from "./probe.ts";

export interface OcclusionOptions {
  /** The class whose logit is watched; by default the model's own answer. */
  readonly target?: number | undefined;
  /** Side of the hiding square; by default a quarter of the picture. */
  readonly size?: number | undefined;
  /** How far the square moves each time; by default half its side. */
  readonly stride?: number | undefined;
  /** The value that fills the square; by default the picture's mean, channel by channel. */
  readonly fill?: number | undefined;
}

const positive = is.where(is.int, "a positive int", (value) => value > 0);

const occlusionSignature = signature("inspect.occlusion", {
  model: required(is.kind("nn.Module", (value): value is Module<unknown> => value instanceof Module)),
  picture: required(is.tensor),
  target: keyword(is.int, undefined),
  size: keyword(positive, undefined),
  stride: keyword(positive, undefined),
  fill: keyword(is.number, undefined),
});

/** How many pictures go through the model at once. */
const batch = 64;

/**
 * How much the logit of a class falls when a square hides part of the picture, [H, W]: positive where the model needs
 * what is there. A pixel hidden by several squares gets their mean. The logit is used because the probability of a
 * confident answer stays near 1 whatever is hidden.
 * @param picture [C, H, W]
 * @throws {RangeError} for more than one picture, or a class that the model does not have
 * @see https://arxiv.org/abs/1311.2901 (Zeiler and Fergus, section 4.2)
 * @example
 * const net = new nn.Sequential(new nn.Flatten(), new nn.Linear(3 * 8 * 8, 2));
 * inspect.occlusion(net, torch.rand(3, 8, 8), { target: 0, size: 2 }).shape // torch.Size([8, 8])
 */
export function occlusion(model: Module<unknown>, picture: Tensor, options?: OcclusionOptions): Tensor;
export function occlusion(
  options: { readonly model: Module<unknown>; readonly picture: Tensor } & OcclusionOptions,
): Tensor;
export function occlusion(...given: unknown[]): Tensor {
  const { model, picture, ...settings } = occlusionSignature.read(given);
  const one = onePicture("occlusion", picture);
  const [, C = 0, H = 0, W = 0] = one.shape;
  const { size = Math.max(1, Math.round(Math.min(H, W) / 4)) } = settings;
  const { stride = Math.max(1, Math.floor(size / 2)), fill } = settings;
  if (stride > size)
    throw new RangeError(
      `occlusion: expected a stride of at most the size ${size}, got ${stride}: of the pixels between nothing would be known`,
    );
  const means =
    fill === undefined ? one.float().mean([0, 2, 3]).view(C, 1, 1) : tensor(Array<number>(C).fill(fill)).view(C, 1, 1);
  const places = startsOf(H, size, stride).flatMap((y) => startsOf(W, size, stride).map((x) => [y, x] as const));
  return inEvaluation(model, () =>
    noGrad(() => {
      const whole = logitsOf("occlusion", model, one);
      const target = targetOf("occlusion", whole, settings.target);
      const before = Number(whole.at(0, target).item());
      const [sums, counts] = [new Float64Array(H * W), new Float64Array(H * W)];
      for (let from = 0; from < places.length; from += batch) {
        const some = places.slice(from, from + batch);
        const hidden = some.map(([y, x]) => {
          const copy = one.at(0).clone();
          copy.at(":", `${y}:${y + size}`, `${x}:${x + size}`).copy_(means);
          return copy.unsqueeze(0);
        });
        const logits = logitsOf("occlusion", model, cat(hidden, 0)).at(":", target).tolist() as number[];
        some.forEach(([y, x], i) => {
          for (let row = y; row < Math.min(H, y + size); row++)
            for (let column = x; column < Math.min(W, x + size); column++) {
              sums[row * W + column]! += before - logits[i]!;
              counts[row * W + column]! += 1;
            }
        });
      }
      const falls = Array.from({ length: H }, (_, row) =>
        Array.from({ length: W }, (_column, column) => sums[row * W + column]! / counts[row * W + column]!),
      );
      return tensor(falls).float();
    }),
  );
}

/** Where the squares begin; the last one ends at the picture's edge, so that every pixel is hidden at least once. */
function startsOf(length: number, size: number, stride: number): number[] {
  const last = Math.max(0, length - size);
  const starts = Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride);
  return starts.at(-1) === last ? starts : [...starts, last];
}
