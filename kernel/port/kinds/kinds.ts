/**
 * What a value is, as far as the translation depends on it: for numbers `a + b` stays, for tensors it becomes `a.add(b)`. "any" means that
 * it could not be found out.
 *
 * Long because it is one type and what may be asked of it.
 */
import type { ClassDefinition, FunctionDefinition } from "../python/tree.ts";

/** What an array of NumPy's holds, if it is known. */
export type Elements = "float" | "int" | "bool" | "str" | undefined;

export type Kind =
  | {
      readonly is: "any" | "none" | "tensor" | "size" | "optimizer" | "module" | "error" | "file" | "rng";
    }
  /** An array of NumPy's, or one of its elements. "mixed": it may be a plain number too. */
  | { readonly is: "array"; readonly holds: Elements; readonly isMixed: boolean }
  /** Several kinds; if they are functions, a call may mean each of them. */
  | { readonly is: "other"; readonly functions?: readonly FunctionInfo[] }
  /** "optional": it may be None too. */
  | { readonly is: "bool" | "int" | "string"; readonly isOptional?: boolean }
  /** "rough" numbers come from tensors: they have float32's digits, and are hardly ever whole or exactly between two digits. */
  | { readonly is: "float"; readonly isRough: boolean; readonly isOptional?: boolean }
  /** Putting in a value later changes `of` for everything that holds the list. */
  | { readonly is: "list"; of: Kind }
  | { readonly is: "set"; of: Kind }
  | { readonly is: "loader" | "dataset" | "iterator"; readonly of: Kind }
  /** "long": of any length, with all items of the one kind in `items`. */
  | { readonly is: "tuple"; readonly items: readonly Kind[]; readonly isLong?: boolean; readonly named?: ClassInfo }
  | DictKind
  /** An object of Python's standard library: a `Path`, a match, a namespace with the kinds of its attributes. */
  | { readonly is: "object"; readonly type: string; readonly fields?: Map<string, Kind>; readonly of?: Kind }
  /** A library's name with its whole path: `torch.nn.Conv2d`. */
  | { readonly is: "library"; readonly path: string }
  | { readonly is: "function"; readonly info: FunctionInfo }
  | { readonly is: "class"; readonly info: ClassInfo }
  | { readonly is: "instance"; readonly info: ClassInfo }
  /** A number, or an object of a class that has methods for operators. */
  | { readonly is: "either"; readonly info: ClassInfo; readonly number: Kind };

/**
 * A dict is written as an object if its keys are strings, otherwise as a map, so everything that may be the same dict shares what is known
 * about the keys.
 */
export class DictKind {
  readonly is = "dict";
  readonly #key: { kind: Kind; same?: DictKind };
  of: Kind;
  /** The kinds of single keys, as long as only keys that are written out get values. */
  fields: Map<string, Kind> | undefined;
  /** For a `defaultdict` or `Counter`, which have values for missing keys. */
  readonly makes: "counter" | "default" | undefined;

  constructor(key: Kind, of: Kind, makes?: "counter" | "default") {
    this.#key = { kind: key };
    this.of = of;
    this.fields = undefined;
    this.makes = makes;
  }

  get key(): Kind {
    return this.#root().#key.kind;
  }

  #root(): DictKind {
    return this.#key.same === undefined ? this : this.#key.same.#root();
  }

  grow(key: Kind, of: Kind, name?: string): void {
    if (name === undefined && !(key.is === "any" && of.is === "any")) this.fields = undefined;
    else if (name !== undefined) this.fields?.set(name, join(this.fields.get(name), of));
    const own = this.#root().#key;
    own.kind = join(own.kind, key);
    this.of = join(this.of, of);
  }

  /** What the expression that creates it is known to hold in a later round. */
  renew({ key, of, fields }: DictKind): void {
    const own = this.#root().#key;
    own.kind = join(own.kind, key);
    this.of = join(this.of, of);
    for (const [name, kind] of fields ?? new Map<string, Kind>())
      this.fields?.set(name, join(this.fields.get(name), kind));
  }

  /** From now on both share their keys. */
  shareKeys(other: DictKind): void {
    const [a, b] = [this.#root(), other.#root()];
    if (a === b) return;
    a.#key.kind = join(a.#key.kind, b.#key.kind);
    b.#key.same = a;
  }

  /** Counters and the like are maps, whatever their keys. */
  get isRecord(): boolean {
    const { is } = this.key;
    return this.makes === undefined && (is === "string" || is === "any" || is === "none");
  }
}

