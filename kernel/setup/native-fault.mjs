/** Why there is no native back end: the cause decides when another try is worthwhile, and what a user can do. */
import { Stopped, briefly } from "./steps.mjs";

/** @typedef {"compiler" | "network" | "platform" | "other"} Cause */

export class NativeFault extends Error {
  /** @param {Cause} cause @param {string} message */
  constructor(cause, message) {
    super(message);
    this.kind = cause;
  }

  /** A fault with that cause, from the error of a step. @param {Cause} cause @param {unknown} error @returns {Error} */
  static of(cause, error) {
    if (error instanceof Stopped || error instanceof NativeFault) return error;
    return new NativeFault(cause, briefly(error));
  }
}
