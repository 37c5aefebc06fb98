/**
 * Calls every callable in every way that its signature allows (each positional prefix, each argument by name, all by name), compared with
 * PyTorch 2.13; and in ways that it does not allow.
 */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { Signature, signatures } from "../../src/shape/index.ts";
import { misfit } from "../../src/shape/kinds.ts";
import { allSignatures, listSignatures, snake } from "../support/list-signatures.ts";
import { check, readPrograms } from "./conformance/check.ts";
import { callOf, type Program } from "./conformance/program.ts";
import { listExports } from "../support/exports.ts";
import { withoutSignature } from "./signatures/without.ts";
import { plainCall } from "../support/plain-calls.ts";

const programs = readPrograms("signatures");
const pathOf = ({ id }: { id: string }): string => id.slice("signatures/".length, id.indexOf("#"));
const ours = JSON.parse(readFileSync(new URL("../fixtures/signatures/ours.json", import.meta.url), "utf8")) as Readonly<
  Record<string, string>
>;
const isOurs = (path: string): boolean =>
  [path, path.slice(0, path.lastIndexOf(".")), path.split(".")[0]!].some((room) => Object.hasOwn(ours, room));

const paths = Map.groupBy(programs, pathOf);
const rooms = Map.groupBy(paths.keys(), (path) => path.split(".")[0]!);

describe(`signatures: ${paths.size} callables called in ${programs.length} ways as PyTorch is`, () => {
  for (const [room, members] of rooms) {
    const count = members.reduce((sum, path) => sum + paths.get(path)!.length, 0);
    it(`${room}: ${members.length} callables, ${count} ways`, () => {
      const failures = members.flatMap((path) =>
        paths.get(path)!.flatMap((program) => {
          const found = check(program);
          return found === undefined ? [] : [`${program.id} ${JSON.stringify(program.steps)}\n${found}`];
        }),
      );
      expect(failures, failures.slice(0, 5).join("\n\n")).to.have.length(0);
    });
  }

  it("are all there: of what is not PyTorch's, ours.json tells the reason", () => {
    const missing = Object.keys(listSignatures()).filter((path) => !paths.has(path) && !isOurs(path));
    expect(missing, "make.py signatures writes them").to.deep.equal([]);
  });
});

describe("every function, class and method that is exported", () => {
  const stated = new Set(allSignatures().keys());
  const bare = listExports().filter((path) => !stated.has(path));
  const isMeant = (reason: string | RegExp) => (path: string) =>
    typeof reason === "string" ? reason === path : reason.test(path);
  const reasons = Object.values(withoutSignature).flat();

  it("states its signature, or without.ts tells why it has none", () => {
    expect(bare.filter((path) => !reasons.some((reason) => isMeant(reason)(path)))).to.deep.equal([]);
  });

  it("needs all of the reasons", () => {
    expect(reasons.filter((reason) => !bare.some(isMeant(reason))).map(String)).to.deep.equal([]);
  });
});

/** A call that a signature does not allow: how the arguments of a correct call are changed, and what the message must say. */
interface Misuse {
  readonly what: string;
  readonly change: (given: readonly unknown[]) => readonly unknown[];
  readonly says: string;
}

const withNamed = (given: readonly unknown[], name: string, value: unknown): readonly unknown[] => [
  ...given,
  { [name]: value },
];

/** Values of all kinds; each is tried where it does not fit. */
const oddities: Readonly<Record<string, () => unknown>> = {
  "a string": () => "1",
  "a number with a fraction": () => 0.5,
  NaN: () => NaN,
  "an array in an array": () => [[1]],
  "an array of strings": () => ["1", "2", "3", "4", "5"],
  "a function": () => () => 1,
  "a promise": () => Promise.resolve(1),
  "a map": () => new Map(),
  "a symbol": () => Symbol("x"),
  "a boolean": () => true,
  null: () => null,
};

