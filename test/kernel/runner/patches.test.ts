import { describe, it } from "mocha";
import { expect } from "chai";
import { PATCHES } from "./patches.ts";
import { RunnerClient } from "./runner-client.ts";

/** How many runners run at a time. */
const BESIDE = 4;

describe("built-ins that a cell has patched, and descriptors that it has used", function () {
  for (let from = 0; from < PATCHES.length; from += BESIDE) {
    const patches = PATCHES.slice(from, from + BESIDE);
    it(`keep no cell from being answered, and no variable: ${patches.join(" | ")}`, async () => {
      await Promise.all(patches.map(tried));
    });
  }

  it("stay as the cell has made them, for the user's code", async () => {
    const client = new RunnerClient();
    await client.run(
      "JSON.stringify = () => 'mine'; Array.prototype.last = function () { return this.at(-1); }; Promise.resolve = () => 7",
    );
    await client.run("console.log('a'); display(1); await 0");
    expect(await client.text("[JSON.stringify({}), [1, 2].last(), Promise.resolve()].join()")).to.equal("'mine,2,7'");
    expect(await client.text("await 1; [JSON.stringify({}), [1, 2].last(), Promise.resolve()].join()")).to.equal(
      "'mine,2,7'",
    );
    await client.close();
  });
});

async function tried(patch: string): Promise<void> {
  const client = new RunnerClient();
  const late = setTimeout(() => void client.runner.interrupt(), 15_000);
  try {
    await client.run("let kept = [1, 2]; function twice(x: number) { return 2 * x; }");
    const outcome = await client.run(`console.log("before"); ${patch}\n;console.log("behind"); 0;`);
    expect(outcome, patch).to.satisfy((each: typeof outcome) => each.kind === "ok" || !each.variablesLost);
    const next = await client.run(`console.log("printed"); twice(kept[1] + 17)`);
    expect(next.kind === "ok" && next.result?.data["text/plain"], `${patch}: ${JSON.stringify(next)}`).to.equal("38");
    const waited = await client.run("await 0; console.error('waited'); kept");
    expect(waited.kind === "ok" && waited.result?.data["text/plain"], `${patch}: ${JSON.stringify(waited)}`).to.equal(
      "[ 1, 2 ]",
    );
    expect(client.printed(), patch).to.contain("before").and.contain("printed");
    expect(client.printed("stderr"), patch).to.contain("waited");
    const failed = await client.run("null.x");
    expect(failed, patch).to.include({ kind: "error", ename: "TypeError", variablesLost: false });
  } finally {
    clearTimeout(late);
    await client.close();
  }
}
