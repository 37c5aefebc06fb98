/** `convkernel/port`: PyTorch's notebooks as TypeScript's. */
export { port, type Ported, type Problem } from "./port.ts";
export { portNotebook, type PortedNotebook } from "./notebook.ts";
