/**
 * The signature of a callable, stated once: its arguments in torch's order, with kinds and defaults. It reads a call
 * written in any way that Python allows: by position, by name in one trailing object, or mixed. Anything it does not
 * expect it rejects, in torch's words.
 *
 * Long because it is one class: what it reads and what TypeScript lets a caller write follow from the same object.
 * Reference: https://docs.python.org/3.13/reference/expressions.html#calls
 */

import { misfit, type Kind } from "./kinds.ts";
import { nearest } from "./nearest.ts";
import { isPlainObject, isPromise, shown } from "./shown.ts";

/** `Need` says whether a call must give the argument, `Default` is its value otherwise. */
export interface Argument<Out = unknown, In = unknown, Need extends boolean = boolean> {
  readonly kind: Kind<Out, In>;
  readonly isRequired: Need;
  readonly default: Out | undefined;
  /** Python's `*`: only by name. */
  readonly isKeyword: boolean;
  /** The items may be given one by one as positional arguments: `x.view(2, 3)`. */
  readonly isVariadic: boolean;
  /** The items are never given as an array: Python's `*modules`. */
  readonly isRest?: boolean;
  readonly aliases: readonly string[];
}

export type Arguments = Readonly<Record<string, Argument>>;

/** What the callable gets: every argument, with its default if the call leaves it out. */
export type Values<A extends Arguments> = {
  -readonly [N in keyof A]: A[N] extends Argument<infer Out, infer _In> ? Out : never;
};

type RequiredNames<A extends Arguments> = { [N in keyof A]: A[N]["isRequired"] extends true ? N : never }[keyof A];
type Flat<T> = { [N in keyof T]: T[N] };

/** All arguments by name, as a caller writes them. */
export type Named<A extends Arguments> = Flat<
  { [N in RequiredNames<A>]: A[N] extends Argument<infer _Out, infer In> ? In : never } & {
    [N in Exclude<keyof A, RequiredNames<A>>]?: A[N] extends Argument<infer _Out, infer In> ? In | undefined : never;
  }
>;

/** What a caller may write for the argument `N`. */
export type Given<A, N> = N extends keyof A ? (A[N] extends Argument<infer _Out, infer In> ? In : never) : never;
type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? [First, ...Words<Rest>] : [Text];
type PlacesOf<A, Names extends readonly string[]> = { [I in keyof Names]: Given<A, Names[I]> };
type Rest<A extends Arguments, Names extends readonly string[]> = Flat<Omit<Named<A>, Names[number]>>;
type EachMixed<A extends Arguments, Names extends readonly string[]> =
  | [...PlacesOf<A, Names>, others: Rest<A, Names>]
  | (Names extends readonly [...infer Before extends string[], string] ? EachMixed<A, Before> : never);

/**
 * What may follow the arguments `Before` of a call: some of `Placed` by position, in this order, and the others in one
 * object; or all by position. For the few functions whose result has a type that depends on their arguments; all others
 * take their types from `calls.ts`.
 */
export type Mixed<A extends Arguments, Before extends string, Placed extends string> =
  EachMixed<Omit<A, Words<Before>[number]>, Words<Placed>> | PlacesOf<A, Words<Placed>>;

/** The arguments at the places `Names`; the labels of `Names` are the names that editors show. */
type Places<A, Names extends readonly string[]> = { [I in keyof Names]: A[Names[I] & keyof A] };
type Fewer<A, Names extends readonly string[]> = Names extends readonly [...infer Before extends string[], string]
  ? [...placed: Places<A, Before>, options: Before extends [] ? A : Omit<A, Before[number]>] | Fewer<A, Before>
  : never;
type More<A, O, R extends readonly string[], Names extends readonly string[]> = Names extends readonly [
  ...infer Before extends string[],
  string,
]
  ? | More<A, O, R, Before>
    | (keyof O extends Names[number]
        ? never
        : [...required: Places<A, R>, ...placed: Places<A, Names>, options: Omit<O, Names[number]>])
  : never;
type Placed<A, R extends readonly string[], M extends readonly string[]> = [
  ...required: Places<A, R>,
  ...placed: Partial<Places<A, M>>,
];

/**
 * Every way to call what takes the arguments `A`: the required ones `R` by position and the options `O` in one object,
 * which is the usual way and comes first; all by position, where `M` are the optional ones in torch's order; what lies
 * between, or all by name.
 */
export type Calls<A, O, R extends readonly string[], M extends readonly string[]> =
  [...required: Places<A, R>, options?: O] | Placed<A, R, M> | Fewer<A, R> | More<A, O, R, M>;

