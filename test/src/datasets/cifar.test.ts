/** CIFAR10 from both archives, over servers of the test's own that behave and misbehave; they share their archives, so they share a file. */
import { expect } from "chai";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { describe, it } from "mocha";
import { CIFAR10, CIFAR100, CIFAR10_BINARY, Drawn, type OpenOptions } from "../../../src/datasets/index.ts";
import { cifarArchive, labelOf, pixel, type CifarArchive } from "../../support/cifar-archive.ts";
import { temporaryFolder } from "../../support/temporary.ts";

/** CIFAR10 with other checksums, as a user would write it for archives of one's own. */
const withLayouts = (...archives: readonly CifarArchive[]): typeof CIFAR10 =>
  class CIFAR10Sample<X, Y> extends CIFAR10<X, Y> {
    static override layouts = archives.map(({ layout }) => layout);
  };

/** What `action` writes to stdout, by console.log and by progress lines. */
const printed = async <T>(action: () => Promise<T>): Promise<{ result: T; lines: string[] }> => {
  const { log } = console;
  const write = process.stdout.write.bind(process.stdout);
  let text = "";
  console.log = (...values: readonly unknown[]) => void (text += values.join(" ") + "\n");
  process.stdout.write = ((chunk: string) => Boolean((text += chunk))) as typeof process.stdout.write;
  try {
    const result = await action();
    return { result, lines: text.split("\n").filter((line) => line !== "" && !line.startsWith("\r")) };
  } finally {
    console.log = log;
    process.stdout.write = write;
  }
};

