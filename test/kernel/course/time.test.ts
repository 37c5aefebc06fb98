import { expect } from "chai";
import { describe, it } from "mocha";
import { compareTimes, instantOf, lengthOf } from "../../../kernel/course/time.ts";

const utc = (text: string): string => new Date(instantOf(text)!).toISOString();

describe("instantOf", () => {
  const cases: [text: string, instant: string][] = [
    ["2026-03-01 10:00:00.123456 UTC", "2026-03-01T10:00:00.123Z"],
    ["2026-03-01 10:00:00", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01 10:00", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000Z"],
    ["2026-03-01 10:00:00 KST", "2026-03-01T01:00:00.000Z"],
    ["2026-03-01 10:00:00 +0900", "2026-03-01T01:00:00.000Z"],
    ["2026-03-01 10:00:00 -03:30", "2026-03-01T13:30:00.000Z"],
    ["2026-03-01 10:00:00 +09", "2026-03-01T01:00:00.000Z"],
    ["2026-03-01 10:00:00 Asia/Seoul", "2026-03-01T01:00:00.000Z"],
    // Clocks go back at 2:00 EDT on the first of November: 1:30 occurs twice, and the abbreviation says which one is meant.
    ["2026-11-01 01:30:00 EDT", "2026-11-01T05:30:00.000Z"],
    ["2026-11-01 01:30:00 EST", "2026-11-01T06:30:00.000Z"],
    ["2026-11-01 01:30:00 America/New_York", "2026-11-01T05:30:00.000Z"],
    ["2026-11-01 00:30:00 America/New_York", "2026-11-01T04:30:00.000Z"],
    ["2026-11-01 02:30:00 America/New_York", "2026-11-01T07:30:00.000Z"],
    // Clocks go forward at 2:00 on the eighth of March: 2:30 never occurs.
    ["2026-03-08 02:30:00 America/New_York", "2026-03-08T07:30:00.000Z"],
    ["2026-03-08 03:30:00 America/New_York", "2026-03-08T07:30:00.000Z"],
    ["2024-02-29 00:00 UTC", "2024-02-29T00:00:00.000Z"],
  ];
  for (const [text, instant] of cases) it(`places ${text}`, () => expect(utc(text)).to.equal(instant));

  it("takes the zone that it is told for a time without one", () => {
    expect(instantOf("2026-03-01 10:00", "Asia/Seoul")).to.equal(Date.UTC(2026, 2, 1, 1));
  });

  it("knows what is no time", () => {
    for (const text of ["", "yesterday", "2026-02-30 10:00", "2026-03-01 25:00", "2026-03-01", "2026-03-01 10:00 XYZT"])
      expect(instantOf(text), text).to.equal(undefined);
  });
});

describe("compareTimes", () => {
  it("goes by the instant and not by the letters", () => {
    const inOrder = [
      "2026-11-01 01:50:00 EDT",
      "2026-11-01 01:10:00 EST",
      "2026-11-01 07:00:00 UTC",
      "2026-11-01 16:30:00 KST",
    ];
    expect(inOrder.toReversed().toSorted(compareTimes)).to.deep.equal(inOrder);
    expect(compareTimes("2026-11-01 09:00:00 KST", "2026-11-01 00:00:00 UTC")).to.equal(0);
  });

  it("goes by the letters where a time cannot be placed", () => {
    expect(compareTimes("", "2026-11-01 09:00:00 UTC")).to.equal(-1);
  });
});

describe("lengthOf", () => {
  it("is told in two units at most", () => {
    expect([1, 59 * 60_000, 125 * 60_000, 26 * 3_600_000].map(lengthOf)).to.deep.equal([
      "1 min",
      "59 min",
      "2 h 5 min",
      "1 d 2 h",
    ]);
  });
});
