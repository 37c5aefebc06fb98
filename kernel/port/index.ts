/** `convkernel/port`: translates PyTorch notebooks into TypeScript notebooks. */
export { isPython, port, type Given, type Ported, type PortOptions } from "./port.ts";
export { camelCase } from "./write/names.ts";
export type { Problem } from "./problems.ts";
export { portNotebook, type PortedNotebook } from "./notebook.ts";
