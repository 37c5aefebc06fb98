/**
 * Keeps V8's space for new objects small; by default it grows to 64 MB before garbage there is collected. The front makes a little garbage
 * with every message, for days, in the thirty kernels of one classroom. Imported before everything else.
 */
import { setFlagsFromString } from "node:v8";

/** V8 reads this flag each time the space is about to grow, so it stays at its initial size of 1 MB for each half. */
setFlagsFromString("--semi-space-growth-factor=1");
