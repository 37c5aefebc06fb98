/** Layers that change a shape or look values up. B batch, C channels, H and W height and width. */
import { embedding } from "../tensor/ops/embedding.ts";
import { interpolate } from "../tensor/ops/interpolate.ts";
import { pad, type PadMode } from "../tensor/ops/pad.ts";
import { empty, noGrad, type Tensor } from "../tensor/index.ts";
import { resolveArguments, type Pair } from "../shape/arguments.ts";
import { normal_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { python, pythonFloat } from "./repr.ts";

/** Joins the dimensions from `startDim` to `endDim`: all but the batch unless told otherwise. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(startDim?: number, endDim?: number);
  constructor(options: { startDim?: number; endDim?: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = { startDim: number; endDim: number };
    const args = resolveArguments<Arguments>("Flatten", ["startDim", "endDim"], 0, given);
    this.startDim = args.startDim ?? 1;
    this.endDim = args.endDim ?? -1;
  }

  override forward(input: Tensor): Tensor {
    return input.flatten(this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

/** Splits dimension `dim` into `unflattenedSize`. */
export class Unflatten extends Module {
  readonly dim: number;
  readonly unflattenedSize: readonly number[];

  constructor(dim: number, unflattenedSize: readonly number[]) {
    super();
    this.dim = dim;
    this.unflattenedSize = [...unflattenedSize];
  }

  override forward(input: Tensor): Tensor {
    return input.unflatten(this.dim, this.unflattenedSize);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${python(this.unflattenedSize)}`;
  }
}

export type EmbeddingOptions = { paddingIdx?: number | null };

/**
 * A table of N rows of D trained numbers, looked up by index.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Embedding.html.
 *
 * @throws RangeError if `paddingIdx` is not a row.
 */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | null;
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options?: EmbeddingOptions);
  constructor(options: EmbeddingOptions & { numEmbeddings: number; embeddingDim: number });
  constructor(...given: unknown[]) {
    super();
    type Arguments = EmbeddingOptions & { numEmbeddings: number; embeddingDim: number };
    const order = ["numEmbeddings", "embeddingDim", "paddingIdx"] as const;
    const args = resolveArguments<Arguments>("Embedding", order, 2, given) as Arguments;
    const { numEmbeddings, embeddingDim, paddingIdx = null } = args;
    if (paddingIdx !== null && (paddingIdx >= numEmbeddings || paddingIdx < -numEmbeddings)) {
      throw new RangeError("Padding_idx must be within num_embeddings");
    }
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingIdx !== null && paddingIdx < 0 ? numEmbeddings + paddingIdx : paddingIdx;
    this.weight = new Parameter(empty([numEmbeddings, embeddingDim]));
    normal_(this.weight);
    const padding = this.paddingIdx;
    if (padding !== null) noGrad(() => this.weight.at(padding).zero_());
  }

  override forward(input: Tensor): Tensor {
    return embedding(input, this.weight, this.paddingIdx);
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? "" : `, padding_idx=${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}`;
  }
}

export type UpsampleOptions = { size?: Pair; scaleFactor?: Pair; mode?: "nearest" };

/** Enlarges images [B, C, H, W] by repeating the nearest pixel. */
export class Upsample extends Module {
  readonly size: Pair | undefined;
  readonly scaleFactor: Pair | undefined;
  readonly mode: "nearest";

  constructor({ size, scaleFactor, mode = "nearest" }: UpsampleOptions) {
    super();
    this.size = size;
    this.scaleFactor = scaleFactor;
    this.mode = mode;
  }

  override forward(input: Tensor): Tensor {
    return interpolate(input, { size: this.size, scaleFactor: this.scaleFactor, mode: this.mode });
  }

  override extraRepr(): string {
    const { size, scaleFactor } = this;
    if (scaleFactor === undefined) return `size=${python(size)}, mode=${python(this.mode)}`;
    const shown =
      typeof scaleFactor === "number" ? pythonFloat(scaleFactor) : `(${scaleFactor.map(pythonFloat).join(", ")})`;
    return `scale_factor=${shown}, mode=${python(this.mode)}`;
  }
}

/** What the padding layers share. Four sides: left, right, top, bottom; one number is for all of them. */
abstract class Pad2d extends Module {
  readonly padding: readonly number[];
  protected abstract readonly mode: PadMode;

  constructor(padding: number | readonly number[]) {
    super();
    this.padding = typeof padding === "number" ? [padding, padding, padding, padding] : [...padding];
  }

  override forward(input: Tensor): Tensor {
    return pad(input, this.padding, { mode: this.mode });
  }

  override extraRepr(): string {
    return python(this.padding);
  }
}

/** Zeros around an image. */
export class ZeroPad2d extends Pad2d {
  protected override readonly mode = "constant";
}

/** The image mirrored at its border. */
export class ReflectionPad2d extends Pad2d {
  protected override readonly mode = "reflect";
}

/** The border's own pixels repeated. */
export class ReplicationPad2d extends Pad2d {
  protected override readonly mode = "replicate";
}
