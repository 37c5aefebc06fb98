/** Python's standard library, as far as `python` has it: where its names are, what its functions return, what its objects have. */
import type { Called } from "./results.ts";
import {
  ANY,
  BOOL,
  DictKind,
  elementOf,
  FLOAT,
  INT,
  join,
  type Kind,
  listOf,
  NONE,
  OTHER,
  STRING,
  tupleOf,
} from "./kinds.ts";
import { giveOne } from "./giving.ts";

type Of<K extends Kind["is"]> = Extract<Kind, { readonly is: K }>;
type Result = Kind | ((called: Called) => Kind);

const object = (type: string): Of<"object"> => ({ is: "object", type });
export const PATH = object("Path");
const MATCH = object("Match");
const PATTERN = object("Pattern");
const LOGGER = object("Logger");
const HANDLER = object("Handler");
const STREAM = object("Stream");
const PARSER = object("ArgumentParser");
const MANAGER = object("ContextManager");
const iteratorOf = (of: Kind): Kind => ({ is: "iterator", of });

/** The name of a function or class in `python`, and what a call of it returns. */
interface Standard {
  readonly to: string;
  readonly result: Result;
}

const first = ({ kinds }: Called): Kind => kinds[0] ?? ANY;

/** What a pattern finds: texts, or lists if it has several groups. */
function found({ args }: Called): Kind {
  const [pattern] = args;
  if (pattern?.value.kind !== "string") return listOf(ANY);
  const groups = pattern.value.value.replace(/\\[^]|\[[^\]]*\]/g, "").match(/\((?!\?(?!P<))/g)?.length ?? 0;
  return listOf(groups < 2 ? STRING : tupleOf(...Array.from({ length: groups }, () => STRING)));
}

/** The function in `re.sub(pattern, function, text)` gets the matches. */
function substituted(called: Called, place: number): Kind {
  const by = called.kinds[place];
  if (by?.is === "function") giveOne(by.info, MATCH);
  return STRING;
}

const fieldsFrom = ({ args, kinds }: Called): Map<string, Kind> =>
  new Map(args.flatMap(({ name }, i) => (name === undefined ? [] : [[name, kinds[i]!] as const])));

const grouped = (module: string, to: string, names: Readonly<Record<string, Result>>): [string, Standard][] =>
  Object.entries(names).map(([name, result]) => [`${module}.${name}`, { to: `${to}.${camel(name)}`, result }]);

const camel = (name: string): string => name.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());

export const STANDARD: Readonly<Record<string, Standard>> = {
  ...Object.fromEntries([
    ...grouped("re", "re", {
      compile: PATTERN,
      search: MATCH,
      match: MATCH,
      fullmatch: MATCH,
      finditer: listOf(MATCH),
      findall: found,
      split: listOf(STRING),
      sub: (called) => substituted(called, 1),
      subn: tupleOf(STRING, INT),
      escape: STRING,
    }),
    ...grouped("logging", "logging", {
      getLogger: LOGGER,
      StreamHandler: HANDLER,
      FileHandler: HANDLER,
      Formatter: OTHER,
      basicConfig: NONE,
      disable: NONE,
      getLevelName: STRING,
      debug: NONE,
      info: NONE,
      warning: NONE,
      error: NONE,
      exception: NONE,
      critical: NONE,
    }),
    ...grouped("shutil", "folders", { rmtree: NONE, copytree: STRING, move: STRING, copy: STRING }),
    ...grouped("heapq", "heaps", {
      heappush: ({ kinds: [heap, item] }) => {
        if (heap?.is === "list") heap.of = join(heap.of, item ?? ANY);
        return NONE;
      },
      heappop: (called) => elementOf(first(called)),
      heappushpop: (called) => elementOf(first(called)),
      heapify: NONE,
      nlargest: ({ kinds }) => listOf(elementOf(kinds[1] ?? ANY)),
      nsmallest: ({ kinds }) => listOf(elementOf(kinds[1] ?? ANY)),
    }),
    ...grouped("bisect", "heaps", { bisect_left: INT, bisect_right: INT, insort: NONE }),
    ...grouped("statistics", "statistics", {
      mean: FLOAT,
      fmean: FLOAT,
      median: (called) => elementOf(first(called)),
      mode: (called) => elementOf(first(called)),
      stdev: FLOAT,
      pstdev: FLOAT,
      variance: FLOAT,
      pvariance: FLOAT,
    }),
    ...grouped("textwrap", "wrap", {
      wrap: listOf(STRING),
      fill: STRING,
      dedent: STRING,
      indent: STRING,
      shorten: STRING,
    }),
    ...grouped("pprint", "wrap", { pprint: NONE, pformat: STRING }),
    ...grouped("sys.stdout", "sys.stdout", { write: INT, flush: NONE }),
    ...grouped("sys.stderr", "sys.stderr", { write: INT, flush: NONE }),
  ]),
  "shutil.copyfile": { to: "folders.copy", result: STRING },
  "shutil.copy2": { to: "folders.copy", result: STRING },
  "bisect.bisect": { to: "heaps.bisectRight", result: INT },
  "glob.glob": { to: "folders.glob", result: listOf(STRING) },
  "glob.iglob": { to: "folders.glob", result: listOf(STRING) },
  "tempfile.mkdtemp": { to: "folders.mkdtemp", result: STRING },
  "tempfile.TemporaryDirectory": { to: "folders.TemporaryDirectory", result: object("TemporaryDirectory") },
  "argparse.ArgumentParser": {
    to: "ArgumentParser",
    result: () => ({ ...PARSER, fields: new Map() }),
  },
  "pathlib.Path": { to: "Path", result: PATH },
  "pathlib.PurePath": { to: "Path", result: PATH },
  "pathlib.Path.cwd": { to: "Path.cwd", result: PATH },
  "pathlib.Path.home": { to: "Path.home", result: PATH },
  "contextlib.suppress": { to: "suppress", result: MANAGER },
  "contextlib.nullcontext": { to: "nullcontext", result: (called) => ({ ...MANAGER, of: first(called) }) },
  "contextlib.closing": { to: "closing", result: (called) => ({ ...MANAGER, of: first(called) }) },
  "dataclasses.asdict": { to: "asdict", result: (called) => dictOfFields(first(called)) },
  "dataclasses.astuple": { to: "astuple", result: listOf(OTHER) },
  "dataclasses.replace": { to: "replace", result: first },
  "builtins.vars": { to: "vars", result: (called) => dictOfFields(first(called)) },
};

