/**
 * Notes where a loop was when it was stopped. A termination leaves no stack, so just before it the interrupter calls a function of this
 * module on top of the loop's own frames.
 */
import { STOPPING } from "./stopping.ts";
import { framesText } from "./traceback.ts";

let place: readonly string[] = [];

export function watchStops(): void {
  const note = (): void => {
    try {
      place = framesText(new Error("stopped here"));
    } catch {
      // There is no stack space left to look at the stack.
    }
  };
  Object.defineProperty(globalThis, Symbol.for(STOPPING), { value: note, configurable: true });
}

/** Lines of a traceback, the outermost frame first; none where the cell only waited. */
export function takeStoppedAt(): readonly string[] {
  const taken = place;
  place = [];
  return taken;
}
