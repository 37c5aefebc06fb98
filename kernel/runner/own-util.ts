/**
 * Node's helpers as they were at the start. User code may replace them and, with `syncBuiltinESMExports`, even change them in other
 * modules' imports.
 */
import util from "node:util";

export const { diff, inspect, stripVTControlCharacters, types } = util;
