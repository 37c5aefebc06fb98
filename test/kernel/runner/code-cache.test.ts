import { after, describe, it } from "mocha";
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../kernel/contract/package-root.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { RunnerClient } from "./runner-client.ts";

const cache = join(packageRoot, ".cache", "code");
const kept = (): number => (existsSync(cache) ? readdirSync(cache, { recursive: true }).length : 0);

describe("the cache of compiled code", () => {
  const folder = temporaryFolder("code");
  const client = new RunnerClient({ cwd: folder.path });
  after(async () => {
    await client.close();
    folder.remove();
  });

  it("holds a module as soon as the cell that has loaded it is over, though runners are killed in the end", async () => {
    // A fresh module that has never been compiled.
    writeFileSync(join(folder.path, "fresh.mjs"), `export const id = "${randomUUID()}";`);
    await client.run("1");
    const before = kept();
    expect(await client.text(`(await import("./fresh.mjs")).id.length`)).to.equal("36");
    // This cell begins only when everything about the first is done.
    await client.run("2");
    expect(kept()).to.be.above(before);
  });
});
