/** Compares the lesson 00-original with the PyTorch notebook that it follows: every printed result, character by character. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { jupyterIn, noNetwork } from "../support/jupyter.ts";
import { type Cell, type Notebook, errorsOf, execute, joined, readNotebook, textOf } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const expected = JSON.parse(
  readFileSync(join(projectRoot, "test", "fixtures", "original-notebook.json"), "utf8"),
) as Record<string, string>;
/** In the order of the original. */
const order = [
  "[8]",
  "[6]",
  "[9]",
  "[2]",
  "[11]",
  "[12]",
  "[4]",
  "[49]",
  "[59]",
  "[57]",
  "[61]",
  "[58]",
  "[60]",
  "[62]",
  "[63]",
];
const lessons = { English: "00-original.ipynb", Korean: join("ko", "00-original.ipynb") };
const lesson = (file: string): Notebook => readNotebook(join(projectRoot, "notebooks", file));
const codeOf = (notebook: Notebook): readonly Cell[] => notebook.cells.filter(({ cell_type }) => cell_type === "code");

describe("the lesson 00-original", () => {
  const folder = temporaryFolder("lesson");
  const env = jupyterIn(folder.path, noNetwork);
  after(() => folder.remove());

  it("has every code cell of the original in its order", () => {
    const tags = codeOf(lesson(lessons.English)).flatMap(({ metadata }) => metadata.original ?? []);
    expect(tags).to.deep.equal(order.map((n) => `In ${n}`));
  });

  it("has the same code cells in Korean", () => {
    const [english, korean] = [lessons.English, lessons.Korean].map((file) => codeOf(lesson(file)));
    expect(korean).to.deep.equal(english);
  });

  it("is committed without outputs", () => {
    for (const file of Object.values(lessons))
      for (const cell of codeOf(lesson(file)))
        expect(cell, cell.id).to.include({ execution_count: null }).and.deep.include({ outputs: [] });
  });

  for (const [language, file] of Object.entries(lessons))
    describe(`in ${language}, without a network`, () => {
      let cells: readonly Cell[];
      before(async function () {
        this.timeout(180_000);
        const run = join(folder.path, language, "notebooks");
        mkdirSync(run, { recursive: true });
        const executed = await execute(lesson(file), run, env);
        expect(errorsOf(executed)).to.deep.equal([]);
        cells = codeOf(executed);
      });

      for (const [tag, text] of Object.entries(expected).filter(([name]) => name !== "In [8]"))
        it(`prints ${tag} as PyTorch does`, () => {
          const cell = cells.find(({ metadata }) => metadata.original === tag);
          expect(textOf(cell!)).to.equal(text);
        });

      it("prints nothing where the original printed nothing", () => {
        for (const tag of ["In [2]", "In [57]"])
          expect(cells.find(({ metadata }) => metadata.original === tag)?.outputs, tag).to.deep.equal([]);
      });

      it("says in plain sight that its pictures are drawn", () => {
        expect(textOf(cells[0]!)).to.match(/drawn/i);
      });

      it("shows nothing on stderr and no type errors", () => {
        const noise = cells.flatMap(({ outputs = [] }) =>
          outputs.filter(({ output_type, name }) => output_type === "display_data" || name === "stderr"),
        );
        expect(noise).to.deep.equal([]);
      });

      it("takes the upper left pixel apart: 27 products, three sums, the bias, the result", () => {
        const [apart] = cells.filter(({ source }) => joined(source).includes("inspect.dotProduct"));
        for (const number of ["-0.1056", "0.1514", "-0.0353", "0.1157", "0.1131"])
          expect(textOf(apart!)).to.include(number);
      });
    });

  describe("with the data set's files on disk", () => {
    it("prints In [8] as torchvision does, once for each half", async function () {
      this.timeout(180_000);
      const run = join(folder.path, "verified", "notebooks");
      const data = join(folder.path, "verified", "pictures");
      const files = writeArchiveFiles(join(data, "cifar-10-batches-bin"));
      mkdirSync(run, { recursive: true });
      const verified = jupyterIn(join(folder.path, "verified"), { ...noNetwork, CONVKERNEL_DATA: data });
      const notebook = lesson(lessons.English);
      const first = codeOf(notebook)[0]!;
      const executed = await execute({ ...notebook, cells: [knowing(files), first] }, run, verified);
      expect(errorsOf(executed)).to.deep.equal([]);
      expect(textOf(executed.cells[1]!)).to.equal(expected["In [8]"]);
    });
  });
});

/** Files in the official layout, with ten random pictures each. @returns name to MD5 */
function writeArchiveFiles(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const names = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`).concat("test_batch.bin");
  const sums: Record<string, string> = {};
  for (const [seed, name] of names.entries()) {
    const bytes = Buffer.alloc(10 * 3073, seed + 1);
    for (let record = 0; record < 10; record++) bytes[record * 3073] = record; // each class once
    writeFileSync(join(folder, name), bytes);
    sums[name] = createHash("md5").update(bytes).digest("hex");
  }
  const meta = Buffer.from("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
  writeFileSync(join(folder, "batches.meta.txt"), meta);
  sums["batches.meta.txt"] = createHash("md5").update(meta).digest("hex");
  return sums;
}

/** A cell before the lesson's first one that gives the data set the checksums of the test's own files. */
const knowing = (sums: Record<string, string>): Cell => ({
  cell_type: "code",
  id: "checksums",
  metadata: {},
  execution_count: null,
  outputs: [],
  source: `
    import { datasets as own } from "convkernel";
    const sums: Record<string, string> = ${JSON.stringify(sums)};
    const known = <F extends { name: string }>(file: F) => ({ ...file, md5: sums[file.name] });
    const layout = own.CIFAR10_BINARY;
    own.CIFAR10.layouts = [{ ...layout, train: layout.train.map(known), test: layout.test.map(known), meta: known(layout.meta) }];
    undefined;`,
});
