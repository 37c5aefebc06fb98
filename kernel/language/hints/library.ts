/**
 * Hints that a library gives its users in a notebook. A package names a JSON file in its package.json,
 * `"convkernel": { "hints": "./hints.json" }`; the file is data, none of the package's code is run. The kernel reads the hints of packages
 * that cells import, and of its own package, which every notebook may import.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifest, packageRoot } from "../../contract/package-root.ts";
import { kindsOfPlace, type Where } from "./places.ts";

/** A hint about expressions that stand at certain places and have a certain type. */
export interface Rule {
  readonly where: Where;
  /** A TypeScript type; `$` is the package: `$.Tensor`. The expression's type must be assignable to it. */
  readonly type: string;
  /** `$0` is the place as written in the source, `$1` and `$2` are its operands. */
  readonly says: string;
  /** For `operator` places: what `$3` stands for, by operator (`unary -`, `+`, `+=`), if the first operand has the type. */
  readonly operators?: Readonly<Record<string, string>>;
  /** The same, if only the second operand has the type. */
  readonly reversed?: Readonly<Record<string, string>>;
  /** The rule applies only to expressions with one of these last names (`noGrad` in `torch.noGrad()`); if absent, to all. */
  readonly words?: readonly string[];
}

export interface Library {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** Additions to the kernel's own tables of Python habits. */
  readonly python: {
    /** By habit (python-lines.ts). */
    readonly lines: Readonly<Record<string, string>>;
    /** What to write instead of importing a Python module. */
    readonly modules: Readonly<Record<string, string>>;
    readonly names: Readonly<Record<string, string>>;
  };
}

export interface Libraries {
  /** All libraries read so far. */
  readonly all: readonly Library[];
  /** The libraries that cells import. */
  readonly used: readonly Library[];
  /** Reads the hints of packages that a cell imports. */
  know(specifiers: readonly string[]): void;
  /** Problems with hint files, each reported once. */
  takeNotices(): readonly string[];
}

/**
 * The libraries of a notebook's folder.
 * @param own the folder of the kernel's own package
 */
export function createLibraries(folder: string, own: string = packageRoot): Libraries {
  const known = new Map<string, Library | undefined>();
  const used = new Set<string>();
  const notices: string[] = [];
  const read = (name: string, home: string | undefined): void => {
    known.set(name, undefined);
    if (home === undefined) return;
    try {
      known.set(name, readLibrary(name, home));
    } catch (error) {
      notices.push(`The hints of '${name}' cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  read(manifest.name, own);
  return {
    get all() {
      return [...known.values()].filter((library) => library !== undefined);
    },
    get used() {
      return [...used].flatMap((name) => known.get(name) ?? []);
    },
    know(specifiers) {
      for (const specifier of specifiers) {
        const name = /^(?:@[^/]+\/)?[^./@][^/]*/u.exec(specifier)?.[0];
        if (name === undefined || name.includes(":")) continue;
        if (!known.has(name)) read(name, packageHome(name, folder));
        used.add(name);
      }
    },
    takeNotices: () => notices.splice(0),
  };
}

function packageHome(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const home = join(folder, "node_modules", name);
    if (manifestOf(home) !== undefined) return home;
    if (dirname(folder) === folder) return undefined;
  }
}

type Json = Readonly<Record<string, unknown>>;

function manifestOf(folder: string): Json | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Json;
  } catch {
    return undefined;
  }
}

/** @throws if the file is missing or is not a hint file */
function readLibrary(name: string, home: string): Library | undefined {
  const file = objectAt(manifestOf(home) ?? {}, "convkernel")["hints"];
  if (typeof file !== "string") return undefined;
  const text = readFileSync(join(home, file), "utf8");
  const hints = objectAt({ [file]: JSON.parse(text) as unknown }, file);
  const python = objectAt(hints, "python");
  return {
    name,
    rules: listAt(hints, "rules").map(checkedRule),
    python: { lines: texts(python, "lines"), modules: texts(python, "modules"), names: texts(python, "names") },
  };
}

/** @throws TypeError if a later reader could not use the rule */
function checkedRule(given: unknown): Rule {
  if (typeof given !== "object" || given === null)
    throw new TypeError(`expected a rule, an object, got ${JSON.stringify(given)}`);
  const rule = given as Json;
  if (!(kindsOfPlace as readonly unknown[]).includes(rule["where"]))
    throw new TypeError(`expected "where" among ${kindsOfPlace.join(", ")}, got ${JSON.stringify(rule["where"])}`);
  for (const key of ["type", "says"]) {
    if (typeof rule[key] !== "string") throw new TypeError(`expected a text as "${key}" of ${JSON.stringify(rule)}`);
  }
  for (const key of ["operators", "reversed"]) texts(rule, key);
  const words = listAt(rule, "words");
  if (!words.every((word) => typeof word === "string"))
    throw new TypeError(`expected texts as "words" of ${JSON.stringify(rule)}`);
  return rule as unknown as Rule;
}

function objectAt(object: Json, key: string): Json {
  const value = object[key] ?? {};
  if (typeof value !== "object" || Array.isArray(value)) throw new TypeError(`expected an object as "${key}"`);
  return value as Json;
}

function listAt(object: Json, key: string): readonly unknown[] {
  const value = object[key] ?? [];
  if (!Array.isArray(value)) throw new TypeError(`expected a list as "${key}"`);
  return value;
}

function texts(object: Json, key: string): Readonly<Record<string, string>> {
  const value = objectAt(object, key);
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== "string") throw new TypeError(`expected a text as "${name}" of "${key}"`);
  }
  return value as Readonly<Record<string, string>>;
}
