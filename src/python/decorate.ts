/** Decorators of methods. Reference: https://docs.python.org/3.12/reference/compound_stmts.html#function-definitions */

type Open = (self: any, ...values: any[]) => any;

/**
 * Replaces a method with the result of a decorator. The decorator receives a function of the object and the method's
 * arguments, and returns another such function.
 *
 * @throws TypeError if the class has no such method.
 * @example
 * class Net {
 *   size(n: number) {
 *     return n;
 *   }
 * }
 * decorateMethod(Net, "size", (size) => (self, n) => size(self, n) + 1);
 * new Net().size(2); // 3
 */
export function decorateMethod(
  type: new (...values: any[]) => object,
  name: string,
  decorator: (method: Open) => Open,
): void {
  const prototype = type.prototype as Record<string, unknown>;
  const method = prototype[name];
  if (typeof method !== "function") throw new TypeError(`decorateMethod: ${type.name} has no method ${name}`);
  const open: Open = (self, ...values) => (method as (...values: any[]) => any).apply(self, values);
  Object.defineProperty(open, "name", { value: name });
  const wrapped = decorator(open);
  prototype[name] = function (this: object, ...values: any[]): any {
    return wrapped(this, ...values) as unknown;
  };
}
