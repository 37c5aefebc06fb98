/** The types of calls in the files `calls.ts` are generated from the signatures. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { callForms } from "../support/call-forms.ts";
import { projectRoot } from "../support/python.ts";

const files = await callForms();

describe("the types of calls", () => {
  for (const [path, text] of files)
    it(`${relative(projectRoot, path)}: are what the signatures give: npm run functions`, () => {
      expect(readFileSync(path, "utf8")).to.equal(text);
    });
});
