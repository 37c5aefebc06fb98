/** An image and its label, as transformed. */
export type Item<X, Y> = [image: X, label: Y];

/**
 * An item whose image is made when it is first accessed. It is an ordinary array with a hole in place of the image: a
 * missing element is looked up on the prototype, and there it is made.
 */
class LazyItem<X, Y> extends Array<X | Y> {
  #make: (() => X) | undefined;
  #image: X | undefined;

  constructor(make: () => X, label: Y) {
    super();
    this[1] = label;
    this.#make = make;
  }

  /** Methods such as `map` return plain arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  get 0(): X {
    if (this.#make !== undefined) {
      this.#image = this.#make();
      this.#make = undefined;
    }
    return this.#image as X;
  }

  /** When printed, it looks like the array it represents. */
  [Symbol.for("nodejs.util.inspect.custom")](): unknown[] {
    return [this[0], this[1]];
  }

  /** Destructuring steps over a position without reading its value: `([, label]) => ...` makes no image. */
  override [Symbol.iterator](): ArrayIterator<X | Y> {
    return new Steps(this) as unknown as ArrayIterator<X | Y>;
  }
}

class Steps<X, Y> {
  readonly #item: LazyItem<X, Y>;
  #at = 0;

  constructor(item: LazyItem<X, Y>) {
    this.#item = item;
  }

  next(): IteratorResult<X | Y> {
    const at = this.#at++;
    if (at > 1) return { done: true, value: undefined };
    const item = this.#item;
    if (at === 1) return { done: false, value: item[1]! };
    return {
      done: false,
      get value() {
        return item[0];
      },
    };
  }
}

export function lazyItem<X, Y>(make: () => X, label: Y): Item<X, Y> {
  return new LazyItem(make, label) as unknown as Item<X, Y>;
}