/** The same where few arguments are optional: they too are usually given by position. */
export type CallsByPlace<A, O, R extends readonly string[], M extends readonly string[]> =
  Placed<A, R, M> | [...required: Places<A, R>, options: O] | Fewer<A, R> | More<A, O, R, M>;

/** The same where every argument is required. */
export type CallsInFull<A, R extends readonly string[]> = Places<A, R> | Fewer<A, R>;

/** The calls of what takes no arguments. */
export type NoArguments = [] | [options: Record<string, never>];

/** An argument that a call must give. */
export function required<Out, In>(kind: Kind<Out, In>, ...aliases: string[]): Argument<Out, In, true> {
  return { kind, isRequired: true, default: undefined, isKeyword: false, isVariadic: false, aliases };
}

/** An argument with a default. */
export function optional<Out, In, D extends Out | undefined>(
  kind: Kind<Out, In>,
  value: D,
  ...aliases: string[]
): Argument<Out | D, In, false> {
  return { kind, isRequired: false, default: value, isKeyword: false, isVariadic: false, aliases };
}

/** An argument with a default that can only be given by name. */
export function keyword<Out, In, D extends Out | undefined>(
  kind: Kind<Out, In>,
  value: D,
  ...aliases: string[]
): Argument<Out | D, In, false> {
  return { ...optional(kind, value, ...aliases), isKeyword: true };
}

/** A required argument whose items may also be given one by one: `zeros(2, 3)` as well as `zeros([2, 3])`. */
export function variadic<Out, In>(kind: Kind<Out, In>, ...aliases: string[]): Argument<Out, In, true> {
  return { ...required(kind, ...aliases), isVariadic: true };
}

/** All remaining positional arguments, possibly none: Python's `*modules`. */
export function rest<Out, In>(kind: Kind<readonly Out[], In>): Argument<readonly Out[], In, false> {
  return { ...optional(kind, [] as readonly Out[]), isVariadic: true, isRest: true };
}

/** Alternative names that torch has for compatibility with NumPy. */
const numpyNames: Readonly<Record<string, readonly string[]>> = {
  dim: ["axis"],
  keepdim: ["keepdims"],
  input: ["x", "a", "x1", "tensor"],
  other: ["x2"],
};

/**
 * Why a call does not fit, and how much of it does: of several forms, the one that fits best reports what is wrong. The
 * error is made only to be thrown, because that takes longer than reading a call that the next form fits.
 */
class Fault {
  readonly fits: number;
  readonly error: () => Error;

  constructor(fits: number, error: () => Error) {
    this.fits = fits;
    this.error = error;
  }
}

/** Every signature by its full name, e.g. `nn.Conv2d`, `F.conv2d`, `Tensor.sum`; tests go through all of them. */
export const signatures: Map<string, Signature | Overloads> = new Map<string, Signature | Overloads>();

export class Signature<A extends Arguments = Arguments> {
  /** The name used in messages. */
  readonly name: string;
  readonly arguments: A;
  readonly #names: readonly string[];
  readonly #list: readonly Argument[];
  /** How many may be given by position. */
  readonly #places: number;
  /** How many must be given by position if none is given by name. */
  readonly #needed: number;
  /** The position from which arguments are the items of a single one; -1 if there is no such argument. */
  readonly #variadic: number;
  readonly #index = new Map<string, number>();
  readonly #isLayer: boolean;

  /** `isLayer` is for classes whose instances take the tensors. */
  constructor(name: string, args: A, isLayer = false) {
    this.name = name;
    this.#isLayer = isLayer;
    this.arguments = args;
    this.#names = Object.keys(args);
    this.#list = Object.values(args);
    const firstKeyword = this.#list.findIndex(({ isKeyword }) => isKeyword);
    this.#places = firstKeyword < 0 ? this.#list.length : firstKeyword;
    this.#needed = this.#list.findLastIndex(({ isRequired }) => isRequired) + 1;
    this.#variadic = this.#list.findIndex(({ isVariadic }) => isVariadic);
    this.#names.forEach((argument, i) => {
      for (const alias of [...this.#list[i]!.aliases, ...(numpyNames[argument] ?? [])]) {
        if (!this.#names.includes(alias)) this.#index.set(alias, i);
      }
    });
    // Proper names come last, so that no alternative name hides one.
    this.#names.forEach((argument, i) => this.#index.set(argument, i));
  }

  /**
   * The arguments of a call.
   *
   * @throws TypeError naming the argument that is unknown, duplicate, missing, surplus or of a wrong kind.
   */
  read(given: readonly unknown[]): Values<A> {
    const values = this.#quick(given) ?? this.#bind(given);
    if (values instanceof Fault) throw values.error();
    return values;
  }

  /** The same without throwing, for callables with several signatures. */
  tryRead(given: readonly unknown[]): Values<A> | Fault {
    return this.#quick(given) ?? this.#bind(given);
  }