const failure = async (action: () => Promise<unknown>): Promise<string> => {
  try {
    await printed(action);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("expected a failure");
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves one answer after another, the last one again and again. */
const serve = async (...answers: readonly Answer[]) => {
  const requests: { url: string | undefined; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url, range: request.headers.range });
    answers[Math.min(requests.length, answers.length) - 1]!(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mirror`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { mirror, requests, stop };
};

const start = ({ headers: { range } }: IncomingMessage): number => Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);

const whole =
  (bytes: Buffer): Answer =>
  (request, response) => {
    const from = start(request);
    response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length - from });
    response.end(bytes.subarray(from));
  };

/** Sends `count` bytes of what is asked for, and breaks the connection off once they have reached the file `part`. */
const broken =
  (bytes: Buffer, count: number, part: string): Answer =>
  (request, response) => {
    const from = start(request);
    response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length - from });
    response.write(bytes.subarray(from, from + count));
    const breakOff = (): void => {
      if ((statSync(part, { throwIfNoEntry: false })?.size ?? 0) < from + count) setTimeout(breakOff, 2);
      else response.socket?.destroy();
    };
    breakOff();
  };

describe("datasets.CIFAR10", () => {
  let python: CifarArchive;
  let binary: CifarArchive;
  let folder: ReturnType<typeof temporaryFolder>;
  let root: string;

  // A proxy of the machine that runs the tests has no way to the servers of this file.
  const proxies = ["http_proxy", "HTTP_PROXY"].map((name) => [name, process.env[name]] as const);

  before(async () => {
    for (const [name] of proxies) delete process.env[name];
    python = await cifarArchive("python");
    binary = await cifarArchive("binary");
  });
  after(() => {
    for (const [name, value] of proxies) if (value !== undefined) process.env[name] = value;
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
        expect([...image.storage.host()]).to.deep.equal(Array.from({ length: 3072 }, (_, p) => pixel(files[2]!, 1, p)));
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
    expect(data.storage.host()[at]).to.equal(pixel(file, 1, 2 * 1024 + 2 * 32 + 7));
  });

  it("hands out copies, so that a changed image does not change the dataset", async () => {
    const { dataset } = await unpacked(binary);
    const before = dataset.at(0)[0].storage.host().slice();
    dataset
      .at(0)[0]
      .storage.hostForWrite()
      .fill(0 as never);
    expect(dataset.at(0)[0].storage.host()).to.deep.equal(before);
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
      // Node 24 asks a proxy for a tunnel, Node 26 asks it for the file.
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

    it("goes on where a broken connection stopped", async () => {
      const part = join(root, "cifar-10-python.tar.gz.part");
      const server = await serve(
        broken(python.bytes, 1000, part),
        broken(python.bytes, 500, part),
        whole(python.bytes),
      );
      try {
        const { result } = await printed(() =>
          withLayouts(python).open(root, { download: true, mirror: server.mirror }),
        );
        expect(result.length).to.equal(20);
        expect(server.requests.map(({ range }) => range)).to.deep.equal([undefined, "bytes=1000-", "bytes=1500-"]);
      } finally {
        await server.stop();
      }
    });

    it("goes on from the part that an earlier run left", async () => {
      mkdirSync(root);
      writeFileSync(join(root, "cifar-10-python.tar.gz.part"), python.bytes.subarray(0, 777));
      const server = await serve(whole(python.bytes));
      try {
        await printed(() => withLayouts(python).open(root, { download: true, mirror: server.mirror }));
        expect(server.requests.map(({ range }) => range)).to.deep.equal(["bytes=777-"]);
      } finally {
        await server.stop();
      }
    });

    it("starts again where the server cannot send a rest", async () => {
      mkdirSync(root);
      writeFileSync(join(root, "cifar-10-python.tar.gz.part"), Buffer.alloc(50, 7));
      const server = await serve((_, response) => response.end(python.bytes));
      try {
        const { result } = await printed(() =>
          withLayouts(python).open(root, { download: true, mirror: server.mirror }),
        );
        expect(result.length).to.equal(20);
      } finally {
        await server.stop();
      }
    });

    it("starts again where the part belongs to another file", async () => {
      mkdirSync(root);
      writeFileSync(join(root, "cifar-10-python.tar.gz.part"), Buffer.alloc(50, 7));
      const server = await serve(whole(python.bytes));
      try {
        const { result } = await printed(() =>
          withLayouts(python).open(root, { download: true, mirror: server.mirror }),
        );
        expect(result.length).to.equal(20);
        expect(server.requests.map(({ range }) => range)).to.deep.equal(["bytes=50-", undefined]);
      } finally {
        await server.stop();
      }
    });

    it("gives up when no byte arrives in time, and keeps what has come", async () => {
      const server = await serve((_, response) => {
        response.writeHead(200, { "content-length": python.bytes.length });
        response.write(python.bytes.subarray(0, 1000));
      });
      try {
        const options = { download: true, mirror: server.mirror, timeout: 0.1 };
        const message = await failure(() => withLayouts(python).open(root, options));
        expect(message).to.match(/could not download .*: no byte arrived within 0.1 s; 0.0 MB are kept/);
        expect(message).to.include(
          "{ archive: PATH } takes a copy of the archive, CONVKERNEL_DATA_MIRROR names another",
        );
        expect(statSync(join(root, "cifar-10-python.tar.gz.part")).size).to.equal(1000);
      } finally {
        await server.stop();
      }
    });

    it("refuses an archive with another checksum and leaves nothing of it", async () => {
      const server = await serve(whole(Buffer.from("not an archive")));
      try {
        const message = await failure(() => withLayouts(python).open(root, { download: true, mirror: server.mirror }));
        expect(message).to.include("File not found or corrupted");
        expect(message).to.include(`expected ${python.layout.archive.md5}`);
        expect(existsSync(join(root, "cifar-10-python.tar.gz.part"))).to.equal(false);
      } finally {
        await server.stop();
      }
    });

    it("tells what the server answered", async () => {
      const server = await serve((_, response) => response.writeHead(404).end());
      try {
        const message = await failure(() => withLayouts(python).open(root, { download: true, mirror: server.mirror }));
        expect(message).to.include("the server answered 404 Not Found");
      } finally {
        await server.stop();
      }
    });

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
        `File not found or corrupted: ${path} is not cifar-10-python.tar.gz (${python.layout.archive.md5})`,
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
        /^Dataset not found or corrupted\. You can use \{ download: true \} to download it, after moving away .*data_batch_2\.bin: its MD5 is/,
      );
      expect(readFileSync(path, "utf8")).to.equal("mine");
    });

    it("uses the fallback where the files cannot be had, and says so in one line", async () => {
      const { result, lines } = await printed(() =>
        withLayouts(python).open(root, { train: false, fallback: Drawn, targetTransform: String }),
      );
      expect(result).to.be.instanceOf(Drawn);
      expect(result.at(0)[1]).to.be.a("string");
      expect(lines).to.deep.equal([
        "CIFAR10Sample: Dataset not found or corrupted. You can use { download: true } to download it. " +
          "In its place, datasets.Drawn: 1000 images drawn by code, not photographs",
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
        "CIFAR10: a download has to be waited for; write await datasets.CIFAR10.open(root, { download: true })",
      );
    });

    it("refuses class names with another checksum", async () => {
      const { Sample } = await unpacked(python);
      writeFileSync(join(root, python.layout.folder, "batches.meta"), "changed");
      expect(() => new Sample(root)).to.throw("Dataset metadata file not found or corrupted.");
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
