import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { describe, it } from "mocha";
import { CrashReport } from "../../../kernel/front/crash-report.ts";

const report = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n";

describe("CrashReport", () => {
  it("keeps a report out of the output, and what stands before it in", () => {
    const shown: string[] = [];
    const held = new CrashReport((text) => shown.push(text));
    held.add(`fine\n${report}`);
    held.add(" 1: 0x931db0\n");
    held.close();
    expect(shown).to.deep.equal(["fine"]);
    expect(held.text).to.equal(`\n${report} 1: 0x931db0\n`);
  });

  it("knows it still when the process takes long to go", async () => {
    const shown: string[] = [];
    const held = new CrashReport((text) => shown.push(text), 0);
    held.add(report);
    while (shown.length === 0) await setTimeout(1);
    expect(shown).to.deep.equal([report]);
    held.close();
    expect(held.text).to.equal(report);
  });
});