  /** Positional arguments, if all of them are right; undefined if the call needs a closer look. */
  #quick(given: readonly unknown[]): Values<A> | undefined {
    const count = given.length;
    if (count < this.#needed || count > this.#places) return undefined;
    const last = given[count - 1];
    if (typeof last === "object" && last !== null && !Array.isArray(last) && isPlainObject(last)) return undefined;
    if (this.#variadic >= 0 && count > this.#variadic && this.#isSpread(given)) return undefined;
    // Name by name, because copying an object of defaults is slow when every signature has other names.
    const values: Record<string, unknown> = {};
    const list = this.#list;
    const names = this.#names;
    for (let i = 0; i < list.length; i++) {
      const argument = list[i]!;
      if (i >= count) {
        values[names[i]!] = argument.default;
        continue;
      }
      const value = given[i];
      if (value === undefined) return undefined;
      const read = argument.kind.read(value);
      if (read === misfit) return undefined;
      values[names[i]!] = read;
    }
    return values as Values<A>;
  }

  #bind(given: readonly unknown[]): Values<A> | Fault {
    let count = given.length;
    const last = given[count - 1];
    const named = typeof last === "object" && last !== null && this.#isNamed(last, count - 1) ? last : null;
    if (named !== null) count--;
    while (count > 0 && given[count - 1] === undefined) count--;
    const values = Array<unknown>(this.#names.length);
    const from = this.#variadic;
    if (from >= 0 && count > from && this.#isSpread(given)) {
      for (let i = 0; i < from; i++) values[i] = given[i];
      values[from] = given.slice(from, count);
    } else {
      if (count > this.#places) return this.#surplus(given, count);
      for (let i = 0; i < count; i++) values[i] = given[i];
    }
    if (named !== null) {
      for (const name of Object.keys(named)) {
        const value = named[name];
        if (value === undefined) continue;
        const at = this.#index.get(name);
        if (at === undefined) return this.#unknown(name);
        if (values[at] !== undefined) return this.#doubled(at, count);
        values[at] = value;
      }
    }
    const result: Record<string, unknown> = {};
    let fits = 0;
    for (let i = 0; i < values.length; i++) {
      const argument = this.#list[i]!;
      const value = values[i];
      if (value === undefined) {
        if (argument.isRequired) return this.#missing(values, fits);
        result[this.#names[i]!] = argument.default;
        continue;
      }
      const read = argument.kind.read(value);
      if (read === misfit) return this.#misfit(i, value, i < count, fits + 0.5);
      fits++;
      result[this.#names[i]!] = read;
    }
    return result as Values<A>;
  }

  /** Whether the items of the variadic argument are given one by one. */
  #isSpread(given: readonly unknown[]): boolean {
    return this.#list[this.#variadic]!.isRest === true || !Array.isArray(given[this.#variadic]);
  }

  /** Whether a trailing value is the object of named arguments rather than an argument at position `place`. */
  #isNamed(value: object, place: number): value is Record<string, unknown> {
    if (!isPlainObject(value)) return false;
    if (place >= this.#places || !this.#list[place]!.kind.isObject) return true;
    const names = Object.keys(value);
    return names.length > 0 && names.every((name) => this.#index.has(name));
  }

  #surplus(given: readonly unknown[], count: number): Fault {
    return new Fault(-1, () => {
      const needed = this.#list.filter(({ isRequired, isKeyword }) => isRequired && !isKeyword).length;
      const most = this.#places;
      const takes = needed === most ? `${most}` : `from ${needed} to ${most}`;
      const were = count === 1 ? "was" : "were";
      const rest = this.#names.slice(most);
      const named = rest.length === 0 ? "" : `; by name only: { ${rest.join(", ")} }`;
      return new TypeError(
        `${this.name}() takes ${takes} positional argument${takes === "1" ? "" : "s"} but ${count} ${were} given, ` +
          `${shown(given[most])} is too many: ${this.toString()}${named}`,
      );
    });
  }

  #unknown(name: string): Fault {
    return new Fault(-1, () => {
      const meant = nearest(name, this.#names);
      const hint = meant === undefined ? `: ${this.toString()}` : `; did you mean '${meant}'?`;
      return new TypeError(`${this.name}() got an unexpected keyword argument '${name}'${hint}`);
    });
  }

  #doubled(at: number, fits: number): Fault {
    const text = `${this.name}() got multiple values for argument '${this.#names[at]}'`;
    return new Fault(fits, () => new TypeError(text));
  }

  #missing(values: readonly unknown[], fits: number): Fault {
    return new Fault(fits, () => {
      const lacking = this.#names.filter((_, i) => this.#list[i]!.isRequired && values[i] === undefined);
      const plural = lacking.length > 1 ? "s" : "";
      const names = lacking.map((name) => `'${name}'`).join(" and ");
      return new TypeError(
        `${this.name}() missing ${lacking.length} required positional argument${plural}: ${names}: ${this.toString()}`,
      );
    });
  }

  #misfit(at: number, value: unknown, isPositional: boolean, fits: number): Fault {
    return new Fault(fits, () => this.#wrongKind(at, value, isPositional));
  }

  #wrongKind(at: number, value: unknown, isPositional: boolean): TypeError | RangeError {
    const { kind, isRest } = this.#list[at]!;
    if (isRest && isPositional && Array.isArray(value)) {
      const wrong = value.findIndex((each) => kind.item!.read(each) === misfit);
      return this.#wrongValue(at, at + wrong, kind.item!, value[wrong]);
    }
    return this.#wrongValue(at, isPositional ? at : null, kind, value);
  }

