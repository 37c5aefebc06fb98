/** Which pictures excite a channel most. B pictures, C channels, H and W height and width. */
import { inspect as nodeInspect } from "node:util";
import { Module } from "../nn/module.ts";
import { keyword, required, signature } from "../shape/index.ts";
import { noGrad } from "../tensor/autograd/index.ts";
import { Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { inEvaluation } from "./probe.ts";

export interface TopPicturesOptions {
  /** The dotted name of the layer, as in `namedModules`. */
  readonly layer: string;
  readonly channel?: number;
  /** How many pictures to return. */
  readonly count?: number;
}

/** What `topPictures` found, strongest first. */
export class TopPictures {
  readonly layer: string;
  readonly channel: number;
  /** The indices of the pictures in the batch. */
  readonly indices: readonly number[];
  /** The channel's largest number for each picture. */
  readonly values: readonly number[];
  /** Row and column of that number in the channel's map; null if the layer's output is not a map. */
  readonly places: readonly (readonly [row: number, column: number] | null)[];

  constructor(
    layer: string,
    channel: number,
    found: readonly { index: number; value: number; place: readonly [number, number] | null }[],
  ) {
    this.layer = layer;
    this.channel = channel;
    this.indices = found.map(({ index }) => index);
    this.values = found.map(({ value }) => value);
    this.places = found.map(({ place }) => place);
  }

  toString(): string {
    const lines = this.indices.map((index, i) => {
      const place = this.places[i]!;
      return `picture ${index}  ${this.values[i]!.toFixed(4)}${place === null ? "" : `  at row ${place[0]}, column ${place[1]}`}`;
    });
    return [`${this.layer}, channel ${this.channel}`, ...lines].join("\n");
  }

  [nodeInspect.custom](): string {
    return this.toString();
  }
}

const positive = is.where(is.int, "a positive int", (value) => value > 0);
const topPicturesSignature = signature("inspect.topPictures", {
  model: required(is.kind("nn.Module", (value): value is Module<unknown> => value instanceof Module)),
  pictures: required(is.tensor),
  layer: required(is.string),
  channel: keyword(is.int, 0),
  count: keyword(positive, 8),
});

/** How many pictures go through the model at once. */
const batch = 256;

/**
 * The pictures to which a channel of a layer responds most strongly.
 * @param pictures [B, C, H, W]
 * @throws {RangeError} if the model has no such layer or the layer no such channel, naming the existing ones
 * @see https://arxiv.org/abs/1311.2901 (Zeiler and Fergus, section 4)
 * @example
 * const net = new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.ReLU());
 * inspect.topPictures(net, torch.rand(10, 3, 8, 8), { layer: "0", channel: 1, count: 3 }).indices.length // 3
 */
export function topPictures(model: Module<unknown>, pictures: Tensor, options: TopPicturesOptions): TopPictures;
export function topPictures(
  options: { readonly model: Module<unknown>; readonly pictures: Tensor } & TopPicturesOptions,
): TopPictures;
export function topPictures(...given: unknown[]): TopPictures {
  const { model, pictures, layer: name, channel, count } = topPicturesSignature.read(given);
  const layers = new Map(model.namedModules().filter(([, module]) => module.children().length === 0));
  const layer = layers.get(name);
  if (layer === undefined)
    throw new RangeError(`topPictures: expected a layer among ${[...layers.keys()].join(", ")}, got ${name}`);
  const B = pictures.dim() === 4 ? pictures.shape[0]! : 0;
  if (B === 0) throw new RangeError(`topPictures: expected pictures [B, C, H, W], got [${pictures.shape.join(", ")}]`);
  const found: { index: number; value: number; place: readonly [number, number] | null }[] = [];
  let output: Tensor | undefined;
  const hook = layer.registerForwardHook((_, __, made) => {
    if (made instanceof Tensor) output ??= made.detach();
  });
  try {
    inEvaluation(model, () =>
      noGrad(() => {
        for (let from = 0; from < B; from += batch) {
          output = undefined;
          (model as Module)(pictures.narrow(0, from, Math.min(batch, B - from)));
          collect(output, from);
        }
      }),
    );
  } finally {
    hook.remove();
  }
  return new TopPictures(name, channel, found.sort((a, b) => b.value - a.value || a.index - b.index).slice(0, count));

  function collect(maps: Tensor | undefined, from: number): void {
    if (maps === undefined || (maps.dim() !== 2 && maps.dim() !== 4))
      throw new TypeError(`topPictures: expected a layer that gives [B, C, H, W] or [B, C], got ${name}`);
    const [, C = 0, , W = 1] = maps.shape;
    if (channel < 0 || channel >= C)
      throw new RangeError(`topPictures: expected channel from 0 to ${C - 1} in ${name}, got ${channel}`);
    const own = maps.select(1, channel).flatten().view(maps.shape[0]!, -1);
    const [values, at] = [own.amax(1).tolist() as number[], own.argmax(1).tolist() as number[]];
    values.forEach((value, i) => {
      const place = maps.dim() === 4 ? ([Math.floor(at[i]! / W), at[i]! % W] as const) : null;
      found.push({ index: from + i, value, place });
    });
  }
}
