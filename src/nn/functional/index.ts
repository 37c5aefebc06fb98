export * from "./activation.ts";
export * from "./conv.ts";
export * from "./misc.ts";
export * from "./pool.ts";
export {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  nllLoss,
  smoothL1Loss,
} from "../../tensor/ops/loss.ts";
