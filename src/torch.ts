/** What users know as `torch`: all of PyTorch's top-level names that this library has, in one place. */

import { backendInfo, handleBytes, type BackendInfo } from "./backend/index.ts";
import { defaultGenerator } from "./random/index.ts";
import {
  float16,
  float32,
  float64,
  int16,
  int32,
  int64,
  required,
  signature,
  uint8,
  type DType,
} from "./shape/index.ts";
import * as is from "./tensor/kinds.ts";
import { fromArray, isGradEnabled as recordsGradients, Tensor } from "./tensor/index.ts";

// Types
export {
  Size,
  bool,
  dtypes,
  float32,
  float64,
  bfloat16,
  float16,
  int16,
  int32,
  int8,
  int64,
  uint8,
  device,
  finfo,
  iinfo,
  type Device,
  type DType,
  type FloatInfo,
  type IntegerInfo,
} from "./shape/index.ts";
export const float: DType<"float32"> = float32;
export const double: DType<"float64"> = float64;
export const long: DType<"int64"> = int64;
export const int: DType<"int32"> = int32;
export const short: DType<"int16"> = int16;
export const half: DType<"float16"> = float16;

export { canCast, promoteTypes, resultType } from "./tensor/dtype-functions.ts";
export {
  amp,
  backends,
  distributed,
  distributions,
  fft,
  func,
  hub,
  jit,
  linalg,
  onnx,
  quantization,
  sparse,
  special,
} from "./tensor/left-out.ts";

// Numbers
export const { PI: pi, E: e } = Math;
export const inf = Infinity;
export const nan = NaN;

// Tensors
export { Tensor, TypedStorage, UntypedStorage, type Index, type SizeArgs } from "./tensor/index.ts";
export {
  arange,
  asTensor,
  empty,
  eye,
  full,
  linspace,
  logspace,
  ones,
  tensor,
  zeros,
  fromArray,
  fromNumpy,
} from "./tensor/index.ts";
export {
  BFloat16Tensor,
  BoolTensor,
  ByteTensor,
  CharTensor,
  DoubleTensor,
  FloatTensor,
  HalfTensor,
  IntTensor,
  LongTensor,
  ShortTensor,
  type TensorType,
} from "./tensor/index.ts";
export type { TensorData, TensorOptions } from "./tensor/index.ts";

// Random numbers
export { Generator } from "./random/index.ts";
export { normal, rand, randint, randn, randperm } from "./tensor/index.ts";

const randomSignatures = {
  manualSeed: signature("torch.manualSeed", { seed: required(is.integer) }),
  initialSeed: signature("torch.initialSeed", {}),
  seed: signature("torch.seed", {}),
  getRngState: signature("torch.getRngState", {}),
  setRngState: signature("torch.setRngState", { newState: required(is.tensor) }),
};

/** Seeds the default stream of random numbers with `seed`. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.manual_seed.html */
export function manualSeed(seed: number | bigint): typeof defaultGenerator;
export function manualSeed(...given: unknown[]): typeof defaultGenerator {
  return defaultGenerator.manualSeed(randomSignatures.manualSeed.read(given).seed);
}

/** The seed with which the default stream was started. */
export function initialSeed(): number | bigint;
export function initialSeed(...given: unknown[]): number | bigint {
  randomSignatures.initialSeed.read(given);
  return defaultGenerator.initialSeed();
}

/** Starts the default stream from a random seed and returns that seed. */
export function seed(): number | bigint;
export function seed(...given: unknown[]): number | bigint {
  randomSignatures.seed.read(given);
  return defaultGenerator.seed();
}

/** The state of the default stream, as PyTorch's 5,056 bytes in a uint8 tensor. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.get_rng_state.html */
export function getRngState(): Tensor;
export function getRngState(...given: unknown[]): Tensor {
  randomSignatures.getRngState.read(given);
  return fromArray(defaultGenerator.getState());
}

/** Continues from a state of `getRngState`. Reference: https://docs.pytorch.org/docs/2.13/generated/torch.set_rng_state.html */
export function setRngState(newState: Tensor): void;
export function setRngState(...given: unknown[]): void {
  const state = randomSignatures.setRngState.read(given).newState;
  if (state.dtype !== uint8) throw new TypeError(`RNG state must be a torch.ByteTensor, got ${state.dtype.toString()}`);
  defaultGenerator.setState(Uint8Array.from(state.tolist<number[]>()));
}

export { defaultGenerator };

// Functions of several tensors
export {
  atleast1d,
  atleast2d,
  atleast3d,
  blockDiag,
  broadcastShapes,
  broadcastTensors,
  bucketize,
  cartesianProd,
  cat,
  cdist,
  columnStack,
  combinations,
  concat,
  concatenate,
  dstack,
  einsum,
  hstack,
  isin,
  meshgrid,
  pow,
  searchsorted,
  stack,
  stdMean,
  tensordot,
  trapezoid,
  trapezoid as trapz,
  unravelIndex,
  vander,
  varMean,
  vstack,
  where,
} from "./tensor/index.ts";

// Functions that are also methods
export * from "./torch-functions.ts";

const inputSignatures = {
  isTensor: signature("torch.isTensor", { obj: required(is.any) }),
  numel: signature("torch.numel", { input: required(is.tensor) }),
  isFloatingPoint: signature("torch.isFloatingPoint", { input: required(is.tensor) }),
};

/** The number of elements. */
export function numel(input: Tensor): number;
export function numel(...given: unknown[]): number {
  return inputSignatures.numel.read(given).input.numel();
}

/** Whether the elements have a floating point type. */
export function isFloatingPoint(input: Tensor): boolean;
export function isFloatingPoint(...given: unknown[]): boolean {
  return inputSignatures.isFloatingPoint.read(given).input.isFloatingPoint();
}

/** Whether a value is a tensor. */
export function isTensor(obj: unknown): obj is Tensor;
export function isTensor(...given: unknown[]): boolean {
  return inputSignatures.isTensor.read(given).obj instanceof Tensor;
}

// Functions of networks
export * from "./torch-layers.ts";

// Gradients
export { enableGrad, noGrad, setGradEnabled } from "./tensor/index.ts";

const isGradEnabledSignature = signature("torch.isGradEnabled", {});

/** Whether operations on tensors that require gradients are recorded. */
export function isGradEnabled(): boolean;
export function isGradEnabled(...given: unknown[]): boolean {
  isGradEnabledSignature.read(given);
  return recordsGradients();
}

export * as autograd from "./autograd.ts";

// Data
export * as utils from "./utils.ts";

// Networks: also exported separately
export * as nn from "./nn/index.ts";
export * as optim from "./optim/index.ts";

// GPUs: always none
export * as cuda from "./cuda.ts";

// Files
export { load, save } from "./nn/serialization.ts";

// Printing
export { getPrintoptions, setPrintoptions } from "./tensor/index.ts";

const backendSignature = signature("torch.backend", {});

/** The back end in use, why no faster one is used, and the memory its device holds now. */
export function backend(): BackendInfo & { readonly memory: ReturnType<typeof handleBytes> };
export function backend(...given: unknown[]): BackendInfo & { readonly memory: ReturnType<typeof handleBytes> } {
  backendSignature.read(given);
  return { ...backendInfo(), memory: handleBytes() };
}
