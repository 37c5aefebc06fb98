/** 한국어 문장. */
import type { english } from "./words-en.ts";

export const korean: {
  readonly [Room in keyof typeof english]: Readonly<Record<keyof (typeof english)[Room], string>>;
} = {
  all: {},
  explorer: {},
  "filter-playground": {
    alt: "a kernel of 3 x 3 ({kernel}) on a picture of {height} x {width}: output from {low} to {high}",
    image: "picture",
    kernel: "kernel",
    output: "output",
    channel: "channel {number}",
  },
  "shape-flow": {
    alt: "{flow}: {total} numbers to learn",
    input: "input",
    parameters: "{count} numbers",
    total: "{total} numbers to learn",
    more: "{count} in all",
  },
  "receptive-field": {
    alt: "one number of the last layer sees {height} x {width} pixels of {H} x {W}: {layers}",
    input: "input {H} x {W}",
    sees: "{name} sees {height} x {width}",
  },
  "dot-product-gradient": {
    alt: "output {output}, target {target}, loss {loss}: the gradient of each weight is {slope} times its pixel",
    patch: "patch x",
    kernel: "kernel w",
    products: "products",
    output: "output",
    loss: "loss",
    slope: "dL/doutput",
    gradient: "dL/dw",
  },
  "loss-bowl": {
    alt: "loss over {names}: {count} steps with lr {lr} from {start} to {end}, loss {first} to {last}",
    loss: "loss",
  },
};
