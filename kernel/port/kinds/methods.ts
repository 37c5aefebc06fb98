/** What the methods of torch's and Python's values return, and what they put into lists and dicts. */
import {
  ANY,
  BOOL,
  DictKind,
  elementOf,
  INT,
  join,
  type Kind,
  listOf,
  NONE,
  OTHER,
  STRING,
  TENSOR,
  tupleOf,
} from "./kinds.ts";
import { objectMethod } from "./objects.ts";
import { type Called, drawnBy } from "./results.ts";
import { ARRAY, arrayMethod } from "./numpy-names.ts";
import { METHODS, MODULE_METHODS, WITH_INDICES } from "./torch-names.ts";

/** A value with one of these methods is a tensor. */
export const ONLY_TENSORS: ReadonlySet<string> = new Set(
  "view reshape permute unsqueeze squeeze detach clamp clamp_min clamp_max backward matmul mm bmm softmax log_softmax argmax argmin float long double type_as expand expand_as contiguous masked_fill scatter_ gather flatten mean std var norm tanh relu sigmoid exp requires_grad_ zero_ fill_ copy_ add_ sub_ mul_ div_ clone numel nelement item".split(
    " ",
  ),
);

const STRINGS = new Set(
  "lower upper strip lstrip rstrip replace join format capitalize title ljust rjust center zfill swapcase removeprefix removesuffix expandtabs casefold".split(
    " ",
  ),
);

interface Result {
  readonly kind: Kind;
  /** Whether the result is a new list or dict. */
  readonly isNew: boolean;
}

const made = (kind: Kind): Result => ({ kind, isNew: true });
const there = (kind: Kind): Result => ({ kind, isNew: false });

/** The result of a method; undefined if nothing is known about such values. */
export function methodResult(owner: Kind, name: string, called: Called): Result | undefined {
  const { args, kinds } = called;
  switch (owner.is) {
    case "array":
      return made(arrayMethod(owner, name, called));
    case "tensor":
      if (name === "numpy") return there(ARRAY);
      if (WITH_INDICES.has(name))
        return there(args.length > 0 && kinds[0]!.is !== "tensor" ? tupleOf(TENSOR, TENSOR) : TENSOR);
      if (name === "type" && args.length > 0) return there(TENSOR);
      return made(name === "size" && args.length > 0 ? INT : (METHODS[name] ?? TENSOR));
    case "module":
      return made(MODULE_METHODS[name] ?? TENSOR);
    case "string":
      return made(ofString(name));
    case "list":
      return ofList(owner, name, called);
    case "file":
      if (name === "readlines") return made(listOf(STRING));
      return there(name === "write" ? INT : name.startsWith("read") ? STRING : NONE);
    case "object": {
      const kind = objectMethod(owner, name, called);
      return kind === undefined ? undefined : made(kind);
    }
    case "rng":
      return there(drawnBy(name, called));
    case "tuple":
      if (name === "_replace") return there(owner);
      if (name === "_asdict") {
        const isOne = owner.items.every(({ is }) => is === owner.items[0]!.is);
        return made(new DictKind(STRING, isOne ? elementOf(owner) : OTHER));
      }
      return there(name === "index" || name === "count" ? INT : ANY);
    case "dict":
      return ofDict(owner, name, called);
    case "set":
      if (name === "add") owner.of = join(owner.of, kinds[0] ?? ANY);
      if (name === "update") owner.of = join(owner.of, elementOf(kinds[0] ?? ANY));
      if (name === "pop") return there(owner.of);
      if (name.startsWith("is")) return there(BOOL);
      return /^(?:union|intersection|difference|symmetric_difference|copy)$/.test(name) ? made(owner) : there(NONE);
    default:
      return undefined;
  }
}

function ofString(name: string): Kind {
  if (STRINGS.has(name)) return STRING;
  if (["split", "rsplit", "splitlines"].includes(name)) return listOf(STRING);
  if (name === "partition" || name === "rpartition") return tupleOf(STRING, STRING, STRING);
  return ["find", "rfind", "index", "rindex", "count"].includes(name) ? INT : BOOL;
}

function ofList(owner: Kind & { readonly is: "list" }, name: string, { kinds }: Called): Result {
  if (name === "append" || name === "insert" || name === "appendleft") owner.of = join(owner.of, kinds.at(-1) ?? ANY);
  if (name === "extend") owner.of = join(owner.of, elementOf(kinds[0] ?? ANY));
  if (name === "pop" || name === "popleft") return there(owner.of);
  if (name === "index" || name === "count") return there(INT);
  return name === "copy" ? made(owner) : there(NONE);
}

function ofDict(owner: DictKind, name: string, { args, kinds }: Called): Result {
  switch (name) {
    case "items":
      return there({ is: "iterator", of: tupleOf(owner.key, owner.of) });
    case "keys":
      return there({ is: "iterator", of: owner.key });
    case "values":
      return there({ is: "iterator", of: owner.of });
    case "popitem":
      return there(tupleOf(owner.key, owner.of));
    case "most_common":
      return made(listOf(tupleOf(owner.key, owner.of)));
    case "elements":
      return there({ is: "iterator", of: owner.key });
    case "update":
      for (const [i, kind] of kinds.entries())
        if (args[i]!.name !== undefined) owner.grow(STRING, kind);
        else if (kind.is === "dict") owner.grow(kind.key, kind.of);
        else if (owner.makes === "counter") owner.grow(elementOf(kind), INT);
        else if (elementOf(kind).is === "tuple") {
          const { items } = elementOf(kind) as Kind & { readonly is: "tuple" };
          owner.grow(items[0] ?? ANY, items[1] ?? ANY);
        }
      return there(NONE);
    case "setdefault":
      owner.grow(kinds[0] ?? ANY, kinds[1] ?? ANY);
      return there(owner.of);
    case "get":
    case "pop":
      if (owner.key.is === "any") owner.grow(kinds[0] ?? ANY, ANY);
      if (name === "get" && owner.makes !== "counter") return there(join(owner.of, kinds[1] ?? NONE));
      return there(kinds[1] === undefined ? owner.of : join(owner.of, kinds[1]));
    case "copy": {
      const copy = new DictKind(ANY, owner.of, owner.makes);
      copy.shareKeys(owner);
      return there(copy);
    }
    default:
      return there(NONE);
  }
}
