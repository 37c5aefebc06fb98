/** What `datasets.Drawn` draws, as bytes: N records, each a label and the red, green and blue planes. */
import { datasets } from "../../src/index.ts";
import { printed } from "./data-server.ts";

const BYTES = 3072;

/** With two classes, they are planes and birds. */
export async function drawnRecords(classes: 2 | 10, train: boolean, length: number): Promise<Buffer> {
  const options = { train, length, ...(classes === 2 && { classes: ["airplane", "bird"] }) };
  const { result: set } = await printed(() => new datasets.Drawn(options));
  const records = Buffer.alloc(length * (1 + BYTES));
  for (let i = 0; i < length; i++) {
    const [image, label] = set.at(i);
    records[i * (1 + BYTES)] = label;
    records.set(image.memory.host() as Uint8Array, i * (1 + BYTES) + 1);
  }
  return records;
}
