/** Python's standard library: what CPython 3.12 does with the same calls. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import { expect } from "chai";
import * as python from "../../../src/python/index.ts";

const { heaps, logging, re, statistics, wrap } = python;

describe("python.re", () => {
  it("finds, splits and replaces with Python's syntax", () => {
    const found = re.search("(?P<kind>\\w+?)_(?P<no>\\d+)", "layer_12.weight") as InstanceType<typeof re.Match>;
    expect([found.group("kind"), found.groups(), found.span(), found.groupdict()]).to.deep.equal([
      "layer",
      ["layer", "12"],
      [0, 8],
      { kind: "layer", no: "12" },
    ]);
    expect(re.findall("(\\w)(\\d)", "a1 b2")).to.deep.equal([
      ["a", "1"],
      ["b", "2"],
    ]);
    expect(re.split("([,\\s]+)", "a, b c", 1)).to.deep.equal(["a", ", ", "b c"]);
    expect(re.sub("(.)([A-Z][a-z]+)", "\\1_\\2", "TrainEval")).to.equal("Train_Eval");
    expect(re.sub("a", (found) => String(found.start()), "banana", { count: 2 })).to.equal("b1n3na");
    expect(re.match("b", "ab")).to.equal(null);
    expect(re.fullmatch("a|ab", "ab")).to.not.equal(null);
    expect(re.findall("^\\w", "a\nB", re.M | re.I)).to.deep.equal(["a", "B"]);
    expect(re.search("a$", "a\n")).to.not.equal(null);
    expect(re.search("a\\Z", "a\n")).to.equal(null);
    expect(re.compile("(?x) a  b # both").search("ab")).to.not.equal(null);
  });

  it("says what is wrong with a pattern or a group", () => {
    expect(() => re.compile("(")).to.throw(python.ValueError, "Unterminated group");
    expect(() => re.search("a", "a").group(1)).to.throw(python.ValueError, "no such group");
  });
});

describe("python.Path", () => {
  const folder = mkdtempSync(join(tmpdir(), "paths-"));
  after(() => rmSync(folder, { recursive: true }));

  it("takes paths apart", () => {
    const path = new python.Path("runs", "a.tar.gz");
    expect([String(path), path.name, path.stem, path.suffix, String(path.parent), path.parts]).to.deep.equal([
      "runs/a.tar.gz",
      "a.tar.gz",
      "a.tar",
      ".gz",
      "runs",
      ["runs", "a.tar.gz"],
    ]);
    expect(String(path.withSuffix(".pt"))).to.equal("runs/a.tar.pt");
    expect(String(new python.Path("a", "/b").joinpath("..", "c"))).to.equal("/c");
    expect(python.repr(new python.Path())).to.equal("PosixPath('.')");
  });

  it("makes, writes and lists", () => {
    const root = new python.Path(folder);
    const below = root.joinpath("a", "b");
    expect(() => below.mkdir()).to.throw(python.FileNotFoundError, "[Errno 2] No such file or directory");
    below.mkdir({ parents: true });
    expect(() => below.mkdir()).to.throw(python.FileExistsError, "[Errno 17] File exists");
    below.mkdir({ existOk: true });
    expect(below.joinpath("x.txt").writeText("one\ntwo")).to.equal(7);
    expect([...below.joinpath("x.txt").open()]).to.deep.equal(["one\n", "two"]);
    expect(root.rglob("*.txt").map(({ name }) => name)).to.deep.equal(["x.txt"]);
    expect(root.iterdir().map((each) => [each.name, each.isDir()])).to.deep.equal([["a", true]]);
    expect(python.folders.glob(join(folder, "*", "*"))).to.deep.equal([join(folder, "a", "b")]);
    python.folders.rmtree(root.joinpath("a"));
    expect(root.joinpath("a").exists()).to.equal(false);
    expect(() => python.folders.rmtree("no such folder")).to.throw(python.FileNotFoundError);
  });
});

describe("python.ArgumentParser", () => {
  const parser = new python.ArgumentParser({ description: "Trains." });
  parser.addArgument("--batch-size", { type: python.int, default: 16, metavar: "N", help: "how many" });
  parser.addArgument("--lr", { type: python.float, default: 1 });
  parser.addArgument("-v", "--verbose", { action: "count", default: 0 });
  parser.addArgument("--optim", { choices: ["sgd", "adam"], default: "sgd" });
  parser.addArgument("--steps", { nargs: "+", type: python.int });
  parser.addArgument("--save", { action: "store_true" });

  it("takes defaults where nothing is given, and writes what it found", () => {
    expect(python.str(parser.parseArgs(), "<lr: float>")).to.equal(
      "Namespace(batch_size=16, lr=1.0, verbose=0, optim='sgd', steps=None, save=False)",
    );
  });

  it("reads flags, their short forms, and lists", () => {
    const found = parser.parseArgs(["--batch", "4", "--lr=0.5", "-v", "-v", "--steps", "1", "2", "--save"]);
    expect(python.vars(found)).to.deep.equal({
      batch_size: 4,
      lr: 0.5,
      verbose: 2,
      optim: "sgd",
      steps: [1, 2],
      save: true,
    });
    expect(found.batchSize).to.equal(4);
  });

  it("says what it expected", () => {
    const refuses = (given: string[], message: string): void => {
      expect(() => parser.parseArgs(given)).to.throw(python.SystemExit, message);
    };
    refuses(["--lr", "x"], "argument --lr: invalid float value: 'x'");
    refuses(["--optim", "x"], "argument --optim: invalid choice: 'x' (choose from 'sgd', 'adam')");
    refuses(["--steps"], "argument --steps: expected at least one argument");
    refuses(["--other", "1"], "unrecognized arguments: --other 1");
    expect(parser.formatHelp()).to.contain("  --batch-size N        how many");
  });
});

describe("python.simpleNamespace", () => {
  it("keeps Python's names, and answers to both", () => {
    const settings = python.simpleNamespace({ batch_size: 4, lr: 1 });
    settings.batchSize = 8;
    settings.nEpochs = 2;
    expect(python.str(settings, "<lr: float>")).to.equal("namespace(batch_size=8, lr=1.0, n_epochs=2)");
    python.vars(settings)["lr"] = 0.5;
    expect([settings.lr, "batchSize" in settings, python.getattr(settings, "none", 0)]).to.deep.equal([0.5, true, 0]);
  });
});

describe("python.Attributes", () => {
  it("asks getattr for what is not there, and setattr for what is set", () => {
    class Recorder extends python.Attributes {
      names: string[] = [];
      setattr(name: string, value: unknown): void {
        this.names.push(name);
        python.setOwn(this, name, value);
      }
      getattr(name: string): string {
        return `no ${name}`;
      }
    }
    const recorder = new Recorder() as any;
    recorder.learningRate = 2;
    expect([recorder.names, recorder.learningRate, recorder.batchSize]).to.deep.equal([
      ["learning_rate"],
      2,
      "no batch_size",
    ]);
  });
});

describe("python.logging", () => {
  it("writes records of its level and above in the format asked for", () => {
    let text = "";
    const logger = logging.getLogger("tests.standard");
    const handler = new logging.StreamHandler({ write: (part: string) => (text += part) });
    handler.setFormatter(new logging.Formatter("%(levelname)-7s|%(name)s: %(message)s"));
    logger.addHandler(handler);
    logger.propagate = false;
    logger.setLevel("INFO");
    logger.debug("not written");
    logger.info("lr %.2f of %s", 0.5, "sgd");
    logger.warning("done");
    expect(text).to.equal("INFO   |tests.standard: lr 0.50 of sgd\nWARNING|tests.standard: done\n");
    expect(logging.getLogger("tests.standard")).to.equal(logger);
  });
});

describe("python.contextManager", () => {
  it("hands errors to the generator, which may end them", () => {
    const seen: string[] = [];
    const guarded = python.contextManager(function* (ends: boolean) {
      try {
        yield "in";
      } catch (error) {
        seen.push((error as Error).message);
        if (!ends) throw error;
      } finally {
        seen.push("out");
      }
    });
    const leave = (ends: boolean): boolean => {
      const manager = guarded(ends);
      manager.enter();
      return manager.exit(Error, new Error("x"));
    };
    expect([leave(true), leave(false), seen]).to.deep.equal([true, false, ["x", "out", "x", "out"]]);
    expect(python.suppress(RangeError).exit(TypeError, new TypeError())).to.equal(false);
  });
});

describe("python.enumeration", () => {
  it("gives members by value and by name", () => {
    class Mode extends python.Enum {
      declare static TRAIN: any;
    }
    python.enumeration(Mode, { TRAIN: "train", TEST: python.auto });
    expect([String(Mode.TRAIN), python.repr(Mode.TRAIN), python.membersOf(Mode).length]).to.deep.equal([
      "Mode.TRAIN",
      "<Mode.TRAIN: 'train'>",
      2,
    ]);
    expect(python.memberOf(Mode, "train")).to.equal(Mode.TRAIN);
    expect(() => python.memberOf(Mode, "x")).to.throw(python.ValueError, "'x' is not a valid Mode");
    expect(() => python.memberNamed(Mode, "X")).to.throw(python.KeyError, "'X'");
  });
});

describe("python's smaller modules", () => {
  it("keep heaps and sorted lists as CPython does", () => {
    const heap = [5, 3, 8, 1];
    heaps.heapify(heap);
    heaps.heappush(heap, 2);
    expect(heap).to.deep.equal([1, 2, 8, 5, 3]);
    expect([heaps.heappop(heap), heap]).to.deep.equal([1, [2, 3, 8, 5]]);
    expect(heaps.nlargest(2, ["aa", "b", "ccc"], { key: (each) => each.length })).to.deep.equal(["ccc", "aa"]);
    expect([heaps.bisectLeft([1, 2, 2], 2), heaps.bisectRight([1, 2, 2], 2)]).to.deep.equal([1, 3]);
    expect(() => heaps.heappop([])).to.throw(python.IndexError);
  });

  it("compute means and deviations", () => {
    expect([
      statistics.mean([0.1, 0.2, 0.3]),
      statistics.median([3, 1, 2, 4]),
      statistics.stdev([1, 2, 4]),
      statistics.stdev([0.1, 0.7, 0.4, 0.35]),
      statistics.pvariance([0.1, 0.7, 0.4]),
      statistics.pstdev([3, 3]),
    ]).to.deep.equal([0.2, 2.5, 1.5275252316519468, 0.2462214450449026, 0.05999999999999999, 0]);
    expect(() => statistics.mean([])).to.throw(python.ValueError, "mean requires at least one data point");
  });

  it("lay out text and values", () => {
    expect(wrap.fill("one two three", 7)).to.equal("one two\nthree");
    expect(wrap.dedent("  a\n    b\n")).to.equal("a\n  b\n");
    expect(wrap.shorten("one two three", 11)).to.equal("one [...]");
    expect(wrap.pformat({ b: [1, 2], a: "x" }, { width: 14 })).to.equal("{'a': 'x',\n 'b': [1, 2]}");
  });

  it("format with names that are known only while the program runs", () => {
    expect(python.percent("%(a)03d %(b)s %%", { a: 7, b: "x" })).to.equal("007 x %");
    expect(python.formatText("{0[x]} {n:>{w}} {{}} {!r}", [{ x: 1 }, "b"], { n: 2, w: 3 })).to.equal(
      "1   2 {} {'x': 1}",
    );
    expect(() => python.formatText("{a}", [])).to.throw(python.KeyError, "'a'");
  });

  it("turn dataclasses into dicts", () => {
    class Inner {
      static fields = ["n"];
      n = 1;
    }
    class Outer {
      static fields = ["inner", "batch_size"];
      inner = new Inner();
      batchSize: number;
      constructor(_inner?: Inner, batchSize = 4) {
        this.batchSize = batchSize;
      }
    }
    expect(python.asdict(new Outer())).to.deep.equal({ inner: { n: 1 }, batch_size: 4 });
    expect(python.replace(new Outer(), { batch_size: 8 }).batchSize).to.equal(8);
    expect(() => python.replace(new Outer(), { other: 1 })).to.throw(TypeError, "unexpected keyword argument 'other'");
  });

  it("know slices", () => {
    expect([python.item([1, 2, 3], "::2"), python.item([1, 2, 3], -1), python.isSlice("a")]).to.deep.equal([
      [1, 3],
      3,
      false,
    ]);
  });
});
