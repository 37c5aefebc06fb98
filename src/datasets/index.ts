export type { OpenOptions, SplitOptions } from "./arguments.ts";
export { CIFAR10, CIFAR100 } from "./cifar.ts";
export type { Fallback } from "./fallback.ts";
export type { Source } from "./fetch/addresses.ts";
export { Drawn, type DrawnOptions } from "./drawn/drawn.ts";
export { ImageDataset, type Images } from "./image-dataset.ts";
export { CIFAR10_BINARY, CIFAR10_PYTHON, type Layout } from "./layouts.ts";
export { VisionDataset, type Item, type VisionOptions } from "./vision-dataset.ts";