function dictOfFields(of: Kind): Kind {
  const kind = new DictKind(STRING, OTHER);
  if (of.is === "object" && of.fields !== undefined) kind.fields = of.fields;
  if (of.is === "instance") kind.fields = new Map([...of.info.attributes].map(([k, v]) => [k, nested(v)]));
  return kind;
}

/** A dataclass in a dataclass becomes a dict, too. */
const nested = (kind: Kind): Kind => (kind.is === "instance" ? dictOfFields(kind) : kind);

export function standardResult(path: string, called: Called): Kind | undefined {
  if (path === "types.SimpleNamespace" || path === "argparse.Namespace")
    return { ...object("Namespace"), fields: fieldsFrom(called) };
  const known = STANDARD[path];
  return known === undefined ? undefined : typeof known.result === "function" ? known.result(called) : known.result;
}

/** Values of modules that are not called. */
const VALUES: Readonly<Record<string, readonly [text: string, kind: Kind]>> = {
  "sys.stdout": ["sys.stdout", STREAM],
  "sys.stderr": ["sys.stderr", STREAM],
  "sys.argv": ["sys.argv", listOf(STRING)],
  "sys.version_info": ["sys.versionInfo", listOf(INT)],
  "os.environ": ["sys.environ", new DictKind(STRING, STRING)],
};

const TEXTS: Readonly<Record<string, string>> = {
  "string.ascii_lowercase": "abcdefghijklmnopqrstuvwxyz",
  "string.ascii_uppercase": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "string.ascii_letters": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "string.digits": "0123456789",
  "string.hexdigits": "0123456789abcdefABCDEF",
  "string.punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  "string.whitespace": " \t\n\r\v\f",
  "sys.version": "3.12.0",
  "torch.__version__": "2.13.0",
  "torchvision.__version__": "0.28.0",
  "numpy.__version__": "2.4.6",
  "sys.platform": "linux",
  "os.name": "posix",
  "os.linesep": "\n",
};

export function valueKind(path: string): Kind | undefined {
  if (TEXTS[path] !== undefined) return STRING;
  if (/^(?:logging|re)\.[A-Z]+$/.test(path)) return INT;
  return VALUES[path]?.[1];
}

/** The text of such a value: a string, or a name in `python`. */
export function valueText(path: string): { readonly text?: string; readonly name?: string } | undefined {
  if (TEXTS[path] !== undefined) return { text: TEXTS[path] };
  if (/^(?:logging|re)\.[A-Z]+$/.test(path)) return { name: path };
  const known = VALUES[path];
  return known === undefined ? undefined : { name: known[0] };
}

const TYPES: Readonly<Record<string, Kind>> = { int: INT, float: FLOAT, str: STRING, bool: BOOL };

