/** Names of Python's libraries other than torch, and their counterparts. Long because it is a list, one library after another. */
import type { Argument, Expression } from "../python/tree.ts";
import type { Calls } from "./calls.ts";
import { dictFrom } from "./dicts.ts";
import type { Expressions } from "./express.ts";
import { numpyCall } from "./numpy.ts";
import { standardCall } from "./standard.ts";

type Call = Extract<Expression, { kind: "call" }>;

export const MATH: Readonly<Record<string, string>> = {
  sqrt: "Math.sqrt",
  exp: "Math.exp",
  log2: "Math.log2",
  log10: "Math.log10",
  log1p: "Math.log1p",
  floor: "Math.floor",
  ceil: "Math.ceil",
  trunc: "Math.trunc",
  sin: "Math.sin",
  cos: "Math.cos",
  tan: "Math.tan",
  tanh: "Math.tanh",
  atan2: "Math.atan2",
  fabs: "Math.abs",
  hypot: "Math.hypot",
  pow: "Math.pow",
  isnan: "Number.isNaN",
  isfinite: "Number.isFinite",
};

export const CONSTANTS: Readonly<Record<string, string>> = {
  "math.pi": "Math.PI",
  "math.e": "Math.E",
  "math.inf": "Infinity",
  "math.nan": "NaN",
  "numpy.pi": "Math.PI",
  "numpy.e": "Math.E",
  "numpy.inf": "Infinity",
  "numpy.nan": "NaN",
  "numpy.newaxis": "null",
  "os.sep": '"/"',
};

/** Functions of `random` that `python` has as they are. */
const RANDOM = new Set(
  "seed random getrandbits randrange randint uniform choice choices shuffle sample gauss normalvariate expovariate".split(
    " ",
  ),
);
/** Functions of `itertools` and `functools`, and their names in `python`. */
const TOOLS: Readonly<Record<string, string>> = {
  product: "product",
  permutations: "permutations",
  combinations: "combinations",
  combinations_with_replacement: "combinationsWithReplacement",
  accumulate: "accumulate",
  cycle: "cycle",
  count: "count",
  takewhile: "takewhile",
  dropwhile: "dropwhile",
  groupby: "groupby",
};

export function foreign(e: Expressions, calls: Calls, path: string, call: Call): string {
  const { context } = e;
  const { args } = call;
  const standard = standardCall(e, calls, path, call);
  if (standard !== undefined) return standard;
  const library = path.slice(0, path.indexOf("."));
  const name = path.slice(path.lastIndexOf(".") + 1);
  const found =
    library === "math"
      ? math(e, name, args)
      : library === "random"
        ? RANDOM.has(name) && !(name === "seed" && args[0] !== undefined && e.is(args[0].value, "string"))
          ? `${context.python("random")}.${name}(${calls.positional(args)})`
          : undefined
        : library === "itertools"
          ? tool(e, calls, path, name, call)
          : library === "numpy"
            ? numpyCall(e, calls, path, call)
            : library === "time" || library === "datetime"
              ? time(e, name, call)
              : library === "os" || library === "json" || library === "glob" || library === "sys"
                ? system(e, calls, path, name, call)
                : other(e, calls, path, name, call);
  return found ?? context.refuse(call, `${path} has no counterpart${hintFor(path)}`);
}

function math(e: Expressions, name: string, args: readonly Argument[]): string | undefined {
  const [first, second] = args.map(({ value }) => value);
  const given = args.map(({ value }) => e.scalar(value)).join(", ");
  if (name === "log")
    return second === undefined
      ? `Math.log(${given})`
      : `Math.log(${e.scalar(first!)}) / Math.log(${e.scalar(second)})`;
  if (name === "prod") return `${e.array(first!)}.reduce((a, b) => a * b, 1)`;
  if (name === "fsum") return `${e.array(first!)}.reduce((a, b) => a + b, 0)`;
  if (
    ["gcd", "lcm", "factorial", "comb", "perm", "isqrt", "dist", "degrees", "radians", "isclose", "fmod"].includes(name)
  )
    return `${e.context.python("math")}.${name}(${given})`;
  if (name === "isinf") return `(Math.abs(${given}) === Infinity)`;
  const known = MATH[name];
  return known === undefined ? undefined : `${known}(${given})`;
}

