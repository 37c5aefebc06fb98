/** What library functions and Python's built-in functions return. */
import {
  ANY,
  BOOL,
  DictKind,
  elementOf,
  FLOAT,
  heldBy,
  INT,
  join,
  type Kind,
  listOf,
  methodOf,
  MODULE,
  NONE,
  OTHER,
  ROUGH,
  STRING,
  TENSOR,
  tupleOf,
} from "./kinds.ts";
import { arithmetic } from "./arithmetic.ts";
import { arrayOf, numpyResult } from "./numpy-names.ts";
import { FUNCTIONS, WITH_INDICES } from "./torch-names.ts";
import type { Argument } from "../python/tree.ts";
import { standardResult } from "./objects.ts";

/** A call, as far as its result depends on it. */
export interface Called {
  readonly args: readonly Argument[];
  readonly kinds: readonly Kind[];
}

const iteratorOf = (of: Kind): Kind => ({ is: "iterator", of });

const PYTHON: Readonly<Record<string, (called: Called) => Kind>> = {
  "json.loads": () => ANY,
  "json.load": () => ANY,
  "json.dumps": () => STRING,
  "datetime.datetime.now": () => OTHER,
  "os.path.join": () => STRING,
  "os.path.exists": () => BOOL,
  "os.path.isfile": () => BOOL,
  "os.path.isdir": () => BOOL,
  "os.path.basename": () => STRING,
  "os.path.dirname": () => STRING,
  "os.path.splitext": () => tupleOf(STRING, STRING),
  "os.path.getsize": () => INT,
  "os.listdir": () => listOf(STRING),
  "os.getcwd": () => STRING,
  "random.random": () => FLOAT,
  "random.uniform": () => FLOAT,
  "random.gauss": () => FLOAT,
  "random.normalvariate": () => FLOAT,
  "random.randint": () => INT,
  "random.randrange": () => INT,
  "random.getrandbits": () => INT,
  "random.choice": ({ kinds }) => elementOf(kinds[0] ?? ANY),
  "random.choices": ({ kinds }) => listOf(elementOf(kinds[0] ?? ANY)),
  "random.sample": ({ kinds }) => listOf(elementOf(kinds[0] ?? ANY)),
  "random.shuffle": () => NONE,
  "random.seed": () => NONE,
  "csv.reader": () => listOf(listOf(STRING)),
  "itertools.chain": ({ kinds }) => iteratorOf(kinds.map((kind) => elementOf(kind)).reduce((a, b) => join(a, b), ANY)),
  "itertools.chain.from_iterable": ({ kinds }) => iteratorOf(elementOf(elementOf(kinds[0] ?? ANY))),
  "itertools.product": ({ args, kinds }) => {
    const repeat = args.find(({ name }) => name === "repeat")?.value;
    const items = kinds.filter((_kind, i) => args[i]!.name === undefined).map((kind) => elementOf(kind));
    if (repeat === undefined) return iteratorOf(tupleOf(...items));
    return repeat.kind === "number"
      ? iteratorOf(tupleOf(...Array.from({ length: Number(repeat.text) }, () => items).flat()))
      : iteratorOf(listOf(items[0] ?? ANY));
  },
  "itertools.permutations": (called) => iteratorOf(chosen(called)),
  "itertools.combinations": (called) => iteratorOf(chosen(called)),
  "itertools.combinations_with_replacement": (called) => iteratorOf(chosen(called)),
  "itertools.accumulate": ({ kinds }) => iteratorOf(elementOf(kinds[0] ?? ANY)),
  "itertools.islice": ({ kinds }) => iteratorOf(elementOf(kinds[0] ?? ANY)),
  "itertools.cycle": ({ kinds }) => iteratorOf(elementOf(kinds[0] ?? ANY)),
  "itertools.takewhile": ({ kinds }) => iteratorOf(elementOf(kinds[1] ?? ANY)),
  "itertools.dropwhile": ({ kinds }) => iteratorOf(elementOf(kinds[1] ?? ANY)),
  "itertools.repeat": ({ kinds }) => iteratorOf(kinds[0] ?? ANY),
  "itertools.count": () => iteratorOf(INT),
  "itertools.zip_longest": ({ kinds }) => iteratorOf(tupleOf(...kinds.map((kind) => elementOf(kind)))),
  "itertools.groupby": ({ kinds }) => iteratorOf(tupleOf(ANY, listOf(elementOf(kinds[0] ?? ANY)))),
  "collections.Counter": ({ kinds }) => {
    const [first = ANY] = kinds;
    return new DictKind(first.is === "dict" ? first.key : elementOf(first), INT, "counter");
  },
  "collections.defaultdict": ({ kinds: [made] }) => {
    const of =
      made?.is === "function"
        ? made.info.result
        : made?.is === "library"
          ? ({
              int: INT,
              float: FLOAT,
              list: listOf(ANY),
              dict: new DictKind(ANY, ANY),
              set: { is: "set", of: ANY } as Kind,
              str: STRING,
            }[made.path.replace("builtins.", "")] ?? ANY)
          : ANY;
    return new DictKind(ANY, of, "default");
  },
  "collections.OrderedDict": ({ kinds: [first] }) => dictOf(first),
  "collections.deque": ({ kinds: [first] }) =>
    listOf(first === undefined || first.is === "int" ? ANY : elementOf(first)),
  "functools.reduce": ({ kinds }) => (kinds[0]?.is === "function" ? kinds[0].info.result : elementOf(kinds[1] ?? ANY)),
};

