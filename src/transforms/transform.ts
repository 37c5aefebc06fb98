/** C = channels (3 for colour images), H = height, W = width. */
import { call, Callable } from "../nn/callable.ts";
import { shown } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";

// The interface is the call signature of what Callable's constructor returns.
/* oxlint-disable typescript/no-unsafe-declaration-merging */

/** A transform is made with `new` and then called: `toTensor(image)`. */
export interface Transform<In, Out> {
  (input: In): Out;
}

export abstract class Transform<In, Out> extends Callable {
  abstract forward(input: In): Out;

  /** The text between the brackets when it is printed. */
  protected describe(): string {
    return "";
  }

  override toString(): string {
    return `${this.constructor.name}(${this.describe()})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  override [call](...inputs: unknown[]): unknown {
    if (typeof this.forward !== "function") {
      throw new TypeError(
        `${this.constructor.name}: expected a method forward(image), which says what it does; got none`,
      );
    }
    return super[call](...inputs);
  }
}

/** A transform that takes nothing but pictures. */
export abstract class ImageTransform<Out> extends Transform<Tensor, Out> {
  override [call](...inputs: unknown[]): unknown {
    const [image] = inputs;
    if (!(image instanceof Tensor)) {
      throw new TypeError(`${this.constructor.name}: expected an image, which is a Tensor, got ${shown(image)}`);
    }
    return this.forward(image);
  }
}