function tool(e: Expressions, calls: Calls, path: string, name: string, call: Call): string | undefined {
  const { args } = call;
  const plain = args
    .filter((each) => each.name === undefined)
    .map(({ value, stars }) => (stars === 1 ? `...${e.array(value)}` : e.iterable(value)));
  const option = (wanted: string): Expression | undefined => args.find((each) => each.name === wanted)?.value;
  if (path === "itertools.chain.from_iterable") return `${e.array(args[0]!.value)}.flatMap((each: any) => [...each])`;
  switch (name) {
    case "chain":
      return `[${plain.map((text) => (text.startsWith("...") ? `${text}.flatMap((each: any) => [...each])` : `...${text}`)).join(", ")}]`;
    case "product": {
      const repeat = option("repeat");
      if (repeat === undefined) return `${e.context.python("product")}(${plain.join(", ")})`;
      return `${e.context.python("product")}(...Array(${e.of(repeat)}).fill(${plain[0]!}))`;
    }
    case "islice": {
      const [values = "", start, ...rest] = args.map(({ value }) => e.of(value));
      const range = rest.length === 0 ? ["0", start!] : [start!, ...rest];
      return `${e.context.python("islice")}(${[values, ...range].join(", ")})`;
    }
    case "repeat":
      return plain[1] === undefined ? undefined : `Array(${plain[1]}).fill(${e.of(args[0]!.value)})`;
    case "zip_longest": {
      const fill = option("fillvalue");
      return `${e.context.python("zipLongest")}([${plain.join(", ")}]${fill === undefined ? "" : `, ${e.of(fill)}`})`;
    }
    case "starmap":
      return `${e.array(args[1]!.value)}.map((values: any) => ${e.atom(args[0]!.value)}(...values))`;
    case "groupby": {
      const key = option("key");
      return `${e.context.python("groupby")}(${[...plain, ...(key === undefined ? [] : [e.of(key)])].join(", ")})`;
    }
    case "accumulate": {
      const [, of] = args.filter((each) => each.name === undefined);
      const known = of === undefined ? option("func") : of.value;
      const initial = option("initial");
      const fn =
        known === undefined ? (initial === undefined ? [] : ["undefined"]) : [operator(e, known) ?? e.of(known)];
      return `${e.context.python("accumulate")}(${[plain[0]!, ...fn, ...(initial === undefined ? [] : [e.of(initial)])].join(", ")})`;
    }
    default:
      return TOOLS[name] === undefined ? undefined : `${e.context.python(TOOLS[name])}(${calls.positional(args)})`;
  }
}

/** The functions of `operator`. */
export const SIGNS: Readonly<Record<string, string>> = {
  add: "+",
  mul: "*",
  sub: "-",
  truediv: "/",
  and_: "&",
  or_: "|",
  xor: "^",
};

/** `operator.mul` as a function. */
function operator(e: Expressions, expression: Expression): string | undefined {
  const kind = e.kind(expression);
  if (kind.is !== "library" || !kind.path.startsWith("operator.")) {
    const isBuiltin = kind.is === "library" && /^builtins\.(?:max|min)$/.test(kind.path);
    return isBuiltin ? `(a, b) => Math.${kind.path.slice("builtins.".length)}(a, b)` : undefined;
  }
  const sign = SIGNS[kind.path.slice("operator.".length)];
  return sign === undefined ? undefined : `(a: any, b: any) => a ${sign} b`;
}

function time(e: Expressions, name: string, call: Call): string | undefined {
  const [first, second] = call.args.map(({ value }) => e.of(value));
  const { context } = e;
  switch (name) {
    case "time":
    case "perf_counter":
    case "monotonic":
    case "process_time":
      context.note(call, "time: it prints another number each time");
      return "performance.now() / 1000";
    case "sleep":
      return `${context.python("sleep")}(${first})`;
    case "now":
    case "today":
    case "localtime":
      context.note(call, "time: it prints another number each time");
      return "new Date()";
    case "datetime":
      return call.args.length === 0 ? undefined : `new Date(${dateParts(e, call.args)})`;
    case "date":
      return `new Date(${dateParts(e, call.args)})`;
    case "strftime":
      return `${context.python("strftime")}(${second ?? "new Date()"}, ${first})`;
    default:
      return undefined;
  }
}

