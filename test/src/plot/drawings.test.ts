/** Compares drawings with stored ones that were checked by eye, so that a number in the wrong place is noticed. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { gallery } from "../../fixtures/drawings/gallery.ts";
import { stored } from "../../fixtures/drawings/stored.ts";

describe("drawings", () => {
  for (const [name, draw] of Object.entries(gallery)) {
    it(`${name} is drawn as it was`, () => {
      const expected = readFileSync(new URL(`../../fixtures/drawings/${name}.svg`, import.meta.url), "utf8");
      expect(stored(draw())).to.equal(expected);
    });
  }
});
