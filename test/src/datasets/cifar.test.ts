/**
 * CIFAR10 from both archives, with the test's own servers, which work well or badly. The tests share their archives, so they share a file.
 */
import { expect } from "chai";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Agent, createServer, get, type IncomingMessage } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { describe, it } from "mocha";
import { CIFAR10, CIFAR100, CIFAR10_BINARY, Drawn, type OpenOptions } from "../../../src/datasets/index.ts";
import { cifarArchive, labelOf, pixel, type CifarArchive } from "../../support/cifar-archive.ts";
import { failure, printed, serve, status, whole, withoutProxies, withServer } from "../../support/data-server.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** CIFAR10 with other checksums, as users would write it for their own archives. */
const withLayouts = (...archives: readonly CifarArchive[]): typeof CIFAR10 =>
  class CIFAR10Sample<X, Y> extends CIFAR10<X, Y> {
    static override layouts = archives.map(({ layout }) => layout);
  };

describe("datasets.CIFAR10", () => {
  let python: CifarArchive;
  let binary: CifarArchive;
  let folder: ReturnType<typeof temporaryFolder>;
  let root: string;

  withoutProxies();
  before(async () => {
    python = await cifarArchive("python");
    binary = await cifarArchive("binary");
  });
  beforeEach(() => {
    folder = temporaryFolder("cifar");
    root = join(folder.path, "data");
  });
  afterEach(() => folder.remove());

  const archived = ({ layout, bytes }: CifarArchive): string => {
    const path = join(folder.path, layout.archive.name);
    writeFileSync(path, bytes);
    return path;
  };
  const unpacked = async (archive: CifarArchive, options: OpenOptions = {}) => {
    const Sample = withLayouts(archive);
    const { result } = await printed(() => Sample.open(root, { archive: archived(archive), ...options }));
    return { Sample, dataset: result };
  };

  for (const kind of ["python", "binary"] as const) {
    describe(`over the ${kind} archive`, () => {
      const archive = (): CifarArchive => (kind === "python" ? python : binary);

      it("gives each image as uint8 [3, 32, 32] with its label, training files in order", async () => {
        const { dataset } = await unpacked(archive());
        const files = archive().layout.train.map(({ name }) => name);
        expect(dataset.length).to.equal(20);
        expect(dataset.targets).to.deep.equal(files.flatMap((file) => [0, 1, 2, 3].map((i) => labelOf(file, i))));
        const [image, label] = dataset.at(9);
        expect([image.dtype.name, ...image.sizes, label]).to.deep.equal(["uint8", 3, 32, 32, labelOf(files[2]!, 1)]);
        expect([...image.memory.host()]).to.deep.equal(Array.from({ length: 3072 }, (_, p) => pixel(files[2]!, 1, p)));
      });

      it("gives the test images with train: false", async () => {
        const { dataset } = await unpacked(archive(), { train: false });
        const { name } = archive().layout.test[0]!;
        expect(dataset.targets).to.deep.equal([0, 1, 2, 3].map((i) => labelOf(name, i)));
      });

      it("names the classes", async () => {
        const { dataset } = await unpacked(archive());
        expect(dataset.classes.slice(0, 3)).to.deep.equal(["airplane", "automobile", "bird"]);
        expect(dataset.classToIdx["truck"]).to.equal(9);
      });
    });
  }

  it("shows all images as data, uint8 [N, 32, 32, 3]", async () => {
    const { dataset } = await unpacked(binary);
    const { data } = dataset;
    const file = binary.layout.train[1]!.name;
    expect(data.sizes).to.deep.equal([20, 32, 32, 3]);
    // Image 5 is the second of the second file; row 2, column 7, blue.
    const at = data.offset + [5, 2, 7, 2].reduce((sum, index, dim) => sum + index * data.strides[dim]!, 0);
    expect(data.memory.host()[at]).to.equal(pixel(file, 1, 2 * 1024 + 2 * 32 + 7));
  });

  it("hands out copies, so that a changed image does not change the dataset", async () => {
    const { dataset } = await unpacked(binary);
    const before = dataset.at(0)[0].memory.host().slice();
    dataset
      .at(0)[0]
      .memory.hostForWrite()
      .fill(0 as never);
    expect(dataset.at(0)[0].memory.host()).to.deep.equal(before);
  });

  it("counts negative numbers from the end and refuses those beyond it", async () => {
    const { dataset } = await unpacked(binary);
    expect(dataset.at(-1)[1]).to.equal(dataset.targets[19]);
    expect(() => dataset.at(20)).to.throw(RangeError, "CIFAR10Sample: expected an index from -20 to 19, got 20");
  });

  it("iterates over transformed images and labels", async () => {
    const { Sample } = await unpacked(binary);
    const items = new Sample(root, {
      transform: (image) => image.sizes.length,
      targetTransform: (label) => `class ${label}`,
    });
    expect([...items].slice(0, 2)).to.deep.equal([0, 1].map((i) => [3, `class ${labelOf("data_batch_1.bin", i)}`]));
  });

  it("prints as torchvision's dataset", async () => {
    const { Sample } = await unpacked(binary);
    const transform = Object.assign((image: unknown) => image, { toString: () => "Compose(\n    ToTensor()\n)" });
    expect(String(new Sample(root))).to.equal(
      `Dataset CIFAR10Sample\n    Number of datapoints: 20\n    Root location: ${root}\n    Split: Train`,
    );
    expect(String(new Sample(root, { train: false, transform }))).to.equal(
      [
        "Dataset CIFAR10Sample",
        "    Number of datapoints: 4",
        `    Root location: ${root}`,
        "    Split: Test",
        "    StandardTransform",
        "Transform: Compose(",
        "               ToTensor()",
        "           )",
      ].join("\n"),
    );
  });

  describe("open", () => {
    it("says that files are there and verified, and fetches nothing", async () => {
      const { Sample } = await unpacked(python);
      const { lines } = await printed(() => Sample.open(root, { download: true, mirror: "http://127.0.0.1:1/" }));
      expect(lines).to.deep.equal(["Files already downloaded and verified"]);
    });

    it("downloads, checks and unpacks the archive", async () => {
      const server = await serve(whole(python.bytes));
      try {
        const Sample = withLayouts(python, binary);
        const { result, lines } = await printed(() => Sample.open(root, { download: true, mirror: server.mirror }));
        const path = join(root, "cifar-10-python.tar.gz");
        expect(lines).to.deep.equal([
          `Downloading ${server.mirror}/cifar-10-python.tar.gz to ${path}`,
          `Using downloaded and verified file: ${path}`,
          `Extracting ${path} to ${root}`,
        ]);
        expect(result.length).to.equal(20);
        expect(server.requests).to.deep.equal([{ url: "/mirror/cifar-10-python.tar.gz", range: undefined }]);
        expect(readFileSync(path)).to.deep.equal(python.bytes);
      } finally {
        await server.stop();
      }
    });

    it("takes the mirror from the environment", async () => {
      const server = await serve(whole(python.bytes));
      process.env["CONVKERNEL_DATA_MIRROR"] = server.mirror;
      try {
        const { result } = await printed(() => withLayouts(python).open(root, { download: true }));
        expect(result.length).to.equal(20);
      } finally {
        delete process.env["CONVKERNEL_DATA_MIRROR"];
        await server.stop();
      }
    });

    it("goes through the proxy that the environment names", async () => {
      const server = await serve(whole(python.bytes));
      const asked: (string | undefined)[] = [];
      // Node 24 asks a proxy for a tunnel, Node 26 for the file itself.
      const proxy = createServer((request, response) => {
        const { host, pathname } = new URL(request.url!);
        asked.push(`${host}:80`);
        const direct = { agent: new Agent() }; // the proxy itself goes through none
        get(new URL(pathname, server.mirror), direct, (answer) => answer.pipe(response));
      }).on("connect", ({ url }: IncomingMessage, socket: Duplex) => {
        asked.push(url);
        const onward = connect(Number(new URL(server.mirror).port), "127.0.0.1", () => {
          socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
          socket.pipe(onward).pipe(socket);
        });
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      process.env["http_proxy"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      try {
        const options = { download: true, mirror: "http://cifar.example/kriz" };
        const { result } = await printed(() => withLayouts(python).open(root, options));
        expect(result.length).to.equal(20);
        expect(asked).to.deep.equal(["cifar.example:80"]);
        expect(server.requests.map(({ url }) => url)).to.deep.equal(["/kriz/cifar-10-python.tar.gz"]);
      } finally {
        delete process.env["http_proxy"];
        await server.stop();
        proxy.close();
      }
    });

    it("says what was wrong with each address, and what else can be done", () =>
      withServer([status(404)], async (server) => {
        const options = { download: true, mirror: server.mirror, timeout: 0.6 };
        expect(await failure(() => withLayouts(python).open(root, options))).to.match(
          /^could not download cifar-10-python\.tar\.gz: 127\.0\.0\.1:\d+: the server answered 404 Not Found; 127\.0\.0\.1:1: nobody answers there \(connection refused\)\. \{ archive: PATH \} takes a copy of the archive, \{ mirror: URL or PATH \} names another place$/,
        );
      }));

    it("uses an archive that lies in the folder already", async () => {
      mkdirSync(root);
      const path = join(root, "cifar-10-binary.tar.gz");
      writeFileSync(path, binary.bytes);
      const { lines } = await printed(() => withLayouts(python, binary).open(root, { download: true }));
      expect(lines).to.deep.equal([`Using downloaded and verified file: ${path}`, `Extracting ${path} to ${root}`]);
    });

    it("knows an archive elsewhere by its checksum, whatever its name", async () => {
      const path = join(folder.path, "download (1).tgz");
      writeFileSync(path, binary.bytes);
      const { result } = await printed(() => withLayouts(python, binary).open(root, { archive: path }));
      expect(result.length).to.equal(20);
    });

    it("refuses an archive that it does not know", async () => {
      const path = join(folder.path, "other.tar.gz");
      writeFileSync(path, "other");
      const message = await failure(() => withLayouts(python).open(root, { archive: path }));
      expect(message).to.equal(
        `File not found or corrupted: ${path} is damaged or not a tar archive (Unexpected end of data), ` +
          `expected cifar-10-python.tar.gz (${python.layout.archive.md5})`,
      );
    });

    it("unpacks only the files that belong to the dataset", async () => {
      await unpacked(binary);
      expect(existsSync(join(root, binary.layout.folder, "data_batch_1.bin"))).to.equal(true);
      expect(existsSync(join(root, binary.layout.folder, "readme.html"))).to.equal(false);
    });

    it("completes missing files and leaves those that are there", async () => {
      const { Sample } = await unpacked(binary);
      const [kept, lost] = ["data_batch_1.bin", "data_batch_4.bin"].map((name) =>
        join(root, binary.layout.folder, name),
      ) as [string, string];
      const { mtimeMs } = statSync(kept);
      rmSync(lost);
      const { result } = await printed(() => Sample.open(root, { archive: archived(binary) }));
      expect(result.length).to.equal(20);
      expect(statSync(kept).mtimeMs).to.equal(mtimeMs);
    });

    it("never replaces files that are damaged, not even by a fallback", async () => {
      const { Sample } = await unpacked(binary);
      const path = join(root, binary.layout.folder, "data_batch_2.bin");
      writeFileSync(path, "mine");
      const open = () => Sample.open(root, { download: true, archive: archived(binary), fallback: Drawn });
      expect(await failure(open)).to.match(
        /^Dataset not found or corrupted\. You can use \{ download: true \} to download it, after moving away what is damaged\. .*data_batch_2\.bin is damaged or another file: its MD5 is/,
      );
      expect(readFileSync(path, "utf8")).to.equal("mine");
    });

    it("uses the fallback where the files cannot be had, and says so in two lines", async () => {
      const { result, lines } = await printed(() =>
        withLayouts(python).open(root, { train: false, fallback: Drawn, targetTransform: String }),
      );
      expect(result).to.be.instanceOf(Drawn);
      expect(result.at(0)[1]).to.be.a("string");
      expect(lines).to.deep.equal([
        `CIFAR10Sample: None of it is in ${root}; { download: true } fetches it.`,
        "datasets.Drawn: 2000 images drawn by code, not photographs",
      ]);
    });
  });

  describe("new", () => {
    it("reads files that are there", async () => {
      const { Sample } = await unpacked(python);
      expect(new Sample(root, { train: false }).length).to.equal(4);
    });

    it("names the switch that fixes missing files", () => {
      expect(() => new CIFAR10(root)).to.throw(
        "Dataset not found or corrupted. You can use { download: true } to download it",
      );
    });

    it("says that a download has to be waited for", () => {
      expect(() => new CIFAR10(root, { download: true })).to.throw(
        TypeError,
        "CIFAR10: a download must be awaited; write await datasets.CIFAR10.open(root, { download: true })",
      );
    });

    it("refuses class names with another checksum", async () => {
      const { Sample } = await unpacked(python);
      writeFileSync(join(root, python.layout.folder, "batches.meta"), "changed");
      expect(() => new Sample(root)).to.throw("batches.meta is damaged or another file: its MD5 is");
    });
  });

  it("does not check what has no checksum", async () => {
    await unpacked(binary);
    class Unchecked extends CIFAR10 {
      static override layouts = [{ ...CIFAR10_BINARY, train: [{ name: "data_batch_3.bin", md5: null }], test: [] }];
    }
    expect(new Unchecked(root).length).to.equal(4);
  });

  it("refuses a binary file that is cut off", async () => {
    const { layout } = binary;
    await unpacked(binary);
    writeFileSync(join(root, layout.folder, "data_batch_3.bin"), Buffer.alloc(5000));
    class Unchecked extends CIFAR10 {
      static override layouts = [{ ...CIFAR10_BINARY, train: [{ name: "data_batch_3.bin", md5: null }], test: [] }];
    }
    expect(() => new Unchecked(root)).to.throw(
      "data_batch_3.bin: expected records of 3073 bytes, got 5000 bytes in all",
    );
  });
});

describe("datasets.CIFAR100", () => {
  it("is CIFAR10 over other files", () => {
    expect(Object.getPrototypeOf(CIFAR100)).to.equal(CIFAR10);
    expect(CIFAR100.layouts.map(({ folder }) => folder)).to.deep.equal(["cifar-100-python"]);
  });
});
