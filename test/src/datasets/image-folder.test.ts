import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "mocha";
import sharp from "sharp";
import { DataLoader } from "../../../src/data/index.ts";
import { setLanguage } from "../../../src/data/language.ts";
import { ImageFolder, pick } from "../../../src/datasets/index.ts";
import { tensor, type Tensor } from "../../../src/tensor/index.ts";
import { ToTensor } from "../../../src/transforms/index.ts";
import { printed } from "../../support/data-server.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const pictures = fileURLToPath(new URL("../../fixtures/pictures", import.meta.url));
/** The pixels that PIL reads, written by make.py. */
const pixels = JSON.parse(readFileSync(join(pictures, "pixels.json"), "utf8")) as Readonly<Record<string, number[]>>;

describe("datasets.ImageFolder", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder("pictures");
    for (const name of ["a", "b", "c", "d"]) cpSync(join(pictures, name), join(folder.path, name), { recursive: true });
  });
  afterEach(() => folder.remove());

  it("takes a class from each folder, and files in torchvision's order", () => {
    const set = new ImageFolder(folder.path);
    expect([set.classes, set.classToIdx]).to.deep.equal([["a", "b", "c", "d"], { a: 0, b: 1, c: 2, d: 3 }]);
    expect(set.samples.map(([path]) => path.slice(folder.path.length + 1))).to.deep.equal(
      [
        "a/alpha.png a/grey.png a/one-bit.png a/palette.png a/plain.png",
        "b/grey.jpg b/quality.JPG b/rotated.jpg b/deeper/progressive.jpeg",
        "c/alpha.webp c/lossless.webp c/lossy.webp",
        "d/alpha.bmp d/bits.pgm d/colour.ppm d/downwards.bmp d/five-bits.bmp d/grey.pgm d/masks.bmp d/nine.ppm d/old.bmp",
        "d/one-bit.bmp d/packed.tif d/palette.bmp d/plain.bmp d/text.pgm d/text.ppm d/two-bytes.ppm",
      ].flatMap((line) => line.split(" ")),
    );
    expect([0, 1, 2, 3].map((label) => set.targets.filter((each) => each === label).length)).to.deep.equal([
      5, 4, 3, 16,
    ]);
    expect(String(set)).to.equal(
      `Dataset ImageFolder\n    Number of datapoints: 28\n    Root location: ${folder.path}`,
    );
  });

  it("passes over what Jupyter and macOS hide among the pictures", () => {
    cpSync(join(folder.path, "a"), join(folder.path, ".ipynb_checkpoints"), { recursive: true });
    cpSync(join(folder.path, "c"), join(folder.path, "a", ".ipynb_checkpoints"), { recursive: true });
    cpSync(join(folder.path, "a", "plain.png"), join(folder.path, "a", "._plain.png"));
    const set = new ImageFolder(folder.path);
    expect([set.classes, set.length]).to.deep.equal([["a", "b", "c", "d"], 28]);
    // A root whose own name begins with a dot was asked for explicitly.
    expect(new ImageFolder(join(folder.path, "a", ".."), {}).length).to.equal(28);
    cpSync(folder.path, `${folder.path}-hidden/.pictures`, { recursive: true });
    expect(new ImageFolder(`${folder.path}-hidden/.pictures`).length).to.equal(28);
    rmSync(`${folder.path}-hidden`, { recursive: true });
  });

  it("reads PIL's pixels from files of every kind", () => {
    const set = new ImageFolder(folder.path);
    for (const [i, [path]] of set.samples.entries()) {
      const [image] = set.at(i);
      expect([image.dtype.name, ...image.sizes], path).to.deep.equal(["uint8", 3, 11, 17]);
      expect(image.flatten().tolist(), path).to.deep.equal(pixels[path.slice(folder.path.length + 1)]);
    }
  });

  it("is the same with workers, which decode ahead", async () => {
    const load = async (numWorkers: number) => {
      const set = new ImageFolder<Tensor>(folder.path, { transform: new ToTensor() });
      const { result: loader, lines } = await printed(() => new DataLoader(set, { batchSize: 5, numWorkers }));
      expect(lines).to.deep.equal([]);
      return [...loader, ...loader].map((batch) => batch.map(String));
    };
    expect(await load(3)).to.deep.equal(await load(0));
  });

  it("forgets what an epoch that breaks off has begun", () => {
    const set = new ImageFolder<Tensor>(folder.path);
    const loader = new DataLoader(set, { batchSize: 2, numWorkers: 2 });
    for (let i = 0; i < 3; i++) {
      const [batch] = loader[Symbol.iterator]().next().value as Tensor[];
      expect(batch!.select(0, 0).flatten().tolist()).to.deep.equal(pixels["a/alpha.png"]);
    }
    expect(set.at(3)[0].flatten().tolist()).to.deep.equal(pixels["a/palette.png"]);
  });

  it("names a file that is broken, and goes on with the others", () => {
    const bytes = readFileSync(join(pictures, "b/quality.JPG"));
    for (const [name, contents] of [
      ["broken.png", Buffer.from("no picture")],
      ["cut.jpg", bytes.subarray(0, bytes.length / 2)],
      ["empty.webp", Buffer.alloc(0)],
      ["old.bmp", Buffer.from("BM")],
    ] as const) {
      writeFileSync(join(folder.path, "a", name), contents);
    }
    const set = new ImageFolder(folder.path);
    const failing = set.samples.flatMap(([path], i) => {
      try {
        set.at(i);
        return [];
      } catch (error) {
        expect((error as Error).message).to.match(
          new RegExp(`^${path} cannot be read as a picture \\(.+\\); mend it or take it out of the folder$`),
        );
        return [path.slice(folder.path.length + 1)];
      }
    });
    expect(failing).to.deep.equal(["a/broken.png", "a/cut.jpg", "a/empty.webp", "a/old.bmp"]);
    expect(() => [...new DataLoader(set, { batchSize: 3, numWorkers: 2 })]).to.throw(
      /DataLoader: item 1 of ImageFolder: .*broken\.png/,
    );
  });

  it("names the first picture that its camera asks to turn, once, in the reader's language, and leaves it as it lies", async () => {
    const lying = sharp({ create: { width: 6, height: 4, channels: 3, background: "#ff0000" } });
    for (const [name, orientation] of [
      ["one.jpg", 6],
      ["two.jpg", 3],
      ["up.jpg", 1],
    ] as const)
      // prettier-ignore
      await lying.clone().withMetadata({ orientation }).jpeg().toFile(join(folder.path, "b", name));
    const said = async (): Promise<string> => {
      const set = new ImageFolder(folder.path);
      const own = set.samples.flatMap(([path], i) => (/(?:one|two|up)\.jpg$/.test(path) ? [i] : []));
      const { result, lines } = await printed(() => own.map((i) => set.at(i)[0].sizes.join(" ")));
      expect(result).to.deep.equal(["3 4 6", "3 4 6", "3 4 6"]);
      return lines.join("\n");
    };
    expect(await said()).to.match(/^ImageFolder: b.one\.jpg is turned: the camera's note[^\n]*image editor\.$/);
    setLanguage("ko");
    try {
      expect(await said()).to.match(/^ImageFolder: b.one\.jpg: 사진기가 적어 둔 방향[^\n]*저장하세요\.$/);
    } finally {
      setLanguage();
    }
  });

  it("names a picture of a kind that it does not read, in the reader's language, but no other file", async () => {
    const place = temporaryFolder("other-kinds");
    try {
      mkdirSync(join(place.path, "a"));
      for (const name of ["notes.txt", "x.HEIC", "y.gif", "z.avif"]) writeFileSync(join(place.path, "a", name), "");
      const said = async (options = {}): Promise<string> =>
        (await printed(() => new ImageFolder(place.path, { allowEmpty: true, ...options }))).lines.join("\n");
      const name = join("a", "x.HEIC");
      expect(await said()).to.equal(
        `ImageFolder: left out pictures of a kind that it does not read: ${name} and 2 more. Save them as one of .jpg .jpeg .png.`,
      );
      expect(await said({ isValidFile: () => true })).to.equal("");
      setLanguage("ko");
      expect(await said()).to.equal(
        `ImageFolder: 읽을 수 없는 그림을 뺐습니다: ${name} 외 2개. .jpg .jpeg .png 같은 형식으로 저장하세요.`,
      );
    } finally {
      setLanguage();
      place.remove();
    }
  });

  it("does not wait for what is no file", function () {
    if (process.platform === "win32") return; // has no such pipes
    execFileSync("mkfifo", [join(folder.path, "a", "pipe.png")]);
    const set = new ImageFolder(folder.path);
    const i = set.samples.findIndex(([path]) => path.endsWith("pipe.png"));
    expect(() => set.at(i)).to.throw(Error, "pipe.png cannot be read as a picture (it is not a file)");
  });

  it("refuses functions that answer later, or nothing", () => {
    const promise = (): Promise<Tensor> => Promise.resolve(tensor(1));
    const open = (options: object) => new ImageFolder(folder.path, options);
    expect(() => open({ isValidFile: promise })).to.throw(TypeError, "isValidFile: expected an answer, got a Promise");
    expect(() => open({ isValidFile: () => undefined })).to.throw(TypeError, "got undefined; is a return missing?");
    expect(() => open({ loader: promise }).at(0)).to.throw(TypeError, "loader: expected an answer, got a Promise");
    expect(() => open({ loader: () => undefined }).at(0)).to.throw(
      TypeError,
      "loader: expected an answer, got undefined",
    );
  });

  it("refuses what bitmaps and Netpbm files say of themselves and do not keep, before it makes room for it", () => {
    const head = (width: number, bits: number, packing = 0): Buffer => {
      const file = Buffer.from(readFileSync(join(pictures, "d/plain.bmp")));
      file.writeInt32LE(width, 18);
      file.writeUInt16LE(bits, 28);
      file.writeUInt32LE(packing, 30);
      return file;
    };
    for (const [name, contents, message] of [
      ["1.bmp", head(2 ** 30, 24), "a truncated bitmap"],
      ["2.bmp", head(17, 8, 1), "a bitmap of 8 bits per pixel with compression 1; save it as PNG"],
      ["3.bmp", head(17, 7), "a bitmap of 7 bits per pixel"],
      ["4.bmp", head(17, 8), "a colour that its palette lacks"],
      ["5.ppm", "P6 100000 100000 255 abc", "a truncated picture"],
      ["6.ppm", "P6 17", "a truncated picture"],
      ["7.pgm", "P2 3 1 255 1 2", "a truncated picture"],
      ["8.pgm", "P5 3 1 0 abc", "a picture with a damaged header"],
      ["9.pgm", "P2 3 1 255 1 x 2 2", "a picture with a damaged header"],
    ] as const) {
      writeFileSync(join(folder.path, "a", name), contents);
      const set = new ImageFolder(folder.path, { isValidFile: (path) => path.endsWith(`a/${name}`), allowEmpty: true });
      expect(() => set.at(0)).to.throw(message);
    }
  });

  it("chooses classes and files without reading one", () => {
    writeFileSync(join(folder.path, "a", "notes.txt"), "no picture");
    for (const [, path] of [["", "b/grey.jpg"]]) writeFileSync(join(folder.path, path!), "broken");
    const set = new ImageFolder(folder.path, {
      isValidFile: (path) => path.endsWith(".jpg") || path.endsWith("webp"),
      allowEmpty: true,
    });
    expect(set.length).to.equal(5);
    expect(pick(set, ["c"]).length).to.equal(3);
    expect(set.filter(([, label]) => label === 1).length).to.equal(2);
  });

  it("takes a loader of one's own, and follows links", () => {
    mkdirSync(join(folder.path, "e"));
    symlinkSync(join(pictures, "a"), join(folder.path, "e", "linked"));
    const set = new ImageFolder(folder.path, { loader: (path) => tensor(path.length) });
    expect(set.samples.at(-1)![0]).to.equal(join(folder.path, "e", "linked", "plain.png"));
    expect(set.at(0)[0].item()).to.equal(set.samples[0]![0].length);
  });

  it("does not go round in links that lead back", () => {
    symlinkSync(folder.path, join(folder.path, "a", "round"));
    symlinkSync(join(folder.path, "a"), join(folder.path, "a", "again"));
    const { samples } = new ImageFolder(folder.path);
    expect(samples.filter(([path]) => path.endsWith("one-bit.png")).map(([path]) => path.slice(folder.path.length + 1))).to.deep.equal(["a/one-bit.png"]); // prettier-ignore
  });

  it("says what is wrong with a folder", () => {
    const open = (root: string) => () => new ImageFolder(root);
    expect(open(join(folder.path, "nothing"))).to.throw(Error, "nothing: there is no such folder (ENOENT)");
    expect(open(join(folder.path, "a", "plain.png"))).to.throw(Error, "plain.png: it is no folder (ENOTDIR)");
    expect(open(join(folder.path, "a"))).to.throw(Error, `Couldn't find any class folder in ${join(folder.path, "a")}`);
    mkdirSync(join(folder.path, "empty"));
    expect(open(folder.path)).to.throw(
      Error,
      "Found no valid file for the classes empty. Supported extensions are: .jpg",
    );
    expect(() => new ImageFolder(Promise.resolve("x") as never)).to.throw(
      TypeError,
      "must be path of a folder, not a Promise",
    );
    expect(() => new ImageFolder(folder.path, { transforms: 1 } as never)).to.throw(
      TypeError,
      "did you mean 'transform'?",
    );
  });
});
