/** C = channels (3 for colour images), H = height, W = width. */
import { Callable } from "../nn/callable.ts";

// The interface is the call signature of what Callable's constructor returns.
/* oxlint-disable typescript/no-unsafe-declaration-merging */

/** A transform is made with `new` and then called: `toTensor(image)`. */
export interface Transform<In, Out> {
  (input: In): Out;
}

export abstract class Transform<In, Out> extends Callable {
  abstract forward(input: In): Out;

  /** What stands between the brackets of the text. */
  protected describe(): string {
    return "";
  }

  override toString(): string {
    return `${this.constructor.name}(${this.describe()})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
