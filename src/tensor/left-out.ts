/**
 * Parts of torch that are left out on purpose. Reading a name from one throws an error that says so, instead of
 * "Cannot read properties of undefined".
 */

/** A namespace without names. */
export interface LeftOut {
  readonly [leftOut]: true;
}
declare const leftOut: unique symbol;

const aim = "this library is for convolutional networks";

function namespace(name: string, way = ""): LeftOut {
  return new Proxy(Object.create(null) as LeftOut, {
    get(_target, key) {
      // Symbols are read by whoever prints a value, `then` by whoever awaits one.
      if (typeof key === "symbol" || key === "then" || key === "toJSON") return undefined;
      throw new TypeError(
        `torch.${name}.${key} is left out on purpose: ${aim}${way}; src/COVERAGE.md lists what is here`,
      );
    },
  });
}

export const linalg: LeftOut = namespace("linalg", "; x.norm(), x.matmul(y) and x.det() are methods");
export const fft: LeftOut = namespace("fft");
export const special: LeftOut = namespace("special", "; many of its functions are methods: x.erf(), x.sigmoid()");
export const func: LeftOut = namespace("func", "; torch.autograd.functional has jacobian and hessian");
export const distributions: LeftOut = namespace("distributions", "; torch.normal and torch.bernoulli draw numbers");
export const sparse: LeftOut = namespace("sparse");
export const jit: LeftOut = namespace("jit");
export const onnx: LeftOut = namespace("onnx", "; torch.save keeps a state dict");
export const hub: LeftOut = namespace("hub", "; torch.load reads files of Python's torch.save");
export const distributed: LeftOut = namespace("distributed");
export const quantization: LeftOut = namespace("quantization");
export const amp: LeftOut = namespace("amp", "; calculations keep their tensors' types");
export const backends: LeftOut = namespace(
  "backends",
  "; every run with the same seed gives the same numbers without it",
);
