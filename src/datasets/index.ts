export { CIFAR10, type Fallback, type OpenOptions, type Source } from "./cifar10.ts";
export { CIFAR100 } from "./cifar100.ts";
export { Drawn } from "./drawn/drawn.ts";
export { CIFAR10_BINARY, CIFAR10_PYTHON, type Layout } from "./layouts.ts";
export { VisionDataset, type Item, type VisionOptions } from "./vision-dataset.ts";
