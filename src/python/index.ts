/** What notebooks use of Python besides torch and JavaScript lacks: translated notebooks need it. */
export * from "./errors.ts";
export { repr, str } from "./text.ts";
export { format, formatText, percent } from "./format.ts";
export { fixed, round } from "./float.ts";
export { negative, operate, sum } from "./operate.ts";
export { divide, float, floorDivide, int, mod } from "./numbers.ts";
export {
  at,
  compare,
  contains,
  Counter,
  DefaultDict,
  deque,
  Dict,
  equals,
  indexOf,
  ListSet,
  lookup,
  pop,
  remove,
  setAt,
  take,
  takeLast,
} from "./collections.ts";
export {
  capitalize,
  center,
  find,
  islower,
  isupper,
  partition,
  rpartition,
  rsplit,
  split,
  strip,
  swapcase,
  title,
  zfill,
} from "./strings.ts";
export { Attributes, getattr, hasattr, isSlice, item, keywords, setattr, setOwn, sliced, spread } from "./values.ts";
export { NamedTuple, namedTuple } from "./named-tuple.ts";
export { makeGrid } from "./make-grid.ts";
export { decorateMethod } from "./decorate.ts";
export {
  accumulate,
  cache,
  combinations,
  combinationsWithReplacement,
  count,
  cycle,
  dropwhile,
  groupby,
  islice,
  next,
  permutations,
  product,
  takewhile,
  zipLongest,
} from "./iterate.ts";
export { open, TextFile } from "./files.ts";
export { Path } from "./path.ts";
export { asdict, astuple, replace, simpleNamespace, vars } from "./namespace.ts";
export { closing, contextManager, nullcontext, suppress } from "./context-manager.ts";
export { auto, Enum, enumeration, memberNamed, memberOf, membersOf, ValueEnum } from "./enums.ts";
export { ArgumentParser } from "./argparse.ts";
export * as logging from "./logging.ts";
export * as re from "./re.ts";
export * as sys from "./sys.ts";
export * as folders from "./folders.ts";
export * as heaps from "./heaps.ts";
export * as statistics from "./statistics.ts";
export * as wrap from "./wrap.ts";
export { sleep, strftime } from "./time.ts";
export * as math from "./math.ts";
export * as plt from "./plt/index.ts";
export * as json from "./json.ts";
export * as random from "./random.ts";
export { defaultRng, Generator } from "./default-rng.ts";
export * as numpyRandom from "./numpy-random.ts";
