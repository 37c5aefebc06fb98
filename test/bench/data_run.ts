/** One measurement of data.ts, in a separate process: `node data_run.ts lesson|pattern|list|epoch|open FOLDER [WORKERS] [augmented]`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { datasets, torch, transforms, tuple } from "../../src/index.ts";

const [what, folder, ...more] = process.argv.slice(2) as [string, string, ...string[]];
const sums = (JSON.parse(readFileSync(join(folder, "sums.json"), "utf8")) as Record<string, Record<string, string>>)[
  "bin"
]!;
const known = <F extends { name: string }>(file: F) => ({ ...file, md5: sums[file.name]! });
const { CIFAR10, CIFAR10_BINARY: layout } = datasets;
CIFAR10.layouts = [
  { ...layout, train: layout.train.map(known), test: layout.test.map(known), meta: known(layout.meta) },
];

const augmented = [new transforms.RandomCrop(32, { padding: 4 }), new transforms.RandomHorizontalFlip()];
const plain = [new transforms.ToTensor(), new transforms.Normalize([0.4915, 0.4823, 0.4468], [0.247, 0.2435, 0.2616])];
const transform = new transforms.Compose(more.includes("augmented") ? [...augmented, ...plain] : plain) as (
  image: torch.Tensor,
) => torch.Tensor;

const open = (train: boolean) => CIFAR10.open(folder, { train, transform });
const seconds: Record<string, number> = {};
const time = async (name: string, action: () => unknown): Promise<void> => {
  const begun = performance.now();
  await action();
  seconds[name] = (performance.now() - begun) / 1000;
};

/** Kept until the end, as a notebook keeps it. */
const kept: unknown[] = [];
const labels = new Map([
  [0, 0],
  [2, 1],
]);
if (what === "lesson" || what === "pattern") {
  const halves: Awaited<ReturnType<typeof open>>[] = [];
  await time("open", async () => halves.push(await open(true), await open(false)));
  await time("choose", () => {
    for (const half of halves) {
      const items =
        what === "lesson"
          ? half
          : { filter: (test: (item: [torch.Tensor, number]) => boolean) => [...half].filter(test) };
      kept.push(
        items.filter(([, label]) => labels.has(label)).map(([image, label]) => tuple(image, labels.get(label)!)),
      );
    }
  });
} else if (what === "list") {
  await time("list", async () => kept.push([...(await open(true))]));
} else if (what === "open") {
  await time("open", async () => kept.push(await open(true), await open(false)));
} else {
  const dataset = await open(true);
  const loader = new torch.utils.data.DataLoader(dataset, { batchSize: 64, shuffle: true });
  await time("epoch", () => {
    for (const batch of loader) kept[0] = batch;
  });
}
console.log(JSON.stringify({ seconds, peak: Math.round(process.resourceUsage().maxRSS / 1024) }));
