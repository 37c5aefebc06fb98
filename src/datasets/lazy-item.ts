/** An image and its label, as transformed. */
export type Item<X, Y> = [image: X, label: Y];

/**
 * An item whose image is made at the first look. It is an array like any other, with a hole in place of the image: what is not there is looked
 * for further up, and there it is made.
 */
class LazyItem<X, Y> extends Array<X | Y> {
  #make: (() => X) | undefined;
  #image: X | undefined;

  constructor(make: () => X, label: Y) {
    super();
    this[1] = label;
    this.#make = make;
  }

  /** What comes of `map` and its like is a plain array. */
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

  /** Printed, it is the array that it stands for. */
  [Symbol.for("nodejs.util.inspect.custom")](): unknown[] {
    return [this[0], this[1]];
  }

  /** Destructuring steps over a place without asking for its value: `([, label]) => ...` makes no image. */
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
