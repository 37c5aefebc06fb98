/**
 * Kinds of arguments: each says whether a value fits, and converts it to the form that the callable uses. Kinds for
 * types unknown in this folder (tensors, generators, modules) are made in theirs. Meant to be imported as `is`:
 * `required(is.int)`.
 */

import type { Device } from "./device.ts";
import { DType, dtypes } from "./dtype.ts";
import { nearest } from "./nearest.ts";
import { isPlainObject, shown } from "./shown.ts";

/** What `read` returns for a value that does not fit. */
export const misfit: unique symbol = Symbol("misfit");
export type Misfit = typeof misfit;

declare const takes: unique symbol;

/** `Out` is what the callable gets, `In` is what a caller may write. */
export interface Kind<Out, In = Out> {
  /** The name in messages, after "must be": `int`, `Tensor or number`. */
  readonly expects: string;
  readonly read: (value: unknown) => Out | Misfit;
  /** More to say about a value that does not fit than its type; an error replaces the whole message. */
  readonly explain?: (value: unknown) => string | undefined;
  /** A plain object may be a value of this kind, and is then not taken as named arguments. */
  readonly isObject?: boolean;
  /** Whole numbers fit and are used unchanged, so that frequent calls need not go through `read`. */
  readonly isWhole?: boolean;
  /** Whether a value that does not fit has the right type and is only too large or too small. */
  readonly isOutOfRange?: (value: unknown) => boolean;
  /** For an array: the kind of its elements. */
  readonly item?: Kind<unknown>;
  /** Used only by the type checker. */
  readonly [takes]?: In;
}

/** What a caller may write for a kind. */
export type Taken<K> = K extends Kind<infer _Out, infer In> ? In : never;
/** What the callable gets. */
export type Got<K> = K extends Kind<infer Out, infer _In> ? Out : never;

/** A kind defined by a test. */
export function kind<T>(expects: string, fits: (value: unknown) => value is T, more: Partial<Kind<T>> = {}): Kind<T> {
  return { expects, read: (value) => (fits(value) ? value : misfit), ...more };
}

const isInt = (value: unknown): value is number => Number.isInteger(value);

export const int: Kind<number> = kind("int", isInt, {
  isWhole: true,
  explain: (value) => (typeof value === "number" && !Number.isInteger(value) ? "a whole number" : undefined),
});
/** A count of something. */
export const count: Kind<number> = {
  ...int,
  isWhole: false,
  explain: (value) => (isInt(value) ? "it may not be below 0" : int.explain!(value)),
  read: (value) => (isInt(value) && value >= 0 ? value : misfit),
  isOutOfRange: isInt,
};
export const number: Kind<number> = kind("number", (value) => typeof value === "number");
export const bool: Kind<boolean> = kind("bool", (value) => typeof value === "boolean");
export const string: Kind<string> = kind("string", (value) => typeof value === "string");
/** An element of a tensor. */
export const scalar: Kind<number | bigint | boolean> = kind(
  "number",
  (value): value is number | bigint | boolean =>
    typeof value === "number" || typeof value === "boolean" || typeof value === "bigint",
);
/** A whole number of up to 64 bits. */
export const integer: Kind<number | bigint> = kind(
  "int",
  (value): value is number | bigint => typeof value === "bigint" || Number.isInteger(value),
);
export const any: Kind<unknown> = { expects: "anything", read: (value) => value, isObject: true };

/** A function; a class does not count, because it can only be instantiated. */
export function callable<F extends (...args: never[]) => unknown>(): Kind<F> {
  return kind("function", (value): value is F => typeof value === "function" && !isClass(value), {
    explain: (value) => (isClass(value) ? `write new ${value.name}(...)` : undefined),
  });
}

const isClass = (value: unknown): value is { readonly name: string } =>
  typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));

