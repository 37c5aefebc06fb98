/** The error of an interrupted cell, named as in Python because front ends know this name. */
export class KeyboardInterrupt extends Error {
  override readonly name = "KeyboardInterrupt";

  constructor() {
    super("the cell was interrupted");
  }
}
