import { expect } from "chai";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { DataLoader, Dataset, getWorkerInfo, IterableDataset } from "../../../src/data/index.ts";
import { defaultGenerator, Generator as Random, randint } from "../../../src/random/index.ts";
import type { Tensor } from "../../../src/tensor/index.ts";
import { printed } from "../../support/data-server.ts";

type Batch = [number[], number[], number[]];

/** Printed by torch: loader-orders.py. */
const torch = JSON.parse(readFileSync(new URL("../../fixtures/loader-orders.json", import.meta.url), "utf8")) as {
  drawn: { numWorkers: number; persistentWorkers: boolean; epochs: Batch[][]; after: number }[];
  own: { epochs: Batch[][]; after: number; generator: number };
  broken: { begun: number; first: Batch; after: number };
  iterated: {
    dataset: "repeating" | "sharing";
    numWorkers: number;
    batchSize: number | null;
    dropLast: boolean;
    items: (number | number[])[];
  }[];
};

class Drawing extends Dataset<[number, number, number]> {
  override readonly length: number;
  constructor(length: number) {
    super();
    this.length = length;
  }
  override at(i: number): [number, number, number] {
    return [i, randint(defaultGenerator, new Int32Array(1), 0, 1000)[0]!, defaultGenerator.uniform24()];
  }
}

class Repeating extends IterableDataset<number> {
  override *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < 5; i++) yield i * 10 + (getWorkerInfo()?.id ?? 9);
  }
}

class Sharing extends IterableDataset<number> {
  override *[Symbol.iterator](): Generator<number> {
    const { id = 0, numWorkers = 1 } = getWorkerInfo() ?? {};
    for (let i = id; i < 11 + 3 * id; i += numWorkers) yield i;
  }
}

const numbers = (t: Tensor): number[] => Array.from(t.memory.host(), Number);
const batches = (loader: Iterable<Tensor[]>): Batch[] => Array.from(loader, (batch) => batch.map(numbers) as Batch);

describe("DataLoader with workers", () => {
  for (const { numWorkers, persistentWorkers, epochs, after } of torch.drawn) {
    it(`visits and draws as torch with ${numWorkers}${persistentWorkers ? ", persistent" : ""}`, async () => {
      defaultGenerator.manualSeed(42);
      const { result: loader } = await printed(
        () => new DataLoader(new Drawing(10), { batchSize: 3, shuffle: true, numWorkers, persistentWorkers }),
      );
      expect([1, 2, 3].map(() => batches(loader))).to.deep.equal(epochs);
      expect(defaultGenerator.uniform24()).to.equal(after);
    });
  }

  it("takes orders and the workers' seed from a generator of one's own", () => {
    defaultGenerator.manualSeed(1);
    const generator = new Random().manualSeed(7);
    const loader = new DataLoader(new Drawing(7), { batchSize: 2, shuffle: true, numWorkers: 2, generator });
    expect([1, 2].map(() => batches(loader))).to.deep.equal(torch.own.epochs);
    expect([defaultGenerator.uniform24(), generator.uniform24()]).to.deep.equal([torch.own.after, torch.own.generator]);
  });

  it("draws the order when the epoch begins, and nothing more when it breaks off", () => {
    defaultGenerator.manualSeed(3);
    const iterator = new DataLoader(new Drawing(10), { batchSize: 3, shuffle: true, numWorkers: 2 })[Symbol.iterator]();
    expect(defaultGenerator.uniform24()).to.equal(torch.broken.begun);
    expect((iterator.next().value as Tensor[]).map(numbers)).to.deep.equal(torch.broken.first);
    expect(defaultGenerator.uniform24()).to.equal(torch.broken.after);
  });

  for (const { dataset, numWorkers, batchSize, dropLast, items } of torch.iterated) {
    it(`goes through a ${dataset} dataset as torch: ${numWorkers} workers, batches of ${batchSize}${dropLast ? ", whole ones only" : ""}`, () => {
      const source = dataset === "sharing" ? new Sharing() : new Repeating();
      const loader = new DataLoader<number, Tensor | number>(source, { numWorkers, batchSize, dropLast });
      expect(Array.from(loader, (batch) => (typeof batch === "number" ? batch : numbers(batch)))).to.deep.equal(items);
    });
  }

  it("says once that the workers are in this thread", async () => {
    const { lines } = await printed(() => {
      for (let i = 0; i < 3; i++) new DataLoader([1, 2], { numWorkers: 2 });
    });
    expect(lines.length).to.be.at.most(1);
  });

  it("calls workerInitFn with the number of each worker, in its stream", () => {
    const called: (number | undefined)[] = [];
    const workerInitFn = (worker: number): void => void called.push(worker, getWorkerInfo()?.id);
    expect(batches(new DataLoader(new Drawing(2), { numWorkers: 2, workerInitFn })).length).to.equal(2);
    expect(called).to.deep.equal([0, 0, 1, 1]);
    expect(getWorkerInfo()).to.equal(null);
  });

  it("gives the global stream back when a dataset throws, and when a kernel cuts an item off", () => {
    class Failing extends Drawing {
      override at(): never {
        throw new Error("no such picture");
      }
    }
    const next = defaultGenerator.cloneState();
    next.random64(); // the seed of the workers
    expect(() => [...new DataLoader(new Failing(2), { numWorkers: 1 })]).to.throw("no such picture");
    expect(defaultGenerator.random()).to.equal(next.random());
    // As a kernel does: the signal is aborted, and the running code never continues.
    const stop = new AbortController();
    const scope = globalThis as Record<symbol, unknown>;
    scope[Symbol.for("Jupyter.signal")] = () => stop.signal;
    try {
      class CutOff extends Drawing {
        override at(i: number): [number, number, number] {
          stop.abort(new Error("stopped"));
          expect(defaultGenerator.cloneState().random()).to.equal(after);
          return super.at(i);
        }
      }
      const expected = defaultGenerator.cloneState();
      expected.random64();
      const after = expected.random();
      batches(new DataLoader(new CutOff(1), { numWorkers: 1 }));
    } finally {
      delete scope[Symbol.for("Jupyter.signal")];
    }
  });
});
