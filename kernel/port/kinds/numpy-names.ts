/**
 * NumPy's names that ported notebooks may use, with what they return. A letter stands for the elements of an array: `f` floats, `i` whole
 * numbers, `b` booleans, `s` those of the first argument, `p` those of all arguments together, `n` the first's, of which booleans are
 * counted. Words stand for what is no array. Long because it is a list.
 */
import {
  ANY,
  BOOL,
  type Elements,
  FLOAT,
  heldBy,
  INT,
  isNumber,
  type Kind,
  listOf,
  NONE,
  OTHER,
  STRING,
  tupleOf,
} from "./kinds.ts";
import type { Argument } from "../python/tree.ts";

export const arrayOf = (of?: Elements, isMixed = false): Kind => ({ is: "array", holds: of, isMixed });
export const ARRAY = arrayOf();

const words = (text: string): string[] => text.split(" ");
const all = (result: string, names: string): Record<string, string> =>
  Object.fromEntries(words(names).map((name) => [name, result]));

/** Functions of `numpy`. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  ...all(
    "f",
    "exp exp2 expm1 log log2 log10 log1p sqrt cbrt sin cos tan arcsin arccos arctan arctan2 asin acos atan atan2 sinh cosh tanh hypot logaddexp deg2rad rad2deg radians degrees divide true_divide mean std var median percentile quantile average nanmean linspace logspace interp heaviside rint",
  ),
  ...all(
    "i",
    "argmax argmin argsort argpartition searchsorted digitize argwhere flatnonzero count_nonzero indices ravel_multi_index",
  ),
  ...all(
    "b",
    "isnan isinf isfinite signbit isclose logical_and logical_or logical_not logical_xor equal not_equal less less_equal greater greater_equal any all isin in1d",
  ),
  ...all(
    "s",
    "abs absolute fabs sign negative positive floor ceil trunc fix square reciprocal round around clip copy reshape ravel transpose swapaxes moveaxis rollaxis squeeze expand_dims broadcast_to tile repeat pad flip fliplr flipud roll rot90 delete insert diag diagonal tril triu atleast_1d atleast_2d take max min amax amin ptp nanmax nanmin diff sort partition asarray ascontiguousarray zeros_like ones_like empty_like nan_to_num select invert bitwise_not",
  ),
  ...all("n", "sum prod cumsum cumprod nansum trace"),
  ...all(
    "p",
    "add subtract multiply power pow floor_divide remainder mod fmod maximum minimum fmax fmin dot matmul outer inner vdot tensordot kron cross convolve append bitwise_and bitwise_or bitwise_xor left_shift right_shift union1d intersect1d setdiff1d",
  ),
  ...all("float_by_dtype", "zeros ones empty eye identity tri"),
  ...all("stacked", "concatenate stack vstack hstack dstack column_stack row_stack"),
  ...all("parts", "split array_split vsplit hsplit broadcast_arrays meshgrid"),
  ...all("places", "nonzero ix_ unravel_index"),
  ...all("bool", "array_equal allclose isscalar"),
  ...all("int", "ndim size"),
  ...all("string", "array_repr array_str"),
  ...all("none", "set_printoptions"),
  ...all("other", "finfo iinfo result_type dtype vectorize"),
  array: "array",
  arange: "range",
  full: "filled",
  full_like: "s",
  where: "where",
  unique: "unique",
  bincount: "i",
  histogram: "histogram",
  einsum: "any_array",
  apply_along_axis: "any_array",
  shape: "shape",
  ndindex: "ndindex",
  ndenumerate: "ndenumerate",
};

/** Functions of `numpy.linalg`. */
export const LINALG: Readonly<Record<string, string>> = all("f", "norm det inv solve matrix_power");

/** Functions of two arrays that have further functions: `np.add.at`. */
export const UFUNC_METHODS: ReadonlySet<string> = new Set(["at", "reduce", "accumulate", "outer"]);

