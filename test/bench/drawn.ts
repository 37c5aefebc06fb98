/**
 * How hard the drawn pictures are: how well nearest neighbours, a linear model and nets classify them, in percent.
 *
 * `npm run bench -- drawn [--classes 2] [--seeds 5] [--epochs 30] [--only NAME,NAME]`; the two classes are planes and birds, with 2,000
 * pictures for training. `CONVKERNEL_CIFAR=/path/to/cifar-10-batches-bin` measures CIFAR-10's photographs instead, as many as the files
 * have.
 */
import { parseArgs } from "node:util";
import { datasets, torch } from "../../src/index.ts";
import * as can from "../support/classifiers.ts";
import { records } from "../support/photographs.ts";

const { values } = parseArgs({
  options: {
    classes: { type: "string", default: "2,10" },
    seeds: { type: "string", default: "5" },
    epochs: { type: "string", default: "30" },
    only: { type: "string" },
  },
});
const folder = process.env["CONVKERNEL_CIFAR"];

function drawn(train: boolean, classes: readonly string[]): can.Pictures {
  const set = new datasets.Drawn({ train, classes, length: train ? Math.max(2000, classes.length * 1000) : 2000 });
  const pixels = Uint8Array.from(set.data.permute(0, 3, 1, 2).contiguous().memory.host() as Uint8Array);
  return { pixels, labels: set.targets };
}

const percent = (share: number): string => (share * 100).toFixed(1);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
const NAMES = "airplane automobile bird cat deer dog frog horse ship truck".split(" ");

const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed);
for (const K of values.classes.split(",").map(Number)) {
  const labels = K === 2 ? [0, 2] : NAMES.map((_, label) => label);
  const read = (train: boolean): can.Pictures =>
    folder === undefined ? drawn(train, labels.map((label) => NAMES[label]!)) : records(folder, train, labels); // prettier-ignore
  const [known, unknown] = [read(true), read(false)];
  const [train, test] = [can.tensors(known), can.tensors(unknown)];
  const models: Readonly<Record<string, () => { readonly train?: number; readonly test: number }[]>> = {
    "15 nearest by corners": () => [{ test: can.nearestNeighbours(known, unknown, can.corners) }],
    "15 nearest by mean colour": () => [{ test: can.nearestNeighbours(known, unknown, can.meanColours) }],
  };
  const nets: Readonly<Record<string, readonly [() => ReturnType<typeof can.small>, Partial<can.Training>]>> = {
    linear: [() => can.linear(K), { rate: 0.003 }],
    "small net": [() => can.small(K), {}],
    "small net + dropout": [() => can.small(K, 0.3), {}],
    "small net + augmentation": [() => can.small(K), { augmented: true }],
    "deeper net": [() => can.deeper(K), {}],
  };
  console.log(
    `\n${K} classes, ${known.labels.length} to train with, ${unknown.labels.length} to test, ${values.epochs} epochs`,
  );
  const rows = [...Object.keys(models), ...Object.keys(nets)];
  const only = values.only?.split(",") ?? rows;
  const unknownRow = only.find((name) => !rows.includes(name));
  if (unknownRow !== undefined) throw new Error(`--only ${unknownRow}: the rows are ${rows.join(", ")}`);
  const wanted = (name: string): boolean => only.includes(name);
  for (const [name, run] of Object.entries(models).filter(([name]) => wanted(name))) {
    console.log(
      `${name.padEnd(26)} test ${run()
        .map((result) => percent(result.test))
        .join(" ")}`,
    );
  }
  for (const [name, [make, own]] of Object.entries(nets).filter(([name]) => wanted(name))) {
    const start = performance.now();
    const training = { epochs: Number(values.epochs), rate: 0.05, ...own };
    const results = seeds.map((seed) => can.trained(make, train, test, { seed, ...training }));
    const [before, after] = [results.map((r) => r.train), results.map((r) => r.test)];
    const seconds = ((performance.now() - start) / 1000 / seeds.length).toFixed(0);
    console.log(
      `${name.padEnd(26)} train ${percent(mean(before))}, test ${percent(mean(after))} (${after.map(percent).join(" ")}), ${seconds} s a seed`,
    );
  }
}
console.log(`\nback end ${torch.backend().name}`);