export interface FunctionInfo {
  readonly definition: Pick<FunctionDefinition, "name" | "parameters">;
  /** For each parameter, the kind that calls have passed. */
  readonly given: Map<string, Kind>;
  result: Kind;
  readonly isMethod: boolean;
  /** Whether some call passes names that are not among its parameters. */
  isGivenNames: boolean;
}

export interface ClassInfo {
  readonly definition: ClassDefinition;
  readonly attributes: Map<string, Kind>;
  readonly methods: Map<string, FunctionInfo>;
  readonly properties: Set<string>;
  /** Attributes defined on the class itself. */
  readonly statics: Set<string>;
  /** Buffers and parameters that one of the module's methods creates. */
  readonly registered: Set<string>;
  readonly base: Kind | undefined;
  /** The kinds of an enumeration's values. */
  values?: readonly Kind[];
  /** What it is in the end: a `torch.nn.Module`, a dataset of `torch.utils.data`, and so on, or nothing special. */
  readonly family: "module" | "dataset" | "function" | "error" | "tuple" | "enum" | undefined;
}

export const ANY: Kind = { is: "any" };
export const NONE: Kind = { is: "none" };
export const BOOL: Kind = { is: "bool" };
export const INT: Kind = { is: "int" };
export const FLOAT: Kind = { is: "float", isRough: false };
/** A number from a tensor. */
export const ROUGH: Kind = { is: "float", isRough: true };
export const STRING: Kind = { is: "string" };
export const TENSOR: Kind = { is: "tensor" };
export const MODULE: Kind = { is: "module" };
export const OTHER: Kind = { is: "other" };

export const listOf = (of: Kind): Kind => ({ is: "list", of });
export const tupleOf = (...items: Kind[]): Kind => ({ is: "tuple", items });

export const isNumber = ({ is }: Kind): boolean => is === "int" || is === "float" || is === "bool";

/** Whether a plain value may be None as well. */
export const isOptional = (kind: Kind): boolean => "isOptional" in kind && kind.isOptional === true;

const optional = (kind: Kind): Kind =>
  kind.is === "bool" || kind.is === "int" || kind.is === "string" || kind.is === "float"
    ? { ...kind, isOptional: true }
    : kind;

/** A constant of `math` is a number like any other. */
export const plain = (kind: Kind): Kind =>
  kind.is === "library" && /^(?:math|numpy|np)\.(?:pi|e|inf|nan|tau)$/.test(kind.path) ? FLOAT : kind;

/** The kind without the possibility of None. */
export const certain = (kind: Kind): Kind =>
  "isOptional" in kind && kind.isOptional === true ? { ...kind, isOptional: false } : kind;

const isRough = (kind: Kind): boolean => kind.is === "float" && kind.isRough;

/** Distinguishes kinds no further than the translation needs. */
const isSame = (a: Kind, b: Kind): boolean => a === b || (a.is === b.is && !("of" in a) && !("info" in a));

function joinedDict(a: DictKind, b: DictKind): DictKind {
  const joined = new DictKind(ANY, join(a.of, b.of), a.makes ?? b.makes);
  a.shareKeys(joined);
  // A dict that may be a counter is a map everywhere.
  if (a.makes !== b.makes) joined.grow(OTHER, ANY);
  return joined;
}

/** The kind of a value that may be either. */
export function join(a: Kind | undefined, b: Kind): Kind {
  if (a === undefined || a.is === "any") return b;
  if (b.is === "any") return a;
  if (a === b) return a;
  if (a.is === "none") return optional(b);
  if (b.is === "none") return optional(a);
  if (isOptional(a) || isOptional(b)) {
    const joined = join(certain(a), certain(b));
    return optional(joined);
  }
  if (isNumber(a) && isNumber(b)) {
    if (a.is === "float" || b.is === "float") return isRough(a) || isRough(b) ? ROUGH : FLOAT;
    return a.is === b.is ? a : INT;
  }
  if ((a.is === "array" && (b.is === "array" || isNumber(b))) || (b.is === "array" && isNumber(a)))
    return joinedArray(a, b);
  if (a.is === "tensor" && isNumber(b)) return a;
  if (b.is === "tensor" && isNumber(a)) return b;
  if (a.is === "tuple" && b.is === "tuple") {
    if (a.items.length !== b.items.length || a.isLong !== b.isLong)
      return { is: "tuple", items: [join(elementOf(a), elementOf(b))], isLong: true };
    const items = a.items.map((each, i) => join(each, b.items[i]!));
    return a.named === b.named ? { ...a, items } : { is: "tuple", items, isLong: a.isLong ?? false };
  }
  if ((a.is === "tuple" && b.is === "list") || (a.is === "list" && b.is === "tuple"))
    return listOf(join(elementOf(a), elementOf(b)));
  if (a.is === "dict" && b.is === "dict") {
    a.shareKeys(b);
    const isPlain = a.fields === undefined && b.fields === undefined;
    return isPlain && a.makes === b.makes && isSame(a.of, b.of) ? a : joinedDict(a, b);
  }
  const either = joinedEither(a, b);
  if (either !== undefined) return either;
  if (a.is === "instance" && b.is === "instance") return a.info === b.info ? a : (commonBase(a.info, b.info) ?? OTHER);
  const functions = [a, b].map((kind) =>
    kind.is === "function" ? [kind.info] : kind.is === "other" ? kind.functions : [],
  );
  if (a.is === "function" && b.is === "function" && a.info === b.info) return a;
  if (functions.every((each) => each !== undefined && each.length > 0))
    return { is: "other", functions: [...new Set(functions.flatMap((each) => each!))] };
  if (a.is === "object" && b.is === "object") return joinedObjects(a, b);
  if ("of" in a && "of" in b && a.is === b.is && a.is !== "object" && b.is !== "object")
    return isSame(a.of, b.of) ? a : ({ is: a.is, of: join(a.of, b.of) } as Kind);
  return a.is === b.is ? a : OTHER;
}