export const DTYPES: Readonly<Record<string, Elements>> = {
  float32: "float",
  float64: "float",
  double: "float",
  single: "float",
  float_: "float",
  int8: "int",
  int16: "int",
  int32: "int",
  int64: "int",
  int_: "int",
  uint8: "int",
  uint16: "int",
  uint32: "int",
  uint64: "int",
  bool: "bool",
  bool_: "bool",
};

/** Names that stand for values. */
export const VALUES: ReadonlySet<string> = new Set([
  "ndarray",
  "newaxis",
  "pi",
  "e",
  "inf",
  "nan",
  ...Object.keys(DTYPES),
]);

/** Where a name that is not here may be found instead. */
const NEAREST: Readonly<Record<string, string>> = {
  save: "torch.save",
  load: "torch.load",
  savez: "torch.save",
  loadtxt: "python.open and a loop over its lines",
  genfromtxt: "python.open and a loop over its lines",
  savetxt: "python.open and its write",
  eig: "torch.linalg.eigh",
  eigh: "torch.linalg.eigh",
  svd: "torch.linalg.svd",
  qr: "torch.linalg.qr",
  pinv: "np.linalg.inv",
  lstsq: "np.linalg.solve",
  cov: "np.dot of the centred array with itself",
  corrcoef: "np.dot of the centred array with itself",
  gradient: "np.diff",
  polyfit: "np.linalg.solve",
  lexsort: "np.argsort",
  put: "x.setAt",
  fromfunction: "np.indices",
  trapz: "np.sum",
  complex64: "two arrays",
  complex128: "two arrays",
};
export const nearest = (name: string): string => {
  const found = NEAREST[name];
  return found === undefined ? "" : `; the nearest is ${found}`;
};

export function joinHeld(a: Elements, b: Elements): Elements {
  if (a === b) return a;
  if (a === undefined || b === undefined) return a === "float" || b === "float" ? "float" : undefined;
  if (a === "float" || b === "float") return "float";
  return a === "int" || b === "int" ? "int" : undefined;
}

const scalarOf = (of: Elements): Kind =>
  of === "float" ? FLOAT : of === "int" ? INT : of === "bool" ? BOOL : of === "str" ? STRING : ANY;

/** What a dtype argument names. */
function named(kind: Kind | undefined): Elements {
  if (kind?.is !== "library") return undefined;
  const name = kind.path.slice(kind.path.lastIndexOf(".") + 1);
  return (
    DTYPES[name] ?? { float: "float" as const, int: "int" as const, bool: "bool" as const, str: "str" as const }[name]
  );
}

interface Given {
  readonly args: readonly Argument[];
  readonly kinds: readonly Kind[];
}

const option = ({ args, kinds }: Given, name: string): Kind | undefined =>
  kinds[args.findIndex((each) => each.name === name)];
const isGiven = ({ args }: Given, name: string): boolean =>
  args.some((each) => each.name === name && !(each.value.kind === "constant" && each.value.value === false));

