/**
 * Compares the arguments of every callable with PyTorch's: names, order, and which are named-only. The values of the calls are compared in
 * signatures.test.ts.
 */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { listSignatures, type ListedArgument } from "../../support/list-signatures.ts";
import { readPrograms } from "../conformance/check.ts";
import { argumentsNotHad, formsNotHad } from "./not-had.ts";

/** As test/fixtures/signatures/arguments.py writes them. */
type Argument = readonly [name: string, kind: "positional" | "keyword" | "*" | "**", isRequired: boolean];

const file = new URL("../../fixtures/signatures/arguments.json", import.meta.url);
const torchs = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, readonly (readonly Argument[])[]>>;
const ours = listSignatures();

/** PyTorch's names that cannot be derived from our spelling. */
const spelt: Readonly<Record<string, string>> = { T_max: "t_max", T_0: "t0", T_mult: "t_mult", from_: "from" };

/** Whether every call that fits `theirs` fits `mine`, with the arguments at the same places. */
function fits(mine: readonly ListedArgument[], theirs: readonly Argument[]): boolean {
  const places = mine.filter(({ isKeyword }) => !isKeyword).map(({ name }) => name);
  const theirPlaces = theirs.filter(([, kind]) => kind === "positional").map(([name]) => name);
  return (
    theirPlaces.every((name, i) => places[i] === name) &&
    theirs.every(([name]) => mine.some((argument) => argument.name === name)) &&
    mine.every(({ name, isRequired }) => !isRequired || theirs.some(([each]) => each === name))
  );
}

const differing = Object.entries(torchs).flatMap(([path, forms]) =>
  forms.flatMap((form) => {
    const theirs = form
      .filter(([name]) => !argumentsNotHad.includes(name) || ours[path]?.flat().some((each) => each.name === name))
      .map(([name, ...rest]): Argument => [spelt[name] ?? name, ...rest]);
    if (ours[path] === undefined || ours[path].some((mine) => fits(mine, theirs))) return [];
    return [`${path}(${theirs.map(([name]) => name).join(", ")})`];
  }),
);
const known = Object.values(formsNotHad).flat();
const count = Object.values(torchs).reduce((sum, forms) => sum + forms.length, 0);

describe(`the arguments of ${Object.keys(torchs).length} callables in ${count} forms beside PyTorch's own lists`, () => {
  it("have its names and its order, or not-had.ts tells why not", () => {
    expect(differing.filter((form) => !known.includes(form))).to.deep.equal([]);
  });

  it("are listed for every callable that PyTorch has too", () => {
    const programs = new Set(
      readPrograms("signatures").map(({ id }) => id.slice("signatures/".length, id.indexOf("#"))),
    );
    expect(
      [...programs].filter((path) => torchs[path] === undefined),
      "arguments.py writes them",
    ).to.deep.equal([]);
  });

  it("need every reason", () => {
    expect(known.filter((form) => !differing.includes(form))).to.deep.equal([]);
  });
});
