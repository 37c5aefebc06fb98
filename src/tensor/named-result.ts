/** Results of several tensors that have names, as torch's `return_types`. */

const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

/**
 * A named tuple: fields by name, and in order by iteration (`const [values, indices] = x.max(0)`).
 *
 * Prints as `torch.return_types.max(values=..., indices=...)`.
 */
export class NamedResult<F extends Readonly<Record<string, { toString(): string }>>> {
  readonly #name: string;
  readonly #fields: F;

  private constructor(name: string, fields: F) {
    this.#name = name;
    this.#fields = fields;
    Object.assign(this, fields);
  }

  static of<F extends Readonly<Record<string, { toString(): string }>>>(name: string, fields: F): NamedResult<F> & F {
    return new NamedResult(name, fields) as NamedResult<F> & F;
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