function resultOf(result: string, given: Given): Kind {
  const { kinds, args } = given;
  const [first] = kinds;
  const plain = kinds.filter((_, i) => args[i]!.name === undefined);
  const dtype = named(option(given, "dtype"));
  const own = heldBy(first);
  const typed = (of: Elements): Kind => arrayOf(option(given, "dtype") === undefined ? of : dtype);
  switch (result) {
    case "f":
      return typed("float");
    case "i":
      return arrayOf("int");
    case "b":
      return arrayOf("bool");
    case "s":
      return typed(own);
    case "n":
      return typed(own === "bool" ? "int" : own);
    case "p":
      return typed(plain.map((kind) => heldBy(kind)).reduce(joinHeld, own));
    case "float_by_dtype":
      return arrayOf(option(given, "dtype") === undefined ? (named(kinds[1]) ?? "float") : dtype);
    case "stacked":
    case "array":
      return arrayOf(option(given, "dtype") === undefined ? (named(kinds[1]) ?? own) : dtype);
    case "range":
      return typed(plain.map((kind) => heldBy(kind)).reduce(joinHeld, own));
    case "filled":
      return typed(heldBy(kinds[1]));
    case "parts":
      return listOf(arrayOf(own));
    case "places":
      return { is: "tuple", items: [arrayOf("int")], isLong: true };
    case "where":
      if (plain.length === 1) return { is: "tuple", items: [arrayOf("int")], isLong: true };
      return arrayOf(joinHeld(heldBy(kinds[1]), heldBy(kinds[2])));
    case "unique": {
      const count = ["return_index", "return_inverse", "return_counts"].filter((name) => isGiven(given, name)).length;
      return count === 0 ? arrayOf(own) : tupleOf(arrayOf(own), ...Array.from({ length: count }, () => arrayOf("int")));
    }
    case "histogram":
      return tupleOf(arrayOf("int"), arrayOf("float"));
    case "bool":
      return BOOL;
    case "int":
      return INT;
    case "string":
      return STRING;
    case "none":
      return NONE;
    case "shape":
      return SHAPE;
    case "ndindex":
      return { is: "iterator", of: { is: "tuple", items: [INT], isLong: true } };
    case "ndenumerate":
      return { is: "iterator", of: tupleOf({ is: "tuple", items: [INT], isLong: true }, arrayOf(own)) };
    case "any_array":
      return ARRAY;
    default:
      return OTHER;
  }
}

const SHAPE: Kind = { is: "tuple", items: [INT], isLong: true };

/** The result of a function of NumPy's, except for random ones. */
export function numpyResult(path: string, given: Given): Kind {
  const [, name = "", method] = path.split(".");
  if (name === "linalg") return resultOf(LINALG[method ?? ""] ?? "any_array", given);
  if (method !== undefined) return method === "at" ? NONE : resultOf(FUNCTIONS[name] ?? "any_array", given);
  if (DTYPES[name] !== undefined) return arrayOf(DTYPES[name]);
  return resultOf(FUNCTIONS[name] ?? "any_array", given);
}

const METHODS: Readonly<Record<string, string>> = {
  ...FUNCTIONS,
  flatten: "s",
  nonzero: "places",
  tobytes: "other",
};

/** The result of a method of an array. */
export function arrayMethod(owner: Kind & { readonly is: "array" }, name: string, { args, kinds }: Given): Kind {
  if (name === "tolist" || name === "item")
    return name === "item" ? scalarOf(owner.holds) : listOf(scalarOf(owner.holds));
  if (name === "sort" || name === "fill") return NONE;
  if (name === "astype" || name === "view") return arrayOf(named(kinds[0]));
  const self: Argument = { name: undefined, stars: 0, value: { kind: "constant", value: null, at: 0 } };
  return resultOf(METHODS[name] ?? "any_array", { args: [self, ...args], kinds: [owner, ...kinds] });
}

/** The kind of an attribute of an array. */
export function arrayAttribute(owner: Kind & { readonly is: "array" }, name: string): Kind {
  if (name === "shape" || name === "strides") return SHAPE;
  if (["ndim", "size", "itemsize", "nbytes"].includes(name)) return INT;
  return name === "dtype" ? OTHER : arrayOf(owner.holds);
}

/** Whether two values of unknown kind, or one beside numbers or lists, may be arrays. */
export const mayBeArrays = (kinds: readonly Kind[]): boolean =>
  kinds.some(({ is }) => is === "any" || is === "other") &&
  kinds.every(({ is }) => ["any", "other", "int", "float", "bool", "list", "tuple"].includes(is));

/** An operator's result if at least one side is an array. */
export function onArrays(operator: string, left: Kind, right: Kind): Kind {
  const of = joinHeld(heldBy(left), heldBy(right));
  const isMixed = [left, right].every((kind) => isNumber(kind) || (kind.is === "array" && kind.isMixed));
  if (operator === "/") return arrayOf("float", isMixed);
  if (["<", ">", "<=", ">=", "==", "!="].includes(operator)) return arrayOf("bool", isMixed);
  return arrayOf(of === "bool" && ["+", "*"].includes(operator) ? undefined : of, isMixed);
}
