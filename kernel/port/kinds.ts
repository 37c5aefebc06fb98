/**
 * What a value is, as far as the translation hangs on it: `a + b` of numbers stays, of tensors it becomes `a.add(b)`. "any" is what could
 * not be found out.
 */
import type { ClassDefinition, FunctionDefinition } from "./tree.ts";

export type Kind =
  | {
      readonly is:
        | "any"
        | "none"
        | "bool"
        | "int"
        | "float"
        | "string"
        | "tensor"
        | "size"
        | "optimizer"
        | "module"
        | "error"
        | "other";
    }
  | { readonly is: "list" | "set" | "loader" | "dataset" | "iterator"; readonly of: Kind }
  | { readonly is: "tuple"; readonly items: readonly Kind[] }
  | { readonly is: "dict"; readonly key: Kind; readonly of: Kind }
  /** A name of a library by its whole path: `torch.nn.Conv2d`. */
  | { readonly is: "library"; readonly path: string }
  | { readonly is: "function"; readonly info: FunctionInfo }
  | { readonly is: "class"; readonly info: ClassInfo }
  | { readonly is: "instance"; readonly info: ClassInfo };

export interface FunctionInfo {
  readonly definition: Pick<FunctionDefinition, "name" | "parameters">;
  /** By parameter: what calls have given. */
  readonly given: Map<string, Kind>;
  result: Kind;
  readonly isMethod: boolean;
}

export interface ClassInfo {
  readonly definition: ClassDefinition;
  readonly attributes: Map<string, Kind>;
  readonly methods: Map<string, FunctionInfo>;
  readonly properties: Set<string>;
  /** Attributes of the class itself. */
  readonly statics: Set<string>;
  /** Buffers and parameters that a method of the module's makes. */
  readonly registered: Set<string>;
  readonly base: Kind | undefined;
  /** Above all: a `torch.nn.Module`, a dataset of `torch.utils.data`, or neither. */
  readonly family: "module" | "dataset" | "function" | undefined;
}

export const ANY: Kind = { is: "any" };
export const NONE: Kind = { is: "none" };
export const BOOL: Kind = { is: "bool" };
export const INT: Kind = { is: "int" };
export const FLOAT: Kind = { is: "float" };
export const STRING: Kind = { is: "string" };
export const TENSOR: Kind = { is: "tensor" };
export const MODULE: Kind = { is: "module" };
export const OTHER: Kind = { is: "other" };

export const listOf = (of: Kind): Kind => ({ is: "list", of });
export const tupleOf = (...items: Kind[]): Kind => ({ is: "tuple", items });

export const isNumber = ({ is }: Kind): boolean => is === "int" || is === "float" || is === "bool";

/** What may be either. */
export function join(a: Kind | undefined, b: Kind): Kind {
  if (a === undefined || a.is === "any" || a.is === "none") return b;
  if (b.is === "any" || b.is === "none") return a;
  if (isNumber(a) && isNumber(b)) return a.is === b.is ? a : a.is === "float" || b.is === "float" ? FLOAT : INT;
  if (a.is === "tensor" && isNumber(b)) return a;
  if (b.is === "tensor" && isNumber(a)) return b;
  if (a.is === "tuple" && b.is === "tuple" && a.items.length === b.items.length)
    return { is: "tuple", items: a.items.map((each, i) => join(each, b.items[i]!)) };
  if (a.is === "tuple" || b.is === "tuple") {
    const [first, second] = [elementOf(a), elementOf(b)];
    if (a.is === "list" || b.is === "list" || (a.is === "tuple" && b.is === "tuple"))
      return listOf(join(first, second));
  }
  if (a.is === "dict" && b.is === "dict") return { is: "dict", key: join(a.key, b.key), of: join(a.of, b.of) };
  if ("of" in a && "of" in b && a.is === b.is) return { ...a, of: join(a.of, b.of) } as Kind;
  return a.is === b.is ? a : OTHER;
}

/** What a loop over it sees. */
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
    case "string":
      return STRING;
    case "size":
      return INT;
    case "module":
      return MODULE;
    default:
      return ANY;
  }
}
