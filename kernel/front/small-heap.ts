/**
 * V8 lets the space for new objects grow to 64 MB before it looks for garbage there. The front makes a little garbage with every message,
 * for days, in thirty kernels of one classroom. Imported before all else.
 */
import { setFlagsFromString } from "node:v8";

/** Of V8's flags this one is read each time that the space would grow: it stays at its first size, 1 MB a half. */
setFlagsFromString("--semi-space-growth-factor=1");