  #wrongValue(at: number, position: number | null, kind: Kind<unknown>, value: unknown): TypeError | RangeError {
    const place = position === null ? "" : ` (position ${position + 1})`;
    const more = this.#wayOut(at, kind, value);
    const text =
      `${this.name}(): argument '${this.#names[at]}'${place} must be ${kind.expects}, not ${shown(value)}` +
      (more === undefined ? "" : `; ${more}`);
    return kind.isOutOfRange?.(value) ? new RangeError(text) : new TypeError(text);
  }

  #wayOut(at: number, kind: Kind<unknown>, value: unknown): string | undefined {
    if (this.#list[at]!.isRest === true && Array.isArray(value)) return "write the items one by one, or ...items";
    if (isPromise(value)) return undefined;
    if (this.#isLayer && shown(value) === "a Tensor") return `make it first and call it then: new ${this.name}(...)(x)`;
    return kind.explain?.(value);
  }

  /** As its call reads: `Linear(inFeatures, outFeatures, bias=true)`. */
  toString(): string {
    const parts = this.#names.map((name, i) => {
      const { isRequired, isVariadic, isRest, default: value } = this.#list[i]!;
      if (isRequired || isRest) return isVariadic ? `...${name}` : name;
      return value === undefined ? `${name}?` : `${name}=${shown(value)}`;
    });
    if (this.#places < parts.length) parts.splice(this.#places, 0, "*");
    return `${this.name}(${parts.join(", ")})`;
  }
}

/** The signatures of a callable that torch overloads, e.g. `max()`, `max(dim, keepdim)` and `max(other)`. */
export class Overloads<Forms extends Readonly<Record<string, Arguments>> = Readonly<Record<string, Arguments>>> {
  readonly name: string;
  readonly forms: { readonly [F in keyof Forms]: Signature<Forms[F]> };
  readonly #list: readonly (readonly [string, Signature])[];

  constructor(name: string, forms: Forms) {
    this.name = name;
    const made = Object.entries(forms).map(([form, args]) => [form, new Signature(name, args)] as const);
    this.#list = made as unknown as readonly (readonly [string, Signature])[];
    this.forms = Object.fromEntries(made) as { readonly [F in keyof Forms]: Signature<Forms[F]> };
  }

  /**
   * The first form that the call fits, with its arguments.
   *
   * @throws TypeError of the form that fits best, listing the others.
   */
  read(given: readonly unknown[]): { [F in keyof Forms]: { form: F; args: Values<Forms[F]> } }[keyof Forms] {
    let best: Fault | undefined;
    for (const [form, signature] of this.#list) {
      const values = signature.tryRead(given);
      if (!(values instanceof Fault)) return { form, args: values } as never;
      if (best === undefined || values.fits > best.fits) best = values;
    }
    const error = best!.error();
    const message = `${error.message}\n${this.name}() can be called as ${this.toString()}`;
    throw error instanceof RangeError ? new RangeError(message) : new TypeError(message);
  }

  toString(): string {
    return Object.values<Signature>(this.forms).map(String).join(", ");
  }
}

/**
 * Declares the signature of the callable that users know as `path`, e.g. `nn.Linear`. Arguments come in torch's order.
 */
export function signature<A extends Arguments>(path: string, args: A): Signature<A> {
  const made = new Signature(nameOf(path), args, /^nn\.[A-Z]/.test(path));
  signatures.set(path, made as unknown as Signature);
  return made;
}

/** The same for a callable with several forms; if a call fits two, the first one is used. */
export function overloads<Forms extends Readonly<Record<string, Arguments>>>(
  path: string,
  forms: Forms,
): Overloads<Forms> {
  const made = new Overloads(nameOf(path), forms);
  signatures.set(path, made as unknown as Overloads);
  return made;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
