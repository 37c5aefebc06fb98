/** Where a data set's files may be and in which state: found, unpacked, refused. */
import { expect } from "chai";
import { hash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, it } from "mocha";
import { CIFAR10, Drawn, type Layout, type OpenOptions } from "../../../src/datasets/index.ts";
import { setLanguage } from "../../../src/data/language.ts";
import { explained, Missing } from "../../../src/datasets/supply.ts";
import { cifarArchive, type CifarArchive } from "../../support/cifar-archive.ts";
import { failure, printed, status, whole, withoutProxies, withServer } from "../../support/data-server.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("the files of a data set", () => {
  withoutProxies();
  let python: CifarArchive;
  let binary: CifarArchive;
  let folder: ReturnType<typeof temporaryFolder>;
  let root: string;
  before(async () => {
    python = await cifarArchive("python");
    binary = await cifarArchive("binary");
  });
  beforeEach(() => {
    folder = temporaryFolder("archive");
    root = join(folder.path, "data");
    mkdirSync(root);
  });
  afterEach(() => folder.remove());

  const sampleOf = (...layouts: readonly Layout[]): typeof CIFAR10 =>
    class CIFAR10Sample<X, Y> extends CIFAR10<X, Y> {
      static override layouts = layouts;
    };
  const open = (options: OpenOptions = {}, place: string = root) =>
    printed(() => sampleOf(python.layout, binary.layout).open(place, { timeout: 0.6, ...options }));
  const put = (bytes: Buffer, name: string): string => {
    const path = join(root, name);
    writeFileSync(path, bytes);
    return path;
  };
  const unpacked = async (archive: CifarArchive): Promise<string> => {
    const path = put(archive.bytes, archive.layout.archive.name);
    await printed(() => sampleOf(archive.layout).open(root, { archive: path }));
    rmSync(path);
    return join(root, archive.layout.folder);
  };

  describe("are found", () => {
    it("in the folder itself, where somebody names the inner one", async () => {
      const inner = await unpacked(python);
      const { result } = await open({}, inner);
      expect(result.length).to.equal(20);
      expect(new (sampleOf(python.layout))(inner).length).to.equal(20);
    });

    it("beside a damaged layout of the same set", async () => {
      writeFileSync(join(await unpacked(python), "data_batch_2"), "damaged");
      await unpacked(binary);
      expect((await open({ download: true })).result.length).to.equal(20);
    });

    it("in a folder that cannot be written to", async () => {
      const inner = await unpacked(python);
      rmSync(join(inner, ".verified.json"));
      for (const path of [inner, root]) chmodSync(path, 0o555);
      try {
        expect((await open({ download: true })).result.length).to.equal(20);
      } finally {
        for (const path of [inner, root]) chmodSync(path, 0o755);
      }
    });

    it("through a path from the home folder", async () => {
      await unpacked(python);
      const { HOME } = process.env;
      process.env["HOME"] = folder.path;
      try {
        expect((await open({}, "~/data")).result.length).to.equal(20);
      } finally {
        process.env["HOME"] = HOME;
      }
    });

    it("in the folder of the variable where none is named", async () => {
      await unpacked(python);
      process.env["CONVKERNEL_DATA"] = root;
      try {
        const Sample = sampleOf(python.layout);
        expect((await printed(() => Sample.open({ train: false }))).result.length).to.equal(4);
        expect(new Sample({ train: false }).length).to.equal(4);
        expect(new Sample().length).to.equal(20);
      } finally {
        delete process.env["CONVKERNEL_DATA"];
      }
    });
  });

  describe("are unpacked", () => {
    it("from an archive that somebody has packed anew, because each of them is right", async () => {
      put(gzipSync(gunzipSync(binary.bytes), { level: 9 }), binary.layout.archive.name);
      const { result, lines } = await open({ download: true });
      expect(result.length).to.equal(20);
      expect(lines).to.deep.equal([`Extracting ${join(root, binary.layout.archive.name)} to ${root}`]);
    });

    it("from one that a browser has unpacked half", async () => {
      put(gunzipSync(python.bytes), "cifar-10-python.tar");
      expect((await open({ download: true })).result.length).to.equal(20);
    });

    it("from a mirror that is a path, a file: URL, a folder with the archive, or with the files", async () => {
      const shared = join(folder.path, "shared by all");
      mkdirSync(shared);
      const archive = join(shared, python.layout.archive.name);
      writeFileSync(archive, python.bytes);
      for (const mirror of [archive, shared, pathToFileURL(shared), pathToFileURL(shared).href, ["/nowhere", shared]]) {
        rmSync(root, { recursive: true });
        expect((await open({ download: true, mirror })).result.length).to.equal(20);
      }
      cpSync(join(root, python.layout.folder), join(shared, python.layout.folder), { recursive: true });
      rmSync(archive);
      rmSync(root, { recursive: true });
      process.env["CONVKERNEL_DATA_MIRROR"] = shared;
      try {
        expect((await open({ download: true })).result.length).to.equal(20);
        expect(existsSync(root)).to.equal(false);
      } finally {
        delete process.env["CONVKERNEL_DATA_MIRROR"];
      }
    });

    it("aside, and leave nothing where the archive breaks off", async () => {
      const path = put(python.bytes.subarray(0, python.bytes.length / 2), python.layout.archive.name);
      expect(await failure(() => open({ download: true }))).to.match(
        /^File not found or corrupted: .*cifar-10-python\.tar\.gz is damaged or not a tar archive \(unexpected end of file\), expected .*; move it away$/,
      );
      expect(readdirSync(root, { recursive: true })).to.have.members([basename(path), python.layout.folder]);
    });

    it("only while they are not many times what the set has, whatever the archive says or holds", async () => {
      // The header of a file of 8 GB, with nothing after it.
      const head = Buffer.alloc(512);
      head.write("data_batch_1", 0);
      head.write("0000644", 100);
      head.write("77777777777", 124);
      head.write("ustar\x0000", 257, "latin1");
      head.fill(" ", 148, 156);
      head.write(
        head
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, "0") + "\0 ",
        148,
        "latin1",
      );
      expect(await failure(() => open({ archive: put(head, "says.tar") }))).to.include(
        "says.tar is damaged or not a tar archive (it unpacks to more than 1426.8 MB)",
      );
      const Small = sampleOf({ ...python.layout, space: 3000 });
      const padded = gzipSync(Buffer.concat([gunzipSync(python.bytes), Buffer.alloc(2 ** 20)]));
      const path = put(padded, "holds.tar.gz");
      expect(await failure(() => printed(() => Small.open(root, { archive: path })))).to.include(
        "holds.tar.gz is damaged or not a tar archive (it unpacks to more than 12 kB)",
      );
      expect(readdirSync(join(root, python.layout.folder))).to.deep.equal([]);
    });

    it("by a run that clears away what one before it left", async () => {
      const inner = join(root, python.layout.folder);
      mkdirSync(join(inner, ".unpacking-of-one-that-was-killed"), { recursive: true });
      put(python.bytes, python.layout.archive.name);
      await open({ download: true });
      expect(readdirSync(inner).filter((name) => name.startsWith(".unpacking"))).to.deep.equal([]);
    });
  });

  describe("are refused by name", () => {
    it("where the archive lacks one, or has one that is another", async () => {
      const lacking = await cifarArchive("python", 4, (name, bytes) => (name === "data_batch_3" ? undefined : bytes));
      const path = put(lacking.bytes, "given.tar.gz");
      expect(await failure(() => open({ archive: path }))).to.equal(
        `File not found or corrupted: ${path} lacks data_batch_3`,
      );
      const changed = await cifarArchive("python", 4, (name, bytes) =>
        name === "test_batch" ? Buffer.from("x") : bytes,
      );
      writeFileSync(path, changed.bytes);
      expect(await failure(() => open({ archive: path }))).to.equal(
        `File not found or corrupted: ${path} has test_batch with MD5 ${hash("md5", "x")}, expected ${python.layout.test[0]!.md5}`,
      );
    });

    it("where some are missing and some damaged", async () => {
      const inner = await unpacked(python);
      rmSync(join(inner, "data_batch_1"));
      rmSync(join(inner, "test_batch"));
      expect(await failure(() => open())).to.equal(
        `Dataset not found or corrupted. You can use { download: true } to download it. ${inner} lacks data_batch_1, test_batch`,
      );
      writeFileSync(join(inner, "data_batch_4"), "mine");
      const message = await failure(() => open({ download: true, fallback: Drawn }));
      expect(message).to.include(
        `${join(inner, "data_batch_4")} is damaged or another file: its MD5 is ${hash("md5", "mine")}`,
      );
      expect(message).to.include("lacks data_batch_1, test_batch");
    });

    it("where the archive is somebody else's", async () => {
      const path = put(gzipSync("hello"), "mine.tar.gz");
      expect(await failure(() => open({ archive: path }))).to.include("mine.tar.gz is damaged or not a tar archive");
      expect(await failure(() => open({ archive: join(root, "nothing.tar.gz") }))).to.equal(
        `File not found or corrupted: there is no file ${join(root, "nothing.tar.gz")}`,
      );
      expect(await failure(() => open({ archive: root }))).to.include(`${root} is a folder, expected an archive`);
    });

    it("where the path is none", async () => {
      const refused = async (root: string, message: string): Promise<void> => {
        expect(await failure(() => open({}, root))).to.include(message);
      };
      await refused("https://example.org/data", "path of a folder or null, not \"https://example.org/data\"; { mirror: URL }"); // prettier-ignore
      await refused("a\0b", "must be path of a folder or null");
    });
  });

  describe("that cannot be had", () => {
    it("are asked for once by a cell that opens both halves, and again when it is run again", () =>
      withServer([status(404)], async ({ mirror, requests }) => {
        const both = async (): Promise<void> => {
          for (const train of [true, false]) await open({ train, download: true, mirror, fallback: Drawn });
        };
        await both();
        expect(requests.length).to.equal(1);
        await both();
        expect(requests.length).to.equal(2);
      }));

    it("are replaced at once where nobody answers, and nothing is said of all that was tried", async () => {
      const mirror = ["http://127.0.0.1:1/one", "http://127.0.0.1:1/other"];
      const { lines } = await open({ download: true, mirror, fallback: Drawn, timeout: 3e5 });
      // With no other server to try, the pauses would be hours; the test ends before.
      expect(lines).to.deep.equal([
        "CIFAR10Sample: could not download cifar-10-python.tar.gz (127.0.0.1:1: nobody answers there (connection refused); 2 more addresses failed too).",
        "datasets.Drawn: 10000 images drawn by code, not photographs",
      ]);
    });

    it("are replaced in a Korean notebook with the reason in Korean", async () => {
      setLanguage("ko");
      try {
        const told = async (options: object): Promise<string> => {
          const { lines } = await open({ fallback: Drawn, ...options });
          return lines.at(-2)!;
        };
        const mirror = ["http://127.0.0.1:1/one", "http://127.0.0.1:1/other"];
        expect(await told({ download: true, mirror, timeout: 3e5 })).to.equal(
          "CIFAR10Sample: cifar-10-python.tar.gz 파일을 받지 못했습니다 (127.0.0.1:1: 그곳에서 연결을 받아 주지 않습니다; 다른 주소 2곳도 안 됩니다).",
        );
        expect(await told({})).to.match(
          /^CIFAR10Sample: 이 폴더에 하나도 없습니다: .+; \{ download: true \}로 받을 수 있습니다\.$/,
        );
        expect(await told({ archive: "/no/such.tar.gz" })).to.equal(
          "CIFAR10Sample: 이런 파일이 없습니다: /no/such.tar.gz.",
        );
        await withServer([status(404)], async ({ mirror: server }) => {
          expect(await told({ download: true, mirror: server })).to.match(
            /: 서버의 답: 404 Not Found; 다른 주소 1곳도/,
          );
        });
      } finally {
        setLanguage();
      }
    });

    it("are replaced by the fallback after the reason, in two short lines", () =>
      withServer([status(404)], async ({ mirror }) => {
        const { lines, result } = await open({ train: false, download: true, mirror, fallback: Drawn });
        expect(result).to.be.instanceOf(Drawn);
        const [reason, standIn] = lines.slice(-2) as [string, string];
        expect(reason).to.match(
          /^CIFAR10Sample: could not download cifar-10-python\.tar\.gz \(127\.0\.0\.1:\d+: the server answered 404 Not Found; 1 more address failed too\)\.$/,
        );
        expect(standIn).to.match(/^datasets\.Drawn: /);
        for (const line of [reason, standIn]) expect(line.length).to.be.below(150);
      }));

    it("are replaced where the disk is full, which says what is needed", () => {
      const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      const error = explained(full, { folder: "x", files: [], urls: [], space: 356_700_000 }, folder.path);
      expect(error).to.be.instanceOf(Missing);
      expect(error.message).to.match(/^no space is left for .*: 356\.7 MB are needed, [\d.]+ .?B are free$/);
    });

    it("are replaced where the folder cannot be written to", async function () {
      if (process.getuid?.() === 0) return; // root may write everywhere
      chmodSync(root, 0o555);
      try {
        expect(await failure(() => open({ download: true }))).to.match(/^cannot write to .*CONVKERNEL_DATA$/);
      } finally {
        chmodSync(root, 0o755);
      }
    });

    it("are replaced where the folder is a file", async () => {
      const path = put(Buffer.from("x"), "file");
      expect(await failure(() => open({ download: true }, path))).to.match(
        /file is a file, not a folder; name a folder of your own/,
      );
      expect(await failure(() => open({ download: true }, join(path, "data")))).to.match(
        /^cannot write to .*CONVKERNEL_DATA$/,
      );
    });

    it("are replaced where no folder can be made, without an end of trying", async () => {
      const place = process.platform === "linux" ? "/proc/data" : join(root, "x".repeat(300));
      expect(await failure(() => open({ download: true }, place))).to.match(/^cannot write to .*CONVKERNEL_DATA$/);
    });

    it("name a folder that stands in the place of one", async () => {
      const batch = join(root, binary.layout.folder, "data_batch_1.bin");
      mkdirSync(batch, { recursive: true });
      expect(await failure(() => open())).to.include(`${batch} is a folder, expected a file; move it away`);
      rmSync(root, { recursive: true });
      for (const name of [python.layout.archive.name, `${python.layout.archive.name}.part`]) {
        mkdirSync(join(root, name), { recursive: true });
        expect(await failure(() => open({ download: true }))).to.include(`${join(root, name)} is a folder`);
        rmSync(join(root, name), { recursive: true });
      }
    });

    it("say which mirror is nowhere on this machine", () =>
      withServer([whole(python.bytes)], async ({ mirror }) => {
        const nowhere = join(root, "nowhere");
        const { lines } = await open({ download: true, mirror: [nowhere, ` ${mirror} `] });
        expect(lines[0]).to.equal(`mirror: there is no file or folder ${nowhere}; an address begins with https://`);
        expect(await failure(() => open({ archive: `${mirror}/x.tar.gz` }, join(root, "other")))).to.include(
          "{ mirror: URL, download: true } fetches",
        );
      }));

    it("say whose they may be where they cannot be looked at", async function () {
      if (process.getuid?.() === 0) return; // root may look everywhere
      chmodSync(root, 0o000);
      try {
        expect(await failure(() => open())).to.match(/cannot be looked at \(EACCES\): it may be another user's/);
      } finally {
        chmodSync(root, 0o755);
      }
    });
  });

  describe("once checked", () => {
    it("are not read again by the next process, unless they change", async () => {
      const inner = await unpacked(python);
      const memory = join(inner, ".verified.json");
      const read = () => JSON.parse(readFileSync(memory, "utf8")) as Record<string, { md5: string }>;
      expect(Object.keys(read())).to.have.members(readdirSync(inner).filter((name) => !name.startsWith(".")));
      expect(read()["data_batch_1"]!.md5).to.equal(python.layout.train[0]!.md5);
      // The same size and the same modification time.
      const path = join(inner, "data_batch_1");
      const { atime, mtime } = statSync(path);
      const bytes = readFileSync(path);
      bytes[1000]! ^= 1;
      writeFileSync(path, bytes);
      utimesSync(path, atime, mtime);
      expect(await failure(() => open())).to.include("data_batch_1 is damaged or another file");
    });

    it("are read where what is remembered of them is damaged", async () => {
      const inner = await unpacked(python);
      const entries = JSON.parse(readFileSync(join(inner, ".verified.json"), "utf8")) as Record<
        string,
        { md5: string }
      >;
      for (const entry of Object.values(entries)) entry.md5 = "0";
      const copy = join(folder.path, "copy");
      for (const text of ["{", "[1]", '{"test_batch": 3}', JSON.stringify(entries)]) {
        cpSync(root, copy, { recursive: true });
        writeFileSync(join(copy, python.layout.folder, ".verified.json"), text);
        expect((await open({}, copy)).result.length).to.equal(20);
        rmSync(copy, { recursive: true });
      }
    });
  });

  it("never become a wrong set, wherever a served archive is cut", () =>
    withServer([whole(binary.bytes)], async ({ mirror }) => {
      for (let at = 0; at < binary.bytes.length; at += Math.ceil(binary.bytes.length / 40)) {
        rmSync(root, { recursive: true });
        mkdirSync(root);
        put(binary.bytes.subarray(0, at), `${binary.layout.archive.name}.part`);
        const { result } = await printed(() => sampleOf(binary.layout).open(root, { download: true, mirror }));
        expect(result.targets.length).to.equal(20);
      }
    }));
});