function joinedObjects(a: Kind & { readonly is: "object" }, b: Kind & { readonly is: "object" }): Kind {
  if (a.type !== b.type) return OTHER;
  for (const [name, kind] of b.fields ?? new Map<string, Kind>()) a.fields?.set(name, join(a.fields.get(name), kind));
  return a;
}

function joinedEither(a: Kind, b: Kind): Kind | undefined {
  if (b.is === "either" && a.is !== "either") return joinedEither(b, a);
  if (a.is === "either") {
    if (isNumber(b)) return { ...a, number: join(a.number, b) };
    if (b.is !== "either") return b.is === "instance" && b.info === a.info ? a : undefined;
    return a.info === b.info ? { ...a, number: join(a.number, b.number) } : undefined;
  }
  const [object, number] = a.is === "instance" ? [a, b] : [b, a];
  if (object.is !== "instance" || !isNumber(number) || !hasOperators(object.info)) return undefined;
  return { is: "either", info: object.info, number };
}

/** What a scalar or an array holds. */
export function heldBy(kind: Kind | undefined): Elements {
  switch (kind?.is) {
    case "array":
      return kind.holds;
    case "float":
      return "float";
    case "int":
    case "size":
      return "int";
    case "bool":
      return "bool";
    case "string":
      return "str";
    case "list":
    case "tuple":
    case "iterator":
      return heldBy(elementOf(kind));
    default:
      return undefined;
  }
}

function joinedArray(a: Kind, b: Kind): Kind {
  const isMixed = [a, b].some((kind) => isNumber(kind) || (kind.is === "array" && kind.isMixed));
  return { is: "array", holds: heldBy(a) === heldBy(b) ? heldBy(a) : undefined, isMixed };
}

/** Whether a class has methods for calculating with numbers. */
const hasOperators = ({ definition, base }: ClassInfo): boolean =>
  definition.body.some((each) => each.kind === "function" && /^__r?(?:add|sub|mul|truediv|pow)__$/.test(each.name)) ||
  (base?.is === "class" && hasOperators(base.info));

/** The kind of the elements that a loop over it sees. */
export function elementOf(kind: Kind): Kind {
  switch (kind.is) {
    case "list":
    case "set":
    case "loader":
    case "dataset":
    case "iterator":
      return kind.of;
    case "tuple":
      return kind.items.length === 0 ? ANY : kind.items.reduce((a, b) => join(a, b));
    case "dict":
      return kind.key;
    case "tensor":
      return TENSOR;
    case "array":
      return { ...kind, isMixed: false };
    case "string":
    case "file":
      return STRING;
    case "size":
      return INT;
    case "module":
      return MODULE;
    case "object":
      return kind.type === "Path" ? ANY : (kind.of ?? ANY);
    case "class":
      return kind.info.family === "enum" ? instanceOf(kind.info) : ANY;
    case "instance": {
      const { info } = kind;
      const iterated = methodOf(info, "__iter__")?.result;
      if (iterated !== undefined)
        return iterated.is === "instance" ? (methodOf(iterated.info, "__next__")?.result ?? ANY) : elementOf(iterated);
      return methodOf(info, "__getitem__")?.result ?? ANY;
    }
    default:
      return ANY;
  }
}

