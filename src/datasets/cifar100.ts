import type { Tensor } from "../tensor/index.ts";
import { CIFAR10 } from "./cifar10.ts";
import type { Layout } from "./layouts.ts";

/** MD5s as torchvision has them. */
const CIFAR100_PYTHON: Layout = {
  kind: "python",
  url: "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz",
  archive: { name: "cifar-100-python.tar.gz", md5: "eb9058c3a382ffc7106e4002c42a8d85" },
  folder: "cifar-100-python",
  train: [{ name: "train", md5: "16019d7e3df5f24257cddd939b257f8d" }],
  test: [{ name: "test", md5: "f0ef6b0ae62326f3e7ffdfab6717acfc" }],
  meta: { name: "meta", md5: "7973b15100ade9c7d40fb424638fde48" },
  keys: { labels: "fine_labels", names: "fine_label_names" },
};

/**
 * CIFAR-100 with its fine labels, from the official archive for Python; everything else is as in CIFAR10.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.CIFAR100.html
 */
export class CIFAR100<X = Tensor, Y = number> extends CIFAR10<X, Y> {
  static override layouts: readonly Layout[] = [CIFAR100_PYTHON];
}
