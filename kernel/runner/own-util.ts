/** Node's helpers as they were at the start. User code may replace them, with `syncBuiltinESMExports` also in the imports of others. */
import util from "node:util";

export const { diff, inspect, stripVTControlCharacters, types } = util;
