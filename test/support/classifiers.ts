/**
 * How well labelled pictures can be classified: by nearest neighbours, by a linear model, by nets.
 *
 * N = pictures, D = numbers of a picture, K = classes.
 */
import { F, nn, optim, torch, type Tensor } from "../../src/index.ts";

/** Pictures as bytes, 3 x 32 x 32 each, and their labels. */
export interface Pictures {
  readonly pixels: Uint8Array;
  readonly labels: readonly number[];
}

const PLANE = 1024;
const BYTES = 3 * PLANE;

/** The colour of the two upper corners [N, 6]. */
export const corners = (pixels: Uint8Array): Float64Array => features(pixels, 6, (at) => pixels[at]!);

/** The mean colour [N, 3]. */
export function meanColours(pixels: Uint8Array): Float64Array {
  const means = new Float64Array(pixels.length / PLANE);
  for (let i = 0; i < pixels.length; i++) means[Math.floor(i / PLANE)]! += pixels[i]! / PLANE;
  return means;
}

function features(pixels: Uint8Array, count: number, read: (at: number) => number): Float64Array {
  const places = [0, 31].flatMap((x) => [0, 1, 2].map((channel) => channel * PLANE + x));
  return Float64Array.from({ length: (pixels.length / BYTES) * count }, (_, i) =>
    read(Math.floor(i / count) * BYTES + places[i % count]!),
  );
}

/** The share of `unknown` whose label most of the 15 nearest of `known` have; a tie goes to the smaller label. */
export function nearestNeighbours(
  known: Pictures,
  unknown: Pictures,
  of: (pixels: Uint8Array) => Float64Array,
): number {
  const [seen, asked] = [of(known.pixels), of(unknown.pixels)];
  const D = seen.length / known.labels.length;
  let right = 0;
  for (const [i, label] of unknown.labels.entries()) {
    const distances = known.labels.map((_, j) => {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += (asked[i * D + d]! - seen[j * D + d]!) ** 2;
      return sum;
    });
    const limit = distances.toSorted((a, b) => a - b)[14]!;
    const votes: number[] = [];
    for (const [j, distance] of distances.entries()) {
      if (distance <= limit) votes[known.labels[j]!] = (votes[known.labels[j]!] ?? 0) + 1;
    }
    const most = Math.max(...votes.filter((count) => count > 0));
    if (votes.indexOf(most) === label) right++;
  }
  return right / unknown.labels.length;
}

export const linear = (K: number): nn.Sequential => new nn.Sequential(new nn.Flatten(), new nn.Linear(BYTES, K));

/** The net of Stevens, Antiga and Viehmann, Deep Learning with PyTorch, chapter 8; with `dropout`, after the second pooling. */
export function small(K: number, dropout = 0): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(3, 16, 3, { padding: 1 }),
    new nn.Tanh(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(16, 8, 3, { padding: 1 }),
    new nn.Tanh(),
    new nn.MaxPool2d(2),
    ...(dropout > 0 ? [new nn.Dropout2d(dropout)] : []),
    new nn.Flatten(),
    new nn.Linear(512, 32),
    new nn.Tanh(),
    new nn.Linear(32, K),
  );
}

/** Three convolutions with batch norm. */
export function deeper(K: number): nn.Sequential {
  const stage = (inputs: number, outputs: number): nn.Module[] => [
    new nn.Conv2d(inputs, outputs, 3, { padding: 1 }),
    new nn.BatchNorm2d(outputs),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
  ];
  return new nn.Sequential(
    ...stage(3, 16),
    ...stage(16, 32),
    ...stage(32, 64),
    new nn.Flatten(),
    new nn.Linear(1024, K),
  );
}

/** The images [N, 3, 32, 32] with mean about 0 and deviation about 1, and the labels [N]. */
export function tensors({ pixels, labels }: Pictures): readonly [images: Tensor, labels: Tensor] {
  const channel = (values: readonly number[]): Tensor => torch.tensor(values).view(3, 1, 1);
  const bytes = torch.fromArray(Float32Array.from(pixels), [labels.length, 3, 32, 32]);
  const images = bytes
    .div(255)
    .sub(channel([0.4915, 0.4823, 0.4468]))
    .div(channel([0.247, 0.2435, 0.2616]));
  return [images, torch.tensor([...labels])];
}

export interface Training {
  readonly seed: number;
  readonly epochs: number;
  readonly rate: number;
  /** Mirrors half of each batch and moves the batch by up to 2 pixels. */
  readonly augmented?: boolean;
}

/** A net's accuracy on the pictures it was trained with (by SGD with batches of 64), and on others. */
export function trained(
  make: () => nn.Sequential,
  [images, labels]: readonly [Tensor, Tensor],
  others: readonly [Tensor, Tensor],
  { seed, epochs, rate, augmented = false }: Training,
): { readonly train: number; readonly test: number } {
  torch.manualSeed(seed);
  const model = make();
  const optimizer = new optim.SGD(model.parameters(), { lr: rate });
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = torch.randperm(labels.numel());
    for (let at = 0; at < labels.numel(); at += 64) {
      const chosen = order.at(`${at}:${at + 64}`);
      const batch = images.indexSelect(0, chosen);
      const loss = F.crossEntropy(model(augmented ? moved(batch) : batch), labels.indexSelect(0, chosen));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
  }
  model.eval();
  return { train: accuracy(model, images, labels), test: accuracy(model, ...others) };
}

function moved(batch: Tensor): Tensor {
  const isMirrored = torch.rand([batch.sizes[0]!, 1, 1, 1]).lt(0.5);
  const mirrored = torch.where(isMirrored, batch.flip(3), batch);
  const [top, left] = torch.randint(0, 5, [2]).tolist() as [number, number];
  return F.pad(mirrored, [2, 2, 2, 2], { mode: "replicate" }).at("...", `${top}:${top + 32}`, `${left}:${left + 32}`);
}

function accuracy(model: nn.Sequential, images: Tensor, labels: Tensor): number {
  return torch.noGrad(() => {
    let right = 0;
    for (let at = 0; at < labels.numel(); at += 500) {
      const answers = model(images.at(`${at}:${at + 500}`)).argmax(1);
      right += answers
        .eq(labels.at(`${at}:${at + 500}`))
        .sum()
        .item() as number;
    }
    return right / labels.numel();
  });
}
