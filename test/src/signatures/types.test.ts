/**
 * The calls of the signature fixture that PyTorch accepts, checked by TypeScript as one program: correct code must get no diagnostics.
 * Compiling the library and all calls takes ten seconds, and is the only thing that guards the types.
 */
import { expect } from "chai";
import { describe, it } from "mocha";
import { callText, typeNotes } from "../../support/call-types.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { readPrograms } from "../conformance/check.ts";
import { untyped } from "./untyped.ts";

const programs = readPrograms("signatures").filter(({ error }) => error === undefined);
const pathOf = (id: string): string => id.slice("signatures/".length, id.indexOf("#"));

describe(`the types of ${programs.length} right calls`, () => {
  it("let all through but those that untyped.ts names, with the reason", async function () {
    this.timeout(600_000);
    const folder = temporaryFolder("types");
    try {
      const notes = await typeNotes(programs.map(callText), folder.path);
      const count = new Map<string, number>();
      for (const at of notes.keys()) {
        const path = pathOf(programs[at]!.id);
        count.set(path, (count.get(path) ?? 0) + 1);
      }
      const expected = Object.values(untyped).flatMap((paths) => Object.entries(paths));
      const sorted = (entries: Iterable<[string, number]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(count)).to.deep.equal(sorted(expected));
    } finally {
      folder.remove();
    }
  });
});