/** An array of whole numbers; `accept` says how many it may have. */
function numbers(expects: string, accept: (n: number) => boolean): Kind<readonly number[]> {
  return kind(expects, (value): value is readonly number[] => {
    if (!Array.isArray(value) || !accept(value.length)) return false;
    for (let i = 0; i < value.length; i++) if (!Number.isInteger(value[i])) return false;
    return true;
  });
}

/** An array of whole numbers of any length. */
export const ints: Kind<readonly number[]> = numbers("array of ints", () => true);
/** An array of numbers of any length. */
export const floats: Kind<readonly number[]> = listOf(number);

/** One whole number, or several in an array. */
export const intOrInts: Kind<number | readonly number[]> = {
  isWhole: true,
  expects: `${int.expects} or ${ints.expects}`,
  read: (value) => (typeof value === "number" ? int.read(value) : ints.read(value)),
  explain: (value) => int.explain!(value),
};

/** A size for every spatial dimension, or `n` of them in torch's order: `3` is read as `[3, 3]`. */
export function sizeOf(n: number): Kind<number[], number | readonly number[]> {
  const expects = n === 1 ? "int or array of 1 int" : `int or array of ${n} ints`;
  return {
    expects,
    read(value) {
      if (typeof value === "number") return Number.isInteger(value) ? Array<number>(n).fill(value) : misfit;
      if (!Array.isArray(value) || value.length !== n || !value.every((size) => Number.isInteger(size))) return misfit;
      return [...(value as number[])];
    },
  };
}

/** The same, with none of them below 0. */
export function countsOf(n: number): Kind<number[], number | readonly number[]> {
  const sizes = sizeOf(n);
  return {
    ...where(sizes, sizes.expects, (all) => all.every((size) => size >= 0)),
    explain: (value) => (sizes.read(value) === misfit ? undefined : "it may not be below 0"),
  };
}

/** The same, kept as it was written: `3` stays `3`. */
export function sizesAsWritten(n: number): Kind<number | readonly number[]> {
  const whole = numbers(`array of ${n} ints`, (count) => count === n);
  return { ...either(int, whole), expects: n === 1 ? "int" : `int or array of ${n} ints` };
}

/** One of some strings: torch's own, with its underscores. */
export function oneOf<const S extends string>(...values: readonly S[]): Kind<S> {
  const list = values.map((value) => `"${value}"`);
  return kind(
    list.length < 3 ? list.join(" or ") : `one of ${list.join(", ")}`,
    (value): value is S => values.includes(value as S),
    {
      explain(value) {
        const meant = typeof value === "string" ? nearest(value, values) : undefined;
        return meant === undefined ? undefined : `did you mean "${meant}"?`;
      },
    },
  );
}

/** Where tensors live: there is only one place. */
export const device: Kind<"cpu", Device | string> = {
  expects: '"cpu"',
  read(value) {
    const name = typeof value === "object" && value !== null ? (value as { type?: unknown }).type : value;
    return name === "cpu" || name === "cpu:0" ? "cpu" : misfit;
  },
  explain: () =>
    'tensors are kept on the "cpu" here, and what is heavy runs on the back end that torch.backend() names',
};

export const dtype: Kind<DType> = kind("torch.dtype", (value): value is DType => value instanceof DType, {
  explain(value) {
    const name = typeof value === "string" ? value.replace(/^torch\./, "") : undefined;
    if (name !== undefined && Object.hasOwn(dtypes, name)) return `write torch.${name}`;
    return name === undefined ? undefined : 'torch.float32 is one; a device is "cpu"';
  },
});

/** An object of settings, as `{ ... }` writes it. */
export const record: Kind<Readonly<Record<string, unknown>>> = kind("object", isPlainObject, { isObject: true });

