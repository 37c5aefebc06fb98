/** CIFAR-10's photographs for whoever has them: as many records as the binary files hold. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { torch, type Tensor } from "../../src/index.ts";

const SIDE = 32;
const PIXELS = 3 * SIDE * SIDE;

/** The pictures [N, 3, 32, 32] between 0 and 1 of some classes, and their new labels. */
export function photographs(folder: string, train: boolean, classes: readonly number[]): [Tensor, Tensor] {
  const files = train ? [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`) : ["test_batch.bin"];
  const records = files
    .map((file) => join(folder, file))
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const bytes = readFileSync(path);
      return Array.from({ length: bytes.length / (PIXELS + 1) }, (_, i) =>
        bytes.subarray(i * (PIXELS + 1), (i + 1) * (PIXELS + 1)),
      );
    })
    .filter((record) => classes.includes(record[0]!));
  if (records.length === 0) throw new Error(`${folder}: expected CIFAR-10's .bin files, found none`);
  const pixels = Float32Array.from(Buffer.concat(records.map((record) => record.subarray(1))));
  return [
    torch.tensor(pixels).view(-1, 3, SIDE, SIDE).div(255),
    torch.tensor(records.map((record) => classes.indexOf(record[0]!))),
  ];
}
