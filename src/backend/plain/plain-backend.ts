/** The back end of plain loops: every op, for every dtype for which it makes sense. */
import type { Backend } from "../backend.ts";
import { binary, compare, where } from "./binary.ts";
import { biasAdd, biasGrad, conv2d, conv2dInputGrad, conv2dWeightGrad } from "./conv.ts";
import { linear, matmul } from "./matmul.ts";
import { batchNorm, batchNormGrad, batchNormTraining, layerNorm, layerNormGrad } from "./norm.ts";
import * as pool from "./pool.ts";
import { argReduce, reduce } from "./reduce.ts";
import { embedding, embeddingGrad } from "./rows.ts";
import { broadcastTo, cat, narrow, pad, permute } from "./shape-ops.ts";
import { crossEntropy, logSoftmax, logSoftmaxGrad, softmax, softmaxGrad } from "./softmax.ts";
import { adamStep, sgdStep } from "./steps.ts";
import { cast, full, unary } from "./unary.ts";

export const plain: Backend = {
  info: { name: "plain", version: `Node ${process.version}`, missing: [] },
  unary,
  binary,
  compare,
  where,
  cast,
  full,
  permute,
  broadcastTo,
  cat,
  narrow,
  pad,
  reduce,
  argReduce,
  matmul,
  linear,
  embedding,
  embeddingGrad,
  softmax,
  logSoftmax,
  softmaxGrad,
  logSoftmaxGrad,
  crossEntropy,
  conv2d,
  conv2dInputGrad,
  conv2dWeightGrad,
  biasGrad,
  biasAdd,
  maxPool2d: pool.maxPool2d,
  maxPool2dGrad: pool.maxPool2dGrad,
  maxPool2dWithIndices: pool.maxPool2dWithIndices,
  avgPool2d: pool.avgPool2d,
  avgPool2dGrad: pool.avgPool2dGrad,
  adaptiveAvgPool2d: pool.adaptiveAvgPool2d,
  adaptiveAvgPool2dGrad: pool.adaptiveAvgPool2dGrad,
  batchNorm,
  batchNormTraining,
  batchNormGrad,
  layerNorm,
  layerNormGrad,
  sgdStep,
  adamStep,
};
