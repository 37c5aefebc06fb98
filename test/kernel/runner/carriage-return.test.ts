import { expect } from "chai";
import { describe, it } from "mocha";
import { dropOverwritten } from "../../../kernel/runner/carriage-return.ts";

/** What a terminal shows: `\r` goes to the start of the line, and writing overwrites. */
function screen(text: string): string {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    let shown = "";
    for (const part of line.split("\r")) shown = part + shown.slice(part.length);
    lines.push(shown);
  }
  return lines.join("\n");
}

describe("dropOverwritten", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["plain\ntext", "plain\ntext"],
    ["\r1%\r2%\r10%", "\r10%"],
    ["start\r1%\r2%", "start\r2%"],
    ["\rlong\rab", "\rlong\rab"],
    ["\rlonger\rab\rabc\rx", "\rlonger\rabc\rx"],
    ["a\r\nb\r\n", "a\r\nb\r\n"],
    ["\r1%\r", "\r1%\r"],
    ["\r1\r2\nnext\r3\r4", "\r2\nnext\r4"],
    ["\r\u001b[31m12\u001b[0m\rabc", "\rabc"],
  ];
  for (const [text, expected] of cases) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
      expect(dropOverwritten(text)).to.equal(expected);
      if (!text.includes("\u001b")) expect(screen(dropOverwritten(text))).to.equal(screen(text));
    });
  }
});
