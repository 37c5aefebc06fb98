/** The method that runs when an instance is called; a class may override it to do more than `forward`. */
export const call = Symbol("call");

/**
 * Base of the classes whose instances are made with `new` and then called: `layer(x)` runs `layer.forward(x)`.
 *
 * The constructor returns a function whose prototype is the class's, so fields, private names, getters and `instanceof`
 * work as on any object, and a call costs one closure (no Proxy).
 */
export class Callable {
  constructor() {
    const self = (...inputs: unknown[]): unknown => (self as unknown as Callable)[call](...inputs);
    // Every function owns `name` and `length`; deleting them lets subclasses use both as fields or getters.
    Reflect.deleteProperty(self, "name");
    Reflect.deleteProperty(self, "length");
    Object.setPrototypeOf(self, new.target.prototype as object);
    return self as unknown as this;
  }

  [call](...inputs: unknown[]): unknown {
    return (this as unknown as { forward(...inputs: unknown[]): unknown }).forward(...inputs);
  }
}
