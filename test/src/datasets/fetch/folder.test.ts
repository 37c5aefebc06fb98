import { expect } from "chai";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, it } from "mocha";
import { dataFolder } from "../../../../src/datasets/fetch/folder.ts";

describe("dataFolder", () => {
  const names = ["CONVKERNEL_DATA", "XDG_CACHE_HOME"];
  const kept = names.map((name) => process.env[name]);
  beforeEach(() => {
    for (const name of names) delete process.env[name];
  });
  afterEach(() => {
    for (const [i, name] of names.entries()) {
      if (kept[i] === undefined) delete process.env[name];
      else process.env[name] = kept[i];
    }
  });

  it("is the folder that is named; ~ is the home folder, a file: URL is a path", () => {
    expect(dataFolder("data")).to.equal("data");
    expect(dataFolder("~")).to.equal(homedir());
    expect(dataFolder("~/data")).to.equal(join(homedir(), "data"));
    expect(dataFolder("~x")).to.equal("~x");
    expect(dataFolder(pathToFileURL("/srv/my data"))).to.equal("/srv/my data");
  });

  it("is the variable's where none is named, else one among the user's caches", () => {
    process.env["CONVKERNEL_DATA"] = "~/class";
    expect(dataFolder(undefined)).to.equal(join(homedir(), "class"));
    delete process.env["CONVKERNEL_DATA"];
    process.env["XDG_CACHE_HOME"] = "/caches";
    if (process.platform === "linux") expect(dataFolder(undefined)).to.equal(join("/caches", "convkernel"));
    delete process.env["XDG_CACHE_HOME"];
    expect(dataFolder(undefined)).to.match(/convkernel$/);
  });

  it("refuses what is no path", () => {
    expect(() => dataFolder(3)).to.throw(TypeError, "root: expected the path of a folder, got number");
    expect(() => dataFolder("")).to.throw(TypeError, "got an empty text");
    expect(() => dataFolder(new URL("https://example.org/x"))).to.throw(TypeError, "got https://example.org/x");
    process.env["CONVKERNEL_DATA"] = "https://example.org/x";
    expect(() => dataFolder(null)).to.throw(TypeError, "CONVKERNEL_DATA_MIRROR names addresses");
  });
});
