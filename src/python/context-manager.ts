/** Context managers made of generators. Reference: https://docs.python.org/3.12/library/contextlib.html */
import { RuntimeError } from "./errors.ts";

/** What `with` enters and leaves. */
export interface ContextManager {
  enter(): any;
  /** Returns whether the error is dealt with. */
  exit(type?: unknown, error?: unknown, trace?: unknown): boolean;
}

/**
 * A function that yields once, as a context manager: what is before the `yield` runs on entering, the rest on leaving.
 *
 * @example
 * const named = contextManager(function* (name: string) {
 *   yield name;
 * });
 * named("a").enter(); // a
 */
export function contextManager<A extends any[]>(
  make: (...values: A) => Iterator<any>,
): (...values: A) => ContextManager {
  return (...values) => {
    const run = make(...values);
    return {
      enter(): any {
        const { done, value } = run.next();
        if (done === true) throw new RuntimeError("generator didn't yield");
        return value as unknown;
      },
      exit(_type?: unknown, error: unknown = null): boolean {
        if (error === null) {
          if (run.next().done !== true) throw new RuntimeError("generator didn't stop");
          return false;
        }
        try {
          run.throw?.(error);
          return true;
        } catch (raised) {
          if (raised === error) return false;
          throw raised;
        }
      },
    };
  };
}

/**
 * Errors of these classes end the block and nothing else.
 *
 * @example
 * suppress(RangeError).exit(RangeError, new RangeError()); // true
 */
export function suppress(...types: readonly (new (...values: any[]) => Error)[]): ContextManager {
  return {
    enter: () => null,
    exit: (_type, error) => types.some((type) => error instanceof type),
  };
}

/** Does nothing on entering but give its value. */
export const nullcontext = (value: any = null): ContextManager => ({
  enter: () => value as unknown,
  exit: () => false,
});

/** Closes what it was given on leaving. */
export const closing = (value: any): ContextManager => ({
  enter: () => value as unknown,
  exit() {
    value.close();
    return false;
  },
});
