/** `convkernel/port`: PyTorch's notebooks as TypeScript's. */
export { isPython, port, type Ported, type PortOptions } from "./port.ts";
export type { Problem } from "./problems.ts";
export { portNotebook, type PortedNotebook } from "./notebook.ts";