/** Several values of a kind in an array. */
export function listOf<Out, In>(item: Kind<Out, In>): Kind<readonly Out[], readonly In[]> {
  return {
    expects: `array of ${several(item.expects)}`,
    item,
    read(value) {
      if (!Array.isArray(value)) return misfit;
      const items: Out[] = [];
      for (const each of value) {
        const read = item.read(each);
        if (read === misfit) return misfit;
        items.push(read);
      }
      return items;
    },
    explain(value) {
      if (!Array.isArray(value)) return undefined;
      const at = value.findIndex((each) => item.read(each) === misfit);
      if (at < 0) return undefined;
      const more = item.explain?.(value[at]);
      return `element ${at} is ${shown(value[at])}${more === undefined ? "" : `; ${more}`}`;
    },
  };
}

function several(expects: string): string {
  return / or |,/.test(expects) ? `(${expects})` : `${expects}s`;
}

/** Values of a kind by name, as `{ ... }` writes them. */
export function recordOf<Out, In>(
  item: Kind<Out, In>,
): Kind<Readonly<Record<string, Out>>, Readonly<Record<string, In>>> {
  return {
    expects: `object of ${several(item.expects)} by name`,
    isObject: true,
    read(value) {
      if (!isPlainObject(value)) return misfit;
      const read = Object.entries(value).map(([name, each]) => [name, item.read(each)] as const);
      return read.some(([, each]) => each === misfit) ? misfit : (Object.fromEntries(read) as Record<string, Out>);
    },
    explain(value) {
      if (!isPlainObject(value)) return undefined;
      const wrong = Object.entries(value).find(([, each]) => item.read(each) === misfit);
      return wrong === undefined ? undefined : `'${wrong[0]}' is ${shown(wrong[1])}`;
    },
  };
}

/** Values in any iterable: an array, a Set, a generator. */
export function iterableOf<Out, In>(item: Kind<Out, In>): Kind<readonly Out[], Iterable<In>> {
  const list = listOf(item);
  const all = (value: unknown): readonly unknown[] | null =>
    typeof value === "object" && value !== null && Symbol.iterator in value ? [...(value as Iterable<unknown>)] : null;
  return {
    expects: `iterable of ${several(item.expects)}`,
    read: (value) => list.read(all(value)),
    explain: (value) => list.explain!(all(value)),
  };
}

/** `count` values of a kind in an array. */
export function tupleOf<Out, In>(item: Kind<Out, In>, count: number): Kind<readonly Out[], readonly In[]> {
  const list = listOf(item);
  return {
    ...list,
    expects: `array of ${count} ${several(item.expects)}`,
    read: (value) => (Array.isArray(value) && value.length === count ? list.read(value) : misfit),
  };
}

/** Only one value, because torch's others are not supported here. */
export function only<const V>(value: V): Kind<V> {
  return kind(`${shown(value)} (torch's other values are not had here)`, (given): given is V => given === value);
}

/** A value of one kind or another. */
export function either<A, InA, B, InB>(a: Kind<A, InA>, b: Kind<B, InB>): Kind<A | B, InA | InB> {
  return {
    expects: `${a.expects} or ${b.expects}`,
    read(value) {
      const first = a.read(value);
      return first === misfit ? b.read(value) : first;
    },
    explain: (value) => a.explain?.(value) ?? b.explain?.(value),
    isObject: a.isObject || b.isObject || false,
    isWhole: a.isWhole ?? false,
  };
}

/** A value of the kind, or null, which stands for Python's None. */
export function orNull<Out, In>(kind: Kind<Out, In>): Kind<Out | null, In | null> {
  return { ...kind, expects: `${kind.expects} or null`, read: (value) => (value === null ? null : kind.read(value)) };
}

/** A kind with a further requirement, such as that a number is positive; `demand` completes "must be". */
export function where<Out, In>(kind: Kind<Out, In>, demand: string, holds: (value: Out) => boolean): Kind<Out, In> {
  return {
    ...kind,
    expects: demand,
    isWhole: false,
    isOutOfRange: (value) => kind.read(value) !== misfit,
    read(value) {
      const read = kind.read(value);
      return read === misfit || !holds(read) ? misfit : read;
    },
  };
}
