/** An image and its label, as transformed. */
export type Item<X, Y> = [image: X, label: Y];

/** An item whose image is made at the first look. */
export function lazyItem<X, Y>(make: () => X, label: Y): Item<X, Y> {
  let image: { readonly made: X } | undefined;
  const item = [undefined, label] as unknown as Item<X, Y>;
  const look = (): X => (image ??= { made: make() }).made;
  return Object.defineProperties(item, {
    0: { get: look, enumerable: true },
    // Destructuring steps over a place without asking for its value.
    [Symbol.iterator]: {
      value: (): Iterator<X | Y> => {
        let i = 0;
        return {
          next: () => {
            const at = i++;
            return at > 1
              ? { done: true, value: undefined }
              : {
                  done: false,
                  get value() {
                    return at === 0 ? look() : label;
                  },
                };
          },
        };
      },
    },
  });
}
