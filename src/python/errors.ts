/** Python's errors, for programs that tell them apart. Reference: https://docs.python.org/3.12/library/exceptions.html */

class PythonError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

export class ValueError extends PythonError {}
export class ArithmeticError extends PythonError {}
export class ZeroDivisionError extends ArithmeticError {}
export class OverflowError extends ArithmeticError {}
export class LookupError extends PythonError {}
export class IndexError extends LookupError {}
/** Its message is the key as `repr` writes it. */
export class KeyError extends LookupError {}
export class RuntimeError extends PythonError {}
export class NotImplementedError extends RuntimeError {}
export class AssertionError extends PythonError {}
export class AttributeError extends PythonError {}
export class NameError extends PythonError {}
export class StopIteration extends PythonError {}
export class OSError extends PythonError {}
export class FileNotFoundError extends OSError {}
export class KeyboardInterrupt extends PythonError {}
export class FileExistsError extends OSError {}
/** Raised by `argparse` and `sys.exit`. */
export class SystemExit extends PythonError {}
export class StatisticsError extends ValueError {}