function chosen({ kinds, args }: Called): Kind {
  const of = elementOf(kinds[0] ?? ANY);
  const count = args[1]?.value;
  return count?.kind === "number"
    ? tupleOf(...Array.from({ length: Number(count.text) }, () => of))
    : { is: "tuple", items: [of], isLong: true };
}

function dictOf(first: Kind | undefined): DictKind {
  if (first === undefined) return new DictKind(ANY, ANY);
  if (first.is === "dict") {
    const copy = new DictKind(ANY, first.of);
    copy.shareKeys(first);
    return copy;
  }
  const of = elementOf(first);
  return of.is === "tuple"
    ? new DictKind(of.items[0] ?? ANY, of.items[1] ?? ANY)
    : new DictKind(elementOf(of), elementOf(of));
}

const WHOLE = new Set(["floor", "ceil", "trunc", "gcd", "lcm", "factorial", "comb", "perm", "isqrt"]);

export function libraryResult(path: string, called: Called): Kind {
  const { args, kinds } = called;
  const standard = standardResult(path, called);
  if (standard !== undefined) return standard;
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (path.startsWith("builtins.")) return builtinResult(name, called);
  const known = PYTHON[path];
  if (known !== undefined) return known(called);
  if (path === "torch.nn.Parameter") return TENSOR;
  if (path.startsWith("torch.nn.init.")) return TENSOR;
  if (path === "torch.nn.ModuleList") return listOf(kinds[0] === undefined ? MODULE : elementOf(kinds[0]));
  if (/^torch\.nn\.[A-Z]/.test(path)) return MODULE;
  if (path.startsWith("torch.nn.functional.")) return TENSOR;
  if (path.startsWith("torch.optim.lr_scheduler.")) return OTHER;
  if (/^torch\.optim\.[A-Z]/.test(path)) return { is: "optimizer" };
  if (path === "torch.utils.data.DataLoader") return { is: "loader", of: batchOf(kinds[0] ?? ANY) };
  if (path === "torch.utils.data.TensorDataset") return { is: "dataset", of: tupleOf(...kinds.map(() => TENSOR)) };
  if (path === "torch.utils.data.random_split") return listOf(kinds[0] ?? ANY);
  if (/^torch\.utils\.data\.(?:Subset|ConcatDataset)$/.test(path)) return kinds[0] ?? ANY;
  if (/^torchvision\.datasets\.[A-Z]/.test(path)) return { is: "dataset", of: tupleOf(TENSOR, INT) };
  if (path === "torchvision.utils.make_grid") return TENSOR;
  if (path.startsWith("torchvision.transforms.")) return OTHER;
  if (path === "torch.autograd.grad") return listOf(TENSOR);
  if (/^torch\.(?:cuda|backends)\./.test(path)) return BOOL;
  if (path.startsWith("math.")) {
    if (name === "prod") return elementOf(kinds[0] ?? ANY);
    if (["isclose", "isnan", "isinf", "isfinite"].includes(name)) return BOOL;
    if (WHOLE.has(name)) return INT;
    return kinds.some((kind) => kind.is === "float" && kind.isRough) ? ROUGH : FLOAT;
  }
  if (path.startsWith("time.")) return name === "strftime" || name === "ctime" ? STRING : ROUGH;
  if (path.startsWith("tqdm") || path.startsWith("copy.")) return kinds[0] ?? ANY;
  if (/^(?:collections|itertools|functools|random|os|sys|json|datetime|matplotlib|pathlib)\b/.test(path)) return ANY;
  if (path.startsWith("numpy.")) return ofNumpy(path, name, called);
  if (/^torch\.[a-z_]\w*$/.test(path)) {
    if (WITH_INDICES.has(name)) return args.length > 1 && kinds[1]!.is !== "tensor" ? tupleOf(TENSOR, TENSOR) : TENSOR;
    return FUNCTIONS[name] ?? TENSOR;
  }
  return ANY;
}

function ofNumpy(path: string, name: string, called: Called): Kind {
  if (path === "numpy.random.default_rng" || path === "numpy.random.Generator") return { is: "rng" };
  return path.startsWith("numpy.random.") ? drawnBy(name, called) : numpyResult(path, called);
}

