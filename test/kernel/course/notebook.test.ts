import { expect } from "chai";
import { describe, it } from "mocha";
import { checksumOf } from "../../../kernel/course/checksum.ts";
import { formatNotebook, parseNotebook, UnreadableNotebook } from "../../../kernel/course/notebook.ts";
import { cut, UnmatchedMark } from "../../../kernel/course/markers.ts";
import { durationMs } from "../../../kernel/course/limits.ts";
import { inSlots } from "../../../kernel/course/slots.ts";
import { formatCsv, parseCsv } from "../../../kernel/course/csv.ts";
import { doubling, test } from "../../support/assignment.ts";

describe("parseNotebook", () => {
  it("reads what it writes", () => {
    expect(parseNotebook(formatNotebook(doubling))).to.deep.equal(doubling);
  });

  it("reads texts as strings and as lists of lines", () => {
    const cell = (source: unknown): string => JSON.stringify({ nbformat: 4, cells: [{ cell_type: "code", source }] });
    expect(parseNotebook(cell("a\nb")).cells[0]!.source).to.equal("a\nb");
    expect(parseNotebook(cell(["a\n", "b"])).cells[0]!.source).to.equal("a\nb");
    expect(parseNotebook(cell(5)).cells[0]!.source).to.equal("");
  });

  it("takes nothing for a grade that has no id of text", () => {
    const text = JSON.stringify({
      nbformat: 4,
      cells: [{ cell_type: "code", source: "", metadata: { nbgrader: { grade_id: 5 } } }, "no cell"],
    });
    expect(parseNotebook(text).cells.map(({ metadata }) => metadata)).to.deep.equal([{}]);
  });

  for (const [text, why] of [
    ["", /^the file is empty$/],
    ["<!doctype html><p>Sign in</p>", /^the file is a web page and no notebook/],
    ['{\n<<<<<<< HEAD\n"cells": []}', /^the file holds git's marks of two versions/],
    ['{"cells": [{', /^the file is cut off: it ends in the middle$/],
    ['{"cells": oops}', /^not valid JSON: Unexpected token/],
    ["[]", /no list of cells/],
    ["null", /no list of cells/],
    ['{"cells":[],"nbformat":3}', /expected a notebook of format 4, which JupyterLab saves, got 3/],
    ['{"cells":[]}', /expected a notebook of format 4, which JupyterLab saves, got none/],
  ] as const)
    it(`refuses ${text}`, () => {
      expect(() => parseNotebook(text)).to.throw(UnreadableNotebook, why);
    });
});

describe("checksumOf", () => {
  it("is nbgrader's", () => {
    // nbgrader 0.9.6: compute_checksum of a locked test of 2 points "assert(true)" with the id "q1".
    expect(checksumOf(test("q1", 2, "assert(true)"))).to.equal("36238d10e1a35bf90ce5e60858b5a6a6");
  });
});

describe("cut", () => {
  const source = "a\n  // BEGIN SOLUTION\n  b\n  // END SOLUTION\nc";
  it("takes marked lines out and puts others in their place, as far in", () => {
    expect(cut(source, "SOLUTION")).to.equal("a\nc");
    expect(cut(source, "SOLUTION", "x\ny")).to.equal("a\n  x\n  y\nc");
    expect(cut(source, "HIDDEN TESTS")).to.equal(source);
  });

  it("names the line of a mark without its partner", () => {
    expect(() => cut("a\n// BEGIN SOLUTION\nb", "SOLUTION")).to.throw(
      UnmatchedMark,
      'line 2: "BEGIN SOLUTION" without',
    );
    expect(() => cut("// END SOLUTION", "SOLUTION")).to.throw(
      UnmatchedMark,
      'line 1: "END SOLUTION" without a beginning',
    );
    expect(() => cut("// BEGIN SOLUTION\n// BEGIN SOLUTION", "SOLUTION")).to.throw(UnmatchedMark, "line 2: a second");
  });
});

describe("durationMs", () => {
  it("reads seconds, minutes and milliseconds", () => {
    expect(["30s", "5m", "500ms", "2", "0.5s"].map(durationMs)).to.deep.equal([30_000, 300_000, 500, 2000, 500]);
    expect(["", "x", "5h", "-1s", "0s"].map(durationMs)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("inSlots", () => {
  it("does every item once, no more than the slots at a time, and prepares the next meanwhile", async () => {
    let running = 0;
    let most = 0;
    const done: string[] = [];
    const prepared: number[] = [];
    await inSlots(
      [1, 2, 3, 4, 5],
      2,
      (item) => {
        prepared.push(item);
        return `ready ${item}`;
      },
      async (item, ready) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        if (item === 1) expect(prepared).to.include(2);
        done.push(ready);
        running--;
      },
    );
    expect(done.toSorted()).to.deep.equal(["ready 1", "ready 2", "ready 3", "ready 4", "ready 5"]);
    expect(most).to.equal(2);
  });
});

describe("CSV", () => {
  it("is read with semicolons or tabs between its fields, too", () => {
    for (const between of [",", ";", "\t"])
      expect(parseCsv(`student${between}points\r\nkim${between}"1,5"\r\n`)).to.deep.equal([
        ["student", "points"],
        ["kim", "1,5"],
      ]);
  });

  it("comes back as it was, commas, quotes and lines included", () => {
    const rows = [
      ["김민지", 'a "b", c', "line\nline", ""],
      ["-1.5", "x", "y", "z"],
    ];
    expect(parseCsv(formatCsv(rows))).to.deep.equal(rows);
    expect(formatCsv(rows)).to.match(/^\uFEFF/);
  });

  it("gives a spreadsheet no formula to run", () => {
    expect(formatCsv([["=1+1", "@x", "+y"]])).to.equal("\uFEFF'=1+1,'@x,'+y\r\n");
    expect(parseCsv(formatCsv([["=1+1"]]))).to.deep.equal([["=1+1"]]);
  });
});