/** JavaScript counts months from 0. */
function dateParts(e: Expressions, args: readonly Argument[]): string {
  return args
    .map(({ value }, i) => {
      if (i !== 1) return e.of(value);
      return value.kind === "number" ? String(Number(value.text) - 1) : `${e.atom(value)} - 1`;
    })
    .join(", ");
}

const OF_NODE: Readonly<Record<string, readonly [module: string, name: string]>> = {
  "os.path.join": ["node:path", "join"],
  "os.path.basename": ["node:path", "basename"],
  "os.path.dirname": ["node:path", "dirname"],
  "os.path.abspath": ["node:path", "resolve"],
  "os.path.exists": ["node:fs", "existsSync"],
  "os.listdir": ["node:fs", "readdirSync"],
  "os.remove": ["node:fs", "rmSync"],
  "os.unlink": ["node:fs", "rmSync"],
  "os.rename": ["node:fs", "renameSync"],
};

/** Arguments that Node wants as strings. */
const paths = (e: Expressions, args: readonly Argument[]): string =>
  args
    .map(({ value, stars }) => {
      const text = e.of(value);
      if (stars === 1) return `...${e.atom(value)}`;
      return e.is(value, "object") ? `String(${text})` : text;
    })
    .join(", ");

function system(e: Expressions, calls: Calls, path: string, name: string, call: Call): string | undefined {
  const { context } = e;
  const { args } = call;
  const [first, second] = args.map(({ value }) => e.of(value));
  const known = OF_NODE[path];
  if (known !== undefined) {
    const given = path === "os.listdir" && first === undefined ? '"."' : paths(e, args);
    return `${context.needsOfNode(...known)}(${given})`;
  }
  switch (path) {
    case "os.makedirs":
    case "os.mkdir":
      return `${context.needsOfNode("node:fs", "mkdirSync")}(${paths(e, args.slice(0, 1))}${name === "makedirs" ? ", { recursive: true }" : ""})`;
    case "os.path.isfile":
    case "os.path.isdir":
      return `new ${context.python("Path")}(${first}).${name === "isdir" ? "isDir" : "isFile"}()`;
    case "os.getenv":
      return `${context.python("sys.environ")}[${first}] ?? ${second ?? "null"}`;
    case "os.path.splitext":
      return `((path: string) => [path.slice(0, path.length - ${context.needsOfNode("node:path", "extname")}(path).length), extname(path)])(${first})`;
    case "os.path.getsize":
      return `${context.needsOfNode("node:fs", "statSync")}(${first}).size`;
    case "os.getcwd":
      return "process.cwd()";
    case "os.cpu_count":
      return `${context.needsOfNode("node:os", "availableParallelism")}()`;
    case "json.loads":
      return `JSON.parse(${first})`;
    case "json.load":
      return `JSON.parse(${e.atom(args[0]!.value)}.read())`;
    case "json.dumps":
      return `${context.python("json")}.dumps(${calls.positional(args)})`;
    case "json.dump":
      return `${second}.write(${context.python("json")}.dumps(${calls.positional([args[0]!, ...args.slice(2)])}))`;
    case "sys.exit":
      return `process.exit(${first ?? ""})`;
    default:
      return undefined;
  }
}

