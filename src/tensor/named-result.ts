/** Results made of several named tensors, like torch's `return_types`. */

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

type Fields = Readonly<Record<string, { toString(): string }>>;

/** A named tuple with the types of its fields. */
export type Named<F extends Fields> = NamedResult<F> & F & { readonly [index: number]: F[keyof F] };

/**
 * A named tuple: fields by name, by number (`x.max(0)[0]`), and in order when iterated (`const [values, indices] =
 * x.max(0)`).
 *
 * Prints as `torch.return_types.max(values=..., indices=...)`.
 */
export class NamedResult<F extends Fields> {
  readonly #name: string;
  readonly #fields: F;

  private constructor(name: string, fields: F) {
    this.#name = name;
    this.#fields = fields;
    Object.assign(this, fields);
  }

  /** For the numbers, which are properties of the class: defining them for each result took longer than its sorting. */
  static field(this: void, result: NamedResult<Fields>, index: number): unknown {
    return Object.values(result.#fields)[index];
  }

  static of<F extends Fields>(name: string, fields: F): Named<F> {
    return new NamedResult(name, fields) as Named<F>;
  }

  *[Symbol.iterator](): IterableIterator<F[keyof F]> {
    yield* Object.values(this.#fields) as F[keyof F][];
  }

  toString(): string {
    const lines = Object.entries(this.#fields).map(([name, value]) => `${name}=${value.toString()}`);
    return `torch.return_types.${this.#name}(\n${lines.join(",\n")})`;
  }

  [inspectCustom](): string {
    return this.toString();
  }
}

/** No result of torch has more fields. */
const MOST = 4;
for (let index = 0; index < MOST; index++)
  Object.defineProperty(NamedResult.prototype, index, {
    get(this: NamedResult<Fields>) {
      return NamedResult.field(this, index);
    },
  });
