/** Layers that change a shape or look values up. B batch, C channels, H and W height and width. */
import { embedding } from "../tensor/ops/embedding.ts";
import { empty, noGrad, type Tensor } from "../tensor/index.ts";
import { optional, required, signature, type Named } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import { normal_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter, placement } from "./parameter.ts";
import { python, pythonFloat } from "./repr.ts";
import type * as Calls from "./calls.ts";

export const flattenSignature = signature("nn.Flatten", {
  startDim: optional(is.int, 1),
  endDim: optional(is.int, -1),
});

/** Joins the dimensions from `startDim` to `endDim`; by default all but the batch. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(...given: Calls.Flatten);
  constructor(...given: unknown[]) {
    super();
    const { startDim, endDim } = flattenSignature.read(given);
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(input: Tensor): Tensor {
    return input.flatten(this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

export const unflattenSignature = signature("nn.Unflatten", {
  dim: required(is.int),
  unflattenedSize: required(is.ints),
});

/** Splits dimension `dim` into `unflattenedSize`. */
export class Unflatten extends Module {
  readonly dim: number;
  readonly unflattenedSize: readonly number[];

  constructor(...given: Calls.Unflatten);
  constructor(...given: unknown[]) {
    super();
    const { dim, unflattenedSize } = unflattenSignature.read(given);
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

export const embeddingSignature = signature("nn.Embedding", {
  numEmbeddings: required(is.count),
  embeddingDim: required(is.count),
  paddingIdx: optional(is.orNull(is.int), null),
  maxNorm: optional(is.orNull(is.number), null),
  normType: optional(is.number, 2),
  scaleGradByFreq: optional(is.bool, false),
  sparse: optional(is.only(false), false),
  _weight: optional(is.orNull(is.tensor), null),
  _freeze: optional(is.bool, false),
  ...placement,
});
const pretrainedSignature = signature("Embedding.fromPretrained", {
  embeddings: required(is.tensor),
  freeze: optional(is.bool, true),
  paddingIdx: optional(is.orNull(is.int), null),
  maxNorm: optional(is.orNull(is.number), null),
  normType: optional(is.number, 2),
  scaleGradByFreq: optional(is.bool, false),
  sparse: optional(is.only(false), false),
});
type PretrainedOptions = Omit<Named<typeof pretrainedSignature.arguments>, "embeddings">;
export type EmbeddingArguments = Named<typeof embeddingSignature.arguments>;
export type EmbeddingOptions = Omit<EmbeddingArguments, "numEmbeddings" | "embeddingDim">;

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
  readonly maxNorm: number | null;
  readonly normType: number;
  readonly scaleGradByFreq: boolean;
  weight: Parameter;

  constructor(...given: Calls.Embedding);
  constructor(...given: unknown[]) {
    super();
    const { numEmbeddings, embeddingDim, paddingIdx, _weight, _freeze, dtype, ...settings } =
      embeddingSignature.read(given);
    if (paddingIdx !== null && (paddingIdx >= numEmbeddings || paddingIdx < -numEmbeddings)) {
      throw new RangeError("Padding_idx must be within num_embeddings");
    }
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingIdx !== null && paddingIdx < 0 ? numEmbeddings + paddingIdx : paddingIdx;
    this.maxNorm = settings.maxNorm;
    this.normType = settings.normType;
    this.scaleGradByFreq = settings.scaleGradByFreq;
    if (_weight !== null && String(_weight.sizes) !== String([numEmbeddings, embeddingDim]))
      throw new RangeError("Shape of weight does not match num_embeddings and embedding_dim");
    this.weight = new Parameter(_weight ?? empty([numEmbeddings, embeddingDim], { dtype }), !_freeze);
    if (_weight !== null) return;
    normal_(this.weight);
    const padding = this.paddingIdx;
    if (padding !== null) noGrad(() => this.weight.at(padding).zero_());
  }

  override forward(input: Tensor): Tensor {
    return embedding(input, this.weight, this.paddingIdx, this);
  }

  override extraRepr(): string {
    const { paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    return [
      `${this.numEmbeddings}, ${this.embeddingDim}`,
      ...(paddingIdx === null ? [] : [`padding_idx=${paddingIdx}`]),
      ...(maxNorm === null ? [] : [`max_norm=${pythonFloat(maxNorm)}`]),
      ...(normType === 2 ? [] : [`norm_type=${pythonFloat(normType)}`]),
      ...(scaleGradByFreq ? ["scale_grad_by_freq=True"] : []),
    ].join(", ");
  }

  /** A layer with the given rows, which are not trained unless `freeze` is false. */
  static fromPretrained(embeddings: Tensor, freeze?: boolean, paddingIdx?: number | null): Embedding;
  static fromPretrained(embeddings: Tensor, options: PretrainedOptions): Embedding;
  static fromPretrained(embeddings: Tensor, freeze: boolean, options: Omit<PretrainedOptions, "freeze">): Embedding;
  static fromPretrained(options: Named<typeof pretrainedSignature.arguments>): Embedding;
  static fromPretrained(...given: unknown[]): Embedding {
    const { embeddings, freeze, ...settings } = pretrainedSignature.read(given);
    if (embeddings.dim() !== 2) throw new RangeError("Embeddings parameter is expected to be 2-dimensional");
    const [numEmbeddings, embeddingDim] = embeddings.sizes as [number, number];
    return new Embedding({ numEmbeddings, embeddingDim, _weight: embeddings, _freeze: freeze, ...settings });
  }
}