/** A method of a class or of its base classes. */
export function methodOf(info: ClassInfo, name: string): FunctionInfo | undefined {
  return info.methods.get(name) ?? (info.base?.is === "class" ? methodOf(info.base.info, name) : undefined);
}

/** The class that has a method: the class itself, or one of its base classes. */
export function methodHolder(info: ClassInfo, name: string): ClassInfo | undefined {
  if (info.methods.has(name)) return info;
  return info.base?.is === "class" ? methodHolder(info.base.info, name) : undefined;
}

/** An instance of a class. For a named tuple it is a tuple, whose fields are what the class has been called with. */
export function instanceOf(info: ClassInfo): Kind {
  const { fields } = info.definition;
  if (fields === undefined) return { is: "instance", info };
  return { is: "tuple", items: fields.map(({ name }) => info.attributes.get(name) ?? ANY), named: info };
}

/** Likewise for an attribute. */
export function attributeOf(info: ClassInfo, name: string): Kind | undefined {
  return info.attributes.get(name) ?? (info.base?.is === "class" ? attributeOf(info.base.info, name) : undefined);
}

export function isProperty(info: ClassInfo, name: string): boolean {
  return info.properties.has(name) || (info.base?.is === "class" && isProperty(info.base.info, name));
}

/** The class that has a class attribute: the class itself, or one of its base classes. */
export function staticOf(info: ClassInfo, name: string): ClassInfo | undefined {
  if (info.statics.has(name)) return info;
  return info.base?.is === "class" ? staticOf(info.base.info, name) : undefined;
}

const OPERATORS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "truediv",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
  "@": "matmul",
  "&": "and",
  "|": "or",
  "^": "xor",
  "<": "lt",
  ">": "gt",
  "<=": "le",
  ">=": "ge",
  "==": "eq",
  "!=": "ne",
};
/** What a comparison asks the right side if the left side has no method for it. */
const TURNED: Readonly<Record<string, string>> = { lt: "gt", gt: "lt", le: "ge", ge: "le", eq: "eq", ne: "ne" };

/** The method that an operator on two values calls, and whether it belongs to the right one. */
export function operatorMethod(
  operator: string,
  left: Kind,
  right: Kind,
): { readonly name: string; readonly info: FunctionInfo; readonly isTurned: boolean } | undefined {
  const word = OPERATORS[operator];
  if (word === undefined) return undefined;
  if (left.is === "instance") {
    const name = `__${word}__`;
    const info = methodOf(left.info, name);
    if (info !== undefined) return { name, info, isTurned: false };
  }
  if (right.is === "instance") {
    const name = `__${TURNED[word] ?? `r${word}`}__`;
    const info = methodOf(right.info, name);
    if (info !== undefined) return { name, info, isTurned: true };
  }
  return undefined;
}

const isOpen = ({ is }: Kind): boolean => is === "any" || is === "other" || is === "either";

/**
 * The methods that an operator may call if only the run shows what its sides are: those of all classes, or of the one that is known. None
 * if one side decides it.
 */
export function possibleMethods(
  operator: string,
  left: Kind,
  right: Kind,
  all: readonly ClassInfo[],
): readonly { readonly info: FunctionInfo; readonly isTurned: boolean }[] {
  const word = OPERATORS[operator];
  if (word === undefined || word in TURNED || !(isOpen(left) || isOpen(right))) return [];
  if (left.is !== "either" && operatorMethod(operator, left, right)?.isTurned === false) return [];
  if (![left, right].every((kind) => isOpen(kind) || isNumber(kind) || kind.is === "instance")) return [];
  const of = (kind: Kind, name: string, isTurned: boolean): { info: FunctionInfo; isTurned: boolean }[] => {
    const classes = kind.is === "either" || kind.is === "instance" ? [kind.info] : isOpen(kind) ? all : [];
    return classes.flatMap((each) => {
      const info = methodOf(each, name);
      return info === undefined ? [] : [{ info, isTurned }];
    });
  };
  return [...of(left, `__${word}__`, false), ...of(right, `__r${word}__`, true)];
}

/** The base class that both share. */
function commonBase(a: ClassInfo, b: ClassInfo): Kind | undefined {
  const lines = [a, b].map((info) => {
    const line: ClassInfo[] = [];
    for (
      let at: ClassInfo | undefined = info;
      at !== undefined;
      at = at.base?.is === "class" ? at.base.info : undefined
    )
      line.push(at);
    return line;
  });
  const shared = lines[0]!.find((info) => lines[1]!.includes(info));
  return shared === undefined ? undefined : { is: "instance", info: shared };
}
