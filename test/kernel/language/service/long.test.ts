import { describe, it } from "mocha";
import { expect } from "chai";
import { codes, complete, inspect, sharedService } from "./service.ts";

describe("a notebook of 300 cells", function () {
  // Each cell makes the server build a new program.
  this.timeout(60_000);
  const shared = sharedService();

  it("is checked, completed and inspected at its end as at its start", async () => {
    const service = shared.get();
    for (let k = 1; k <= 300; k++) {
      const before = k % 10 === 1 ? "0" : `v${k - 1}.length`;
      const source = `const v${k}: number[] = [${before}];\nfunction f${k}(x: number) { return x + v${k}.length; }\nf${k}(1);`;
      if (k % 40 === 0) expect(codes(await service.check(source, k))).to.deep.equal([]);
      service.commit(source, k);
    }
    expect((await complete(service, "v300.leng|")).texts).to.deep.equal(["length"]);
    // The modules of the first cells were taken off the list long ago; cells that use them bring them back.
    expect((await complete(service, "v1|")).texts).to.include.members(["v1", "v10", "v100"]);
    expect((await complete(service, "v2.leng|")).texts).to.deep.equal(["length"]);
    expect(codes(await service.check("v1.foo; v99.foo; v300.foo; f299('x')", 301))).to.deep.equal([
      "TS2339 1:4",
      "TS2339 1:13",
      "TS2339 1:23",
      "TS2345 1:33",
    ]);
    expect((await inspect(service, "f3|")).data["text/plain"]).to.include("function f3(x: number): number");
    // Modules that are used again: each of these cells takes the names of the one before.
    for (let k = 500; k < 570; k++) {
      service.commit(`const again = { at: ${k} }; class Again { n${k} = 1; }`, k);
      if (k % 35 === 34)
        expect(codes(await service.check(`again.at; new Again().n${k}; again.no`, k))).to.deep.equal(["TS2339 1:35"]);
    }
  });
});