/** What an argument of a command line will be. */
function argument({ args, kinds }: Called): readonly [name: string, kind: Kind] | undefined {
  const option = (name: string): number => args.findIndex((each) => each.name === name);
  const word = (name: string): string | undefined => {
    const value = args[option(name)]?.value;
    return value?.kind === "string" ? value.value : undefined;
  };
  const flags = args.flatMap(({ name, value }) => (name === undefined && value.kind === "string" ? [value.value] : []));
  const name = word("dest") ?? flags.find((each) => each.startsWith("--")) ?? flags[0];
  if (name === undefined) return undefined;
  const fallback = option("default") < 0 ? NONE : kinds[option("default")]!;
  const action = word("action") ?? "store";
  const type = kinds[option("type")];
  const path = type?.is === "library" ? type.path : "";
  const own =
    type === undefined
      ? STRING
      : type.is === "function"
        ? type.info.result
        : path === "pathlib.Path"
          ? PATH
          : (TYPES[path.replace("builtins.", "")] ?? ANY);
  const nargs = args[option("nargs")]?.value;
  const isList = action === "append" || action === "extend" || (nargs !== undefined && word("nargs") !== "?");
  const given = action.startsWith("store_") ? BOOL : action === "count" ? INT : isList ? listOf(own) : own;
  const kind = fallback.is === "none" && action.startsWith("store_") ? BOOL : join(fallback, given);
  return [name.replace(/^-+/, "").replaceAll("-", "_"), kind];
}

const PATHS: Readonly<Record<string, Kind>> = {
  name: STRING,
  stem: STRING,
  suffix: STRING,
  suffixes: listOf(STRING),
  parent: PATH,
  parents: listOf(PATH),
  parts: { is: "tuple", items: [STRING], isLong: true },
};
const MEMBERS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  Path: PATHS,
  Pattern: { pattern: STRING, flags: INT },
  Match: { string: STRING },
  Logger: { name: STRING, level: INT, handlers: listOf(HANDLER), propagate: BOOL },
  TemporaryDirectory: { name: STRING },
  ArgumentParser: { description: STRING, prog: STRING },
};

const METHODS: Readonly<Record<string, Readonly<Record<string, Result>>>> = {
  Path: {
    joinpath: PATH,
    with_suffix: PATH,
    with_name: PATH,
    with_stem: PATH,
    absolute: PATH,
    resolve: PATH,
    expanduser: PATH,
    relative_to: PATH,
    rename: PATH,
    is_absolute: BOOL,
    exists: BOOL,
    is_dir: BOOL,
    is_file: BOOL,
    mkdir: NONE,
    touch: NONE,
    unlink: NONE,
    rmdir: NONE,
    iterdir: iteratorOf(PATH),
    glob: iteratorOf(PATH),
    rglob: iteratorOf(PATH),
    stat: ANY,
    read_text: STRING,
    read_bytes: ANY,
    write_text: INT,
    as_posix: STRING,
    open: { is: "file" },
  },
  Pattern: {
    search: MATCH,
    match: MATCH,
    fullmatch: MATCH,
    finditer: listOf(MATCH),
    findall: listOf(ANY),
    split: listOf(STRING),
    sub: (called) => substituted(called, 0),
    subn: tupleOf(STRING, INT),
  },
  Match: {
    group: ({ args }) => (args.length > 1 ? { is: "tuple", items: [STRING], isLong: true } : STRING),
    groups: { is: "tuple", items: [STRING], isLong: true },
    groupdict: new DictKind(STRING, STRING),
    span: tupleOf(INT, INT),
    start: INT,
    end: INT,
  },
  Logger: {
    setLevel: NONE,
    addHandler: NONE,
    removeHandler: NONE,
    hasHandlers: BOOL,
    getEffectiveLevel: INT,
    isEnabledFor: BOOL,
    log: NONE,
    debug: NONE,
    info: NONE,
    warning: NONE,
    warn: NONE,
    error: NONE,
    exception: NONE,
    critical: NONE,
  },
  Handler: { setFormatter: NONE, setLevel: NONE, flush: NONE, close: NONE },
  Stream: { write: INT, flush: NONE },
  TemporaryDirectory: { cleanup: NONE },
  ContextManager: {},
  Namespace: {},
};

export function memberKind(owner: Of<"object">, name: string): Kind {
  return owner.fields?.get(name) ?? MEMBERS[owner.type]?.[name] ?? ANY;
}

/** Undefined if such objects have no such method here. */
export function objectMethod(owner: Of<"object">, name: string, called: Called): Kind | undefined {
  if (owner.type === "ArgumentParser") return ofParser(owner, name, called);
  if (owner.type === "Namespace") return ANY;
  const known = METHODS[owner.type]?.[name];
  return typeof known === "function" ? known(called) : known;
}

function ofParser(owner: Of<"object">, name: string, called: Called): Kind | undefined {
  const space: Kind = { ...object("Namespace"), fields: owner.fields! };
  switch (name) {
    case "add_argument": {
      const [dest, kind] = argument(called) ?? [];
      if (dest !== undefined) owner.fields!.set(dest, kind!);
      return OTHER;
    }
    case "set_defaults":
      for (const [dest, kind] of fieldsFrom(called)) owner.fields!.set(dest, join(owner.fields!.get(dest), kind));
      return NONE;
    case "parse_args":
      return space;
    case "parse_known_args":
      return tupleOf(space, listOf(STRING));
    case "add_argument_group":
    case "add_mutually_exclusive_group":
      return owner;
    case "format_help":
    case "format_usage":
      return STRING;
    case "print_help":
    case "print_usage":
    case "error":
    case "get_default":
      return ANY;
    default:
      return undefined;
  }
}
