/** A program that opens CIFAR-10 with given layouts: `node open-cifar.ts ROOT MIRROR LAYOUTS`. Prints the targets last. */
import { CIFAR10, type Layout } from "../../src/datasets/index.ts";

const [root, mirror, layouts] = process.argv.slice(2) as [string, string, string];
CIFAR10.layouts = JSON.parse(layouts) as Layout[];
const dataset = await CIFAR10.open(root, { download: true, mirror });
console.log(JSON.stringify(dataset.targets));
