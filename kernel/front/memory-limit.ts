/** How much memory user code may take. */
import { totalmem } from "node:os";

/** The rest is for tensors and other memory outside the heap, the front, the type service and the machine's other users. */
const SHARE = 0.5;
const LEAST_MB = 256;
/** A heap beyond this is a runaway cell: V8 needs about half a minute to fill it. */
const MOST_MB = 8192;

/** Megabytes for the runner's heap: a share of the machine, or of the container that the kernel runs in. */
export function memoryLimitMb(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.min(MOST_MB, Math.max(LEAST_MB, Math.floor((bytes * SHARE) / 2 ** 20)));
}
