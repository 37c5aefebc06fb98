export { defaultCollate, type Collated } from "./collate.ts";
export { DataLoader, type DataLoaderOptions } from "./data-loader.ts";
export { Dataset, randomSplit, Subset, TensorDataset, type Items } from "./dataset.ts";
export {
  BatchSampler,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
  WeightedRandomSampler,
  type RandomSamplerOptions,
  type Sampler,
} from "./samplers.ts";
