import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { describe, it } from "mocha";
import { expect } from "chai";
import { projectRoot } from "../../support/python.ts";

const url = pathToFileURL(join(projectRoot, "kernel", "front", "small-heap.ts")).href;

/** Megabytes that a process has for new objects, after it has made enough of them to fill V8's maximum. */
const roomAfterMuch = (head: string): number => {
  const program = `${head}
    import { getHeapSpaceStatistics } from "node:v8";
    const live = [];
    for (let i = 0; i < 1e6; i++) live[i % 50_000] = { i, list: [i] };
    console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space").space_size / 2 ** 20);`;
  return Number(spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }).stdout);
};

describe("the front's space for new objects", () => {
  it("stays small, where another process's grows", () => {
    expect(roomAfterMuch("")).to.be.above(8);
    expect(roomAfterMuch(`import ${JSON.stringify(url)};`)).to.be.within(0.5, 4);
  });
});