function other(e: Expressions, calls: Calls, path: string, name: string, call: Call): string | undefined {
  const { context } = e;
  const { args } = call;
  const [first] = args;
  const given = calls.positional(args);
  if (/^tqdm\b/.test(path))
    return first === undefined ? undefined : `${context.needs("progress")}(${e.of(first.value)})`;
  if (/^copy\.(?:copy|deepcopy)$/.test(path)) return `${context.needs("copy")}.${name}(${given})`;
  if (/^torch(?:info|summary)\.summary$/.test(path)) return `${context.needs("summary")}(${given})`;
  if (path === "torchvision.utils.make_grid") return `${context.python("makeGrid")}(${given})`;
  switch (path) {
    case "collections.Counter":
      return `new ${context.python("Counter")}(${first === undefined ? "" : e.is(first.value, "dict") ? e.of(first.value) : e.iterable(first.value)})`;
    case "collections.defaultdict":
      return `new ${context.python("DefaultDict")}(${first === undefined ? "" : maker(e, first.value)})`;
    case "collections.OrderedDict": {
      const kind = e.kind(call);
      if (first === undefined) return kind.is === "dict" && !kind.isRecord ? dictFrom(e, "", kind) : "{}";
      return entries(e, first.value, call);
    }
    case "collections.deque":
      if (args.some(({ name }, i) => name === "maxlen" || i === 1)) {
        const limit = args.find((each) => each.name === "maxlen") ?? args[1]!;
        const values = first === limit ? "[]" : e.iterable(first!.value);
        return `${context.python("deque")}(${values}, ${e.of(limit.value)})`;
      }
      return first === undefined ? "[]" : `[...${e.iterable(first.value)}]`;
    case "functools.reduce": {
      const [fn, values, start] = args.map(({ value }) => value);
      const reducer =
        operator(e, fn!) ??
        (fn!.kind === "lambda" ? e.lambda(fn as Extract<Expression, { kind: "lambda" }>, true) : e.of(fn!));
      return `${e.array(values!)}.reduce(${reducer}${start === undefined ? "" : `, ${e.of(start)}`})`;
    }
    case "functools.partial": {
      if (first === undefined) return undefined;
      const kind = e.kind(first.value);
      const rest = args.slice(1);
      if (kind.is === "function" && kind.info.definition.parameters.every(({ stars }) => stars === 0)) {
        const own = kind.info.definition.parameters.slice(kind.info.isMethod ? 1 : 0);
        const open = own.filter(
          ({ name: each }, i) =>
            i >= rest.filter((one) => one.name === undefined).length && rest.every((one) => one.name !== each),
        );
        const needed = open
          .filter(({ fallback }) => fallback === undefined)
          .map(({ name: each }) => context.names.of(each));
        const whole: Argument[] = [
          ...rest.filter((one) => one.name === undefined),
          ...open
            .filter(({ fallback }) => fallback === undefined)
            .map(({ name: each }) => ({
              name: each,
              stars: 0 as const,
              value: { kind: "name" as const, id: each, at: call.at },
            })),
          ...rest.filter((one) => one.name !== undefined),
        ];
        for (const { value } of whole)
          if (value.kind === "name" && value.at === call.at) context.kinds.note(value, { is: "any" });
        return `(${needed.map((each) => `${each}: any`).join(", ")}) => ${e.atom(first.value)}(${calls.given(kind.info, whole)})`;
      }
      return `(...values: any[]) => ${kind.is === "class" ? "new " : ""}(${e.of(first.value)} as any)(${[...rest.filter((one) => one.name === undefined).map(({ value }) => e.of(value)), "...values", ...(rest.some((one) => one.name !== undefined) ? [calls.positional(rest.filter((one) => one.name !== undefined))] : [])].join(", ")})`;
    }
    case "functools.lru_cache":
    case "functools.cache":
      return context.python("cache");
    case "csv.reader": {
      const delimiter = args.find((each) => each.name === "delimiter")?.value;
      return `${e.array(first!.value)}.map((row) => row.split(${delimiter === undefined ? '","' : e.of(delimiter)}))`;
    }
    default:
      return /^matplotlib\.pyplot\.\w+$/.test(path)
        ? `${context.python("plt")}.${context.names.member(name)}(${calls.positional(args, true)})`
        : undefined;
  }
}

function maker(e: Expressions, value: Expression): string {
  const known =
    value.kind === "name" && e.is(value, "library")
      ? {
          int: "() => 0",
          float: "() => 0",
          list: "() => [] as any[]",
          dict: "() => ({}) as Record<string, any>",
          set: "() => new Set<any>()",
          str: '() => ""',
        }[value.id]
      : undefined;
  return known ?? e.of(value);
}

/** `[("a", 1)]` as an object. */
function entries(e: Expressions, value: Expression, call: Call): string {
  const pairs =
    value.kind === "list"
      ? value.items.map((item) => (item.kind === "tuple" && item.items.length === 2 ? item.items : undefined))
      : [undefined];
  if (pairs.length > 0 && pairs.every((pair) => pair !== undefined && pair[0]!.kind === "string"))
    return `{ ${pairs.map((pair) => `${e.of(pair![0]!)}: ${e.of(pair![1]!)}`).join(", ")} }`;
  return e.is(value, "dict") ? e.of(value) : dictFrom(e, e.of(value), e.kind(call));
}

export function hintFor(path: string): string {
  if (path.startsWith("matplotlib")) return "; plot.image, plot.line, plot.histogram draw";
  if (path.startsWith("random.") || path.startsWith("numpy.random."))
    return "; torch.rand and torch.randperm give PyTorch's numbers";
  return "";
}
