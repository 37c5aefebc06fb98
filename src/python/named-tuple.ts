/** Tuples with named fields. Reference: https://docs.python.org/3.12/library/collections.html#collections.namedtuple */

/** The base of all named tuples. Its methods have Python's names, which no field can have. */
export class NamedTuple extends Array<any> {
  static readonly _fields: readonly string[] = [];
  readonly [name: string]: any;

  /** Arrays derived from it are plain arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  get _fields(): readonly string[] {
    return (this.constructor as typeof NamedTuple)._fields;
  }

  /** A copy with some fields replaced. */
  _replace(values: Readonly<Record<string, unknown>>): this {
    const made = this.constructor as new (...values: unknown[]) => this;
    return new made(...this._fields.map((name, i) => (name in values ? values[name] : this[i])));
  }

  _asdict(): Record<string, any> {
    return Object.fromEntries(this._fields.map((name, i) => [name, this[i]]));
  }

  static _make<T>(this: new (...values: any[]) => T, values: Iterable<any>): T {
    return new this(...values);
  }
}

/**
 * A class of tuples with these fields, to be extended by the class you name. The last fields may have default values.
 *
 * @throws TypeError if too few or too many values are given.
 * @example
 * class Point extends namedTuple(["x", "y"], [0]) {}
 * const p = new Point(3);
 * [p.x, p.y, p.length]; // [3, 0, 2]
 */
export function namedTuple(
  fields: readonly string[],
  fallbacks: readonly unknown[] = [],
): typeof NamedTuple & (new (...values: any[]) => NamedTuple) {
  const first = fields.length - fallbacks.length;
  class Fields extends NamedTuple {
    static override readonly _fields = fields;

    constructor(...values: any[]) {
      super();
      if (values.length > fields.length)
        throw new TypeError(`${new.target.name}: takes ${fields.length} values, got ${values.length}`);
      for (const [i, name] of fields.entries()) {
        const value: unknown = values[i] === undefined && i >= first ? fallbacks[i - first] : values[i];
        if (i >= values.length && i < first) throw new TypeError(`${new.target.name}: ${name} is missing`);
        this.push(value);
      }
    }
  }
  for (const [i, name] of fields.entries())
    Object.defineProperty(Fields.prototype, name, {
      get(this: Fields) {
        return this[i] as unknown;
      },
    });
  return Fields;
}
