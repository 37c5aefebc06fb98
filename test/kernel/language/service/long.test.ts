import { describe, it } from "mocha";
import { expect } from "chai";
import { codes, complete, sharedService } from "./service.ts";

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe("a notebook of 300 cells", () => {
  const shared = sharedService();

  it("is checked and completed as fast at its end as at its start", async () => {
    const checks: number[] = [];
    const completions: number[] = [];
    for (let k = 1; k <= 300; k++) {
      const source = `const v${k}: number[] = [${k > 1 ? `v${k - 1}.length` : 0}];\nfunction f${k}(x: number) { return x + v${k}.length; }\nf${k}(1);`;
      checks.push(await timed(async () => expect(codes(await shared.get().check(source, k))).to.deep.equal([])));
      shared.get().commit(source, k);
      if (k % 5 > 0) continue;
      completions.push(
        await timed(async () => expect((await complete(shared.get(), `v${k}.leng|`)).texts).to.deep.equal(["length"])),
      );
    }
    // Names of all pools are known with their types.
    expect(codes(await shared.get().check("v1.foo; v100.foo; v300.foo; f299('x')", 301))).to.deep.equal([
      "TS2339 1:4",
      "TS2339 1:14",
      "TS2339 1:24",
      "TS2345 1:34",
    ]);
    // Modules that are used again: each of these cells takes the names of the one before.
    for (let k = 400; k < 470; k++) {
      shared.get().commit(`const again = { at: ${k} }; class Again { n${k} = 1; }`, k);
      if (k % 10 === 9)
        expect(codes(await shared.get().check(`again.at; new Again().n${k}; again.no`, k))).to.deep.equal([
          "TS2339 1:35",
        ]);
    }
    // Six times leaves room for other work on the machine.
    expect(median(checks.slice(-50)) / median(checks.slice(10, 60))).to.be.below(6);
    expect(median(completions.slice(-10)) / median(completions.slice(2, 12))).to.be.below(6);
  });
});
