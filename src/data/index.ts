export { defaultCollate, type Collated } from "./collate.ts";
export { DataLoader, type DataLoaderOptions } from "./data-loader.ts";
export { Dataset, Subset } from "./dataset.ts";
export { IterableDataset, type Items } from "./items.ts";
export { ChainDataset, ConcatDataset, StackDataset } from "./joined.ts";
export { randomSplit } from "./random-split.ts";
export {
  BatchSampler,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
  WeightedRandomSampler,
  type RandomSamplerOptions,
  type Sampler,
} from "./samplers.ts";
export { TensorDataset } from "./tensor-dataset.ts";
export { getWorkerInfo, type WorkerInfo } from "./workers.ts";
