export * as torch from "./torch.ts";
export { Tensor } from "./tensor/index.ts";
export * as nn from "./nn/index.ts";
export * as F from "./nn/functional/index.ts";
export * as optim from "./optim/index.ts";
export * as datasets from "./datasets/index.ts";
export * as transforms from "./transforms/index.ts";
