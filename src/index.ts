export * as datasets from "./datasets/index.ts";
export * as transforms from "./transforms/index.ts";
