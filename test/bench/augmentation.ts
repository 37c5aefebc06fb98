/**
 * What augmentation costs compared with the plain pipeline: microseconds per image of 3 x 32 x 32, alternating, the median of many rounds.
 *
 * `npm run bench -- augmentation`; the ratios matter, because the times depend on the machine.
 */
import { datasets, torch, transforms, type Tensor } from "../../src/index.ts";

const ROUNDS = 21;
const normalize = [
  new transforms.ToTensor(),
  new transforms.Normalize([0.4915, 0.4823, 0.4468], [0.247, 0.2435, 0.2616]),
];
const pipelines: Readonly<Record<string, transforms.Compose>> = {
  "plain: ToTensor, Normalize": new transforms.Compose(normalize),
  "RandomCrop(32, 4), RandomHorizontalFlip, plain": new transforms.Compose([
    new transforms.RandomCrop(32, 4),
    new transforms.RandomHorizontalFlip(),
    ...normalize,
  ]),
  "RandomCrop reflected, plain": new transforms.Compose([
    new transforms.RandomCrop(32, { padding: 4, paddingMode: "reflect" }),
    ...normalize,
  ]),
  "ColorJitter(0.2, 0.2, 0.2), plain": new transforms.Compose([
    new transforms.ColorJitter(0.2, 0.2, 0.2),
    ...normalize,
  ]),
  "ColorJitter with hue, plain": new transforms.Compose([new transforms.ColorJitter(0.2, 0.2, 0.2, 0.1), ...normalize]),
  "RandomRotation(15, bilinear), plain": new transforms.Compose([
    new transforms.RandomRotation(15, "bilinear"),
    ...normalize,
  ]),
  "RandomResizedCrop(32), plain": new transforms.Compose([new transforms.RandomResizedCrop(32), ...normalize]),
  "GaussianBlur(3), plain": new transforms.Compose([new transforms.GaussianBlur(3), ...normalize]),
};

const drawn = new datasets.Drawn({ length: 500 });
const images = Array.from(drawn, ([image]) => image);
const { DataLoader } = torch.utils.data;

const perImage = (run: () => void): number => {
  const start = performance.now();
  run();
  return ((performance.now() - start) * 1000) / images.length;
};
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1]!;

const alone: Record<string, number[]> = {};
const loaded: Record<string, number[]> = {};
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, pipeline] of Object.entries(pipelines)) {
    const time = perImage(() => images.forEach((image) => void pipeline(image)));
    const set = { length: images.length, at: (i: number): [Tensor, number] => [pipeline(images[i]!), 0] };
    const epoch = perImage(() => {
      for (const batch of new DataLoader(set, { batchSize: 64, shuffle: true })) void batch;
    });
    if (round === 0) continue;
    (alone[name] ??= []).push(time);
    (loaded[name] ??= []).push(epoch);
  }
}
const [plain] = Object.keys(pipelines) as [string];
console.table(
  Object.keys(pipelines).map((name) => ({
    pipeline: name,
    "us an image": median(alone[name]!).toFixed(0),
    "times plain": (median(alone[name]!) / median(alone[plain]!)).toFixed(2),
    "us in a DataLoader": median(loaded[name]!).toFixed(0),
    "times plain, loaded": (median(loaded[name]!) / median(loaded[plain]!)).toFixed(2),
  })),
);
