/**
 * Writes the types of every way in which a class of layers, an optimiser or a function of networks may be called, from
 * its signature: src/nn/calls.ts and those of the other rooms in `rooms`. A class or function asks for them by
 * `...given: Calls.Conv2d`, which is how this script finds it; its
 * signature is the one that its code reads.
 *
 * `npm run functions` writes the files; a test compares them with this script's result.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as prettier from "prettier";
import { Signature, type Argument } from "../../src/shape/index.ts";
import { allSignatures } from "./list-signatures.ts";
import { projectRoot } from "./python.ts";

/** The folders whose calls are written, and what their callables' paths begin with. */
const rooms: Readonly<Record<string, string>> = {
  "src/nn": "nn",
  "src/nn/functional": "F",
  "src/optim": "optim",
  "src/optim/lr-scheduler": "lrScheduler",
  src: "torch",
};

interface Asking {
  /** As in `Calls.Conv2d`. */
  readonly name: string;
  readonly path: string;
  /** The constant that holds the signature. */
  readonly constant: string;
  readonly file: string;
}

/** What in a file asks for types of its calls. */
function asking(folder: string, file: string): Asking[] {
  const text = readFileSync(join(projectRoot, folder, file), "utf8");
  const found = [
    ...text.matchAll(/(?:export function (\w+)|constructor)\(\.\.\.given: Calls\.(\w+)\)[^]*?given: unknown\[\]/g),
  ];
  return found.map(({ 0: all, 1: fn, 2: name, index }) => {
    const body = text.slice(index + all.length);
    const [, constant, passed] = /(\w+)\.read\(given\)|\((\w+), given\)/.exec(body)!;
    const room = file.startsWith("init") ? "init" : file === "utils.ts" ? "nn.utils" : rooms[folder]!;
    return { name: name!, path: `${room}.${fn ?? name}`, constant: (constant ?? passed)!, file };
  });
}

/** Labels of tuples that TypeScript's parsers refuse. */
const labels: Readonly<Record<string, string>> = { var: "variance" };

const union = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(" | ");
const tuple = (names: readonly string[]): string =>
  `[${names.map((name) => `${labels[name] ?? name}: "${name}"`).join(", ")}]`;

/** The types of the calls of one callable. */
function typesOf({ name, path, constant }: Asking): string {
  const stated = allSignatures().get(path);
  if (!(stated instanceof Signature)) throw new Error(`${path} has no signature, or several`);
  const entries = Object.entries<Argument>(stated.arguments);
  if (entries.some(([, { isVariadic }]) => isVariadic)) throw new Error(`${path} takes items one by one`);
  if (entries.length === 0) return `export type ${name} = NoArguments;`;
  const placed = entries.filter(([, { isKeyword }]) => !isKeyword).map(([each]) => each);
  const needed = entries.findLastIndex(([, { isRequired }]) => isRequired) + 1;
  const [required, others] = [placed.slice(0, needed), placed.slice(needed)];
  // Where a tensor may stand in place of the options, editors would offer its members among them.
  const isObject = others.some((each) => /Tensor|torch\./.test(stated.arguments[each]!.kind.expects));
  const isByPlace = placed.length === entries.length && others.length <= 2 && !isObject;
  const calls = isByPlace ? "CallsByPlace" : "Calls";
  // An interface, because editors show it by its name, and its members where they are asked for.
  const whole = `export interface ${name}Arguments extends Named<typeof ${constant}.arguments> {}`;
  if (needed === entries.length)
    return `${whole}\nexport type ${name} = CallsInFull<${name}Arguments, ${tuple(required)}>;\n`;
  return `
${whole}
export type ${name}Options = Omit<${name}Arguments, ${needed === 0 ? "never" : union(required)}>;
export type ${name} = ${calls}<${name}Arguments, ${name}Options, ${tuple(required)}, ${tuple(others)}>;`;
}

/** The source text of the room's file. */
async function callsOf(folder: string): Promise<string> {
  const files = readdirSync(join(projectRoot, folder))
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const all = files.map((file) => asking(folder, file));
  const types = all.flat().map(typesOf).join("\n");
  const imports = files.flatMap((file, i) => {
    const constants = [...new Set(all[i]!.map(({ constant }) => constant))]
      .filter((each) => types.includes(` ${each}.`))
      .sort();
    return constants.length === 0 ? [] : [`import type { ${constants.join(", ")} } from "./${basename(file)}";`];
  });
  const up = "../".repeat(folder.split("/").length - 1) || "./";
  const shared = ["Calls", "CallsByPlace", "CallsInFull", "Named", "NoArguments"].filter((each) =>
    new RegExp(`\\b${each}\\b`).test(types),
  );
  const text = `/** Every way to call what is in this folder. Made by \`npm run functions\` from the signatures: change those. */
import type { ${shared.join(", ")} } from "${up}shape/index.ts";
${imports.join("\n")}
${types}
`;
  const filepath = join(projectRoot, folder, "calls.ts");
  return prettier.format(text, { ...(await prettier.resolveConfig(filepath)), filepath });
}

/** What each of the files has to contain, by its path. */
export async function callForms(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of Object.keys(rooms)) found.set(join(projectRoot, folder, "calls.ts"), await callsOf(folder));
  return found;
}

if (import.meta.main) for (const [path, text] of await callForms()) writeFileSync(path, text);