/** What functions of `numpy.random`, and methods of a generator, return. */
export function drawnBy(name: string, { args, kinds }: Called): Kind {
  const sizes: Readonly<Record<string, number>> = {
    uniform: 2,
    normal: 2,
    binomial: 2,
    exponential: 1,
    randint: 2,
    integers: 2,
  };
  const isSized =
    args.some((each) => each.name === "size") || args.length > (sizes[name] ?? (name === "choice" ? 1 : 0));
  const isWhole = /^(?:randint|integers|binomial|permutation)$/.test(name);
  if (name === "seed" || name === "shuffle") return NONE;
  if (name === "choice") {
    if (isSized) return arrayOf(heldBy(kinds[0]));
    return kinds[0]!.is === "int" ? INT : arrayOf(heldBy(kinds[0]));
  }
  if (name === "permutation") return arrayOf(heldBy(kinds[0]));
  const isOne = !isSized && kinds.every((kind) => kind.is !== "array");
  return isOne ? (isWhole ? INT : FLOAT) : arrayOf(isWhole ? "int" : "float");
}

function builtinResult(name: string, { args, kinds }: Called): Kind {
  const first = kinds[0] ?? ANY;
  const own = first.is === "instance" ? methodOf(first.info, `__${name}__`) : undefined;
  if (own !== undefined && name !== "len") return own.result;
  switch (name) {
    case "len":
    case "int":
    case "ord":
    case "id":
    case "hash":
      return INT;
    case "float":
      return (first.is === "float" && first.isRough) || first.is === "tensor" ? ROUGH : FLOAT;
    case "str":
    case "repr":
    case "chr":
    case "input":
    case "hex":
    case "bin":
    case "oct":
    case "ascii":
    case "format":
      return STRING;
    case "bool":
    case "isinstance":
    case "issubclass":
    case "hasattr":
    case "callable":
    case "any":
    case "all":
      return BOOL;
    case "round":
      if (first.is === "tensor") return TENSOR;
      if (args.length === 1) return INT;
      if (first.is === "array") return first;
      return first.is === "int" ? INT : first.is === "float" ? first : FLOAT;
    case "abs":
      return first.is === "bool" ? INT : first;
    case "pow":
      return arithmetic("**", first, kinds[1] ?? ANY);
    case "divmod":
      return tupleOf(arithmetic("//", first, kinds[1] ?? ANY), arithmetic("%", first, kinds[1] ?? ANY));
    case "sum": {
      const of = elementOf(first);
      const start = kinds[1];
      return start === undefined ? (of.is === "bool" ? INT : of.is === "any" ? ANY : of) : join(start, of);
    }
    case "min":
    case "max": {
      const given = kinds.filter((_kind, i) => args[i]!.name === undefined);
      const fallback = kinds.find((_kind, i) => args[i]!.name === "default");
      const found = given.length > 1 ? given.reduce((a, b) => join(a, b)) : elementOf(first);
      return fallback === undefined ? found : join(found, fallback);
    }
    case "range":
      return iteratorOf(INT);
    case "enumerate":
      return iteratorOf(tupleOf(INT, elementOf(first)));
    case "zip":
      if (args[0]?.stars === 1) {
        const of = elementOf(first);
        return of.is === "tuple" && of.isLong !== true
          ? tupleOf(...of.items.map((item) => listOf(item)))
          : iteratorOf({ is: "tuple", items: [elementOf(of)], isLong: true });
      }
      return iteratorOf(tupleOf(...kinds.map((kind) => elementOf(kind))));
    case "iter":
      return first.is === "instance" && methodOf(first.info, "__next__") !== undefined
        ? first
        : iteratorOf(elementOf(first));
    case "next":
      return first.is === "instance"
        ? ANY
        : kinds[1] === undefined
          ? elementOf(first)
          : join(elementOf(first), kinds[1]);
    case "reversed":
      return iteratorOf(elementOf(first));
    case "list":
    case "sorted":
      return listOf(kinds.length === 0 ? ANY : elementOf(first));
    case "tuple":
      return first.is === "tuple"
        ? first
        : { is: "tuple", items: [kinds.length === 0 ? ANY : elementOf(first)], isLong: true };
    case "set":
    case "frozenset":
      if (first.is === "array")
        return { is: "set", of: first.holds === "int" ? INT : first.holds === "float" ? FLOAT : ANY };
      return { is: "set", of: kinds.length === 0 ? ANY : elementOf(first) };
    case "dict": {
      if (args[0]?.name !== undefined)
        return new DictKind(
          STRING,
          kinds.reduce((a, b) => join(a, b)),
        );
      return dictOf(kinds[0]);
    }
    case "filter":
      return iteratorOf(elementOf(kinds[1] ?? ANY));
    case "print":
    case "setattr":
    case "delattr":
      return NONE;
    case "open":
      return { is: "file" };
    default:
      return /^[A-Z]\w*(?:Error|Exception|Iteration|Interrupt)$/.test(name) ? { is: "error" } : ANY;
  }
}

function batchOf(dataset: Kind): Kind {
  const item =
    dataset.is === "instance" ? (dataset.info.methods.get("__getitem__")?.result ?? ANY) : elementOf(dataset);
  if (item.is === "tuple") return tupleOf(...item.items.map(() => TENSOR));
  return item.is === "any" ? listOf(TENSOR) : TENSOR;
}
