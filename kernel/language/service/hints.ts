/** What to add to TypeScript's message about an unknown name: TypeScript's word for Python's. */

/** Names that people bring along from Python. */
const fromPython: Readonly<Record<string, string>> = {
  print: "console.log(...)",
  len: "the property 'length'",
  None: "null or undefined",
  True: "true",
  False: "false",
  self: "this",
  str: "String(...)",
  int: "Math.trunc(...)",
  float: "Number(...)",
  range: "for (let i = 0; i < n; i++)",
  enumerate: "array.entries()",
};

export const pythonWord = (name: string): string | undefined =>
  Object.hasOwn(fromPython, name) ? fromPython[name] : undefined;
