/** A back end over a device: large float32 ops run there, all others in plain loops. */
import type { Backend } from "../backend.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import type { Engine } from "./engine.ts";
import { moves } from "./moves.ts";
import { norms } from "./norms.ts";
import { pooling } from "./pooling.ts";
import { products } from "./products.ts";
import { Residence } from "./residence.ts";
import { steps } from "./steps.ts";

export function deviceBackend(engine: Engine, plain: Backend): Backend {
  const at = new Residence(engine);
  return {
    info: engine.info,
    ...elementwise(at, plain),
    ...moves(at, plain),
    ...products(at, plain),
    ...convolution(at, plain),
    ...pooling(at, plain),
    ...norms(at, plain),
    ...steps(at, plain),
  };
}
