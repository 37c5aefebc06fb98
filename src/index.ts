export * as torch from "./torch.ts";
export { Tensor } from "./tensor/index.ts";
export * as datasets from "./datasets/index.ts";
export * as transforms from "./transforms/index.ts";
