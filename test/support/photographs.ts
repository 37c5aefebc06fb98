/** CIFAR-10's photographs, if they are available: as many records as the binary files contain. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { torch, type Tensor } from "../../src/index.ts";

const SIDE = 32;
const PIXELS = 3 * SIDE * SIDE;

/** The records of some classes: bytes [N, 3, 32, 32] one after another, and the new labels. */
export function records(
  folder: string,
  train: boolean,
  classes: readonly number[],
): { readonly pixels: Uint8Array; readonly labels: readonly number[] } {
  const files = train ? [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`) : ["test_batch.bin"];
  const chosen = files
    .map((file) => join(folder, file))
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const bytes = readFileSync(path);
      return Array.from({ length: bytes.length / (PIXELS + 1) }, (_, i) =>
        bytes.subarray(i * (PIXELS + 1), (i + 1) * (PIXELS + 1)),
      );
    })
    .filter((record) => classes.includes(record[0]!));
  if (chosen.length === 0) throw new Error(`${folder}: expected CIFAR-10's .bin files, found none`);
  return {
    pixels: Buffer.concat(chosen.map((record) => record.subarray(1))),
    labels: chosen.map((record) => classes.indexOf(record[0]!)),
  };
}

/** The pictures [N, 3, 32, 32] between 0 and 1 of some classes, and their new labels. */
export function photographs(folder: string, train: boolean, classes: readonly number[]): [Tensor, Tensor] {
  const { pixels, labels } = records(folder, train, classes);
  return [torch.tensor(Float32Array.from(pixels)).view(-1, 3, SIDE, SIDE).div(255), torch.tensor([...labels])];
}