function misuses(forms: readonly Signature[]): Misuse[] {
  const [first] = forms as [Signature];
  const all = forms.flatMap((form) => Object.keys(form.arguments));
  const found: Misuse[] = [
    { what: "an unknown name", change: (given) => withNamed(given, "frobnicate", 1), says: "frobnicate" },
  ];
  // If names differ only by an ending, the nearest need not be the one that was meant
  const spelt = [...new Set(all.filter((each) => snake(each) !== each))];
  for (const name of spelt.filter((each) => !spelt.includes(`${each}s`)))
    found.push({ what: snake(name), change: (given) => withNamed(given, snake(name), 1), says: `'${name}'` });
  if (forms.length > 1) return found;
  const entries = Object.entries(first.arguments);
  const isVariadic = entries.some(([, argument]) => argument.isVariadic);
  if (!isVariadic) {
    const surplus = Array.from({ length: entries.length + 1 }, () => null);
    found.push({ what: "too many", change: (given) => [...given, ...surplus], says: "" });
  }
  entries.forEach(([name, { kind, isRequired, isKeyword }], place) => {
    for (const [what, make] of Object.entries(oddities)) {
      const value = make();
      if (kind.read(value) !== misfit) continue;
      const isPlaced = isRequired && !isKeyword;
      const change = (given: readonly unknown[]): readonly unknown[] =>
        isPlaced ? given.map((each, i) => (i === place ? value : each)) : withNamed(given, name, value);
      if (isVariadic && isPlaced) continue;
      found.push({ what: `${what} for ${name}`, change, says: `'${name}'` });
    }
    if (isRequired && !isVariadic && place === 0)
      found.push({ what: `without ${name}`, change: () => [], says: `'${name}'` });
  });
  return found;
}

/** The first form of the call, with only the required arguments, by position. */
const plain = (path: string): Program | undefined =>
  paths.get(path)?.find(({ steps }) => steps.some((step) => step[1] === pythonName(path) && isBare(step[3])));
const isBare = (named: object): boolean => Object.keys(named).length === 0;

function rightCall(path: string): ReturnType<typeof plainCall> {
  const program = plain(path);
  if (program !== undefined) return callOf(program, pythonName(path));
  const stated = signatures.get(path)!;
  const { arguments: all } = stated instanceof Signature ? stated : Object.values<Signature>(stated.forms)[0]!;
  return plainCall(
    path,
    Object.keys(all).filter((name) => all[name]!.isRequired),
  );
}

function pythonName(path: string): string {
  const [room, ...rest] = path.split(".") as [string, ...string[]];
  if (room === "Tensor") return `.${snake(rest.join("."))}`;
  if (room === "lrScheduler") return `sched.${rest[0]}`;
  return ["nn", "optim"].includes(room) ? path : `${room}.${snake(rest.join("."))}`;
}

const banned =
  /\[object Object\]|is not iterable|Cannot read prop|Cannot destructure|internal:|is not a function|undefined is not|Cannot convert|Cannot mix/;

const tried = [...allSignatures()].flatMap(([path, stated]) => {
  // There is no CUDA, whatever the arguments.
  if (path === "Tensor.cuda") return [];
  const forms: Signature[] = stated instanceof Signature ? [stated] : Object.values(stated.forms);
  return [{ path, misuses: misuses(forms) }];
});
const count = tried.reduce((sum, each) => sum + each.misuses.length, 0);

describe(`calls that no signature allows: ${count} of ${tried.length} callables`, () => {
  for (const [room, members] of Map.groupBy(tried, ({ path }) => path.split(".")[0]!)) {
    const calls = members.reduce((sum, each) => sum + each.misuses.length, 0);
    it(`${room}: ${calls} are refused with a TypeError that names the argument`, async () => {
      const failures: string[] = [];
      for (const { path, misuses: wrongs } of members)
        for (const wrong of wrongs) {
          const found = await outcome(path, wrong);
          if (found !== undefined) failures.push(`${path} with ${wrong.what}: ${found}`);
        }
      expect(failures, failures.slice(0, 20).join("\n")).to.have.length(0);
    });
  }
});

/** What is wrong with the response to a wrong call; undefined if nothing is. */
async function outcome(path: string, { change, says }: Misuse): Promise<string | undefined> {
  const call = rightCall(path);
  if (call === undefined) return "has no plain call, neither among the programs nor in plain-calls.ts";
  const { invoke, rest } = call;
  try {
    await invoke(change(rest));
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) return `${String(error)} is no TypeError`;
    if (banned.test(message)) return `says ${message}`;
    return message.includes(says) ? undefined : `does not say ${says}: ${message}`;
  }
  return "is taken";
}
