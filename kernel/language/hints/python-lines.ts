/**
 * Python lines that do not parse as TypeScript, and how to write each here. The table is tried in order: the first entry that matches the
 * faulty line is used. Text in quotes is blanked out before matching, so patterns never see it.
 */
import { camelCase, condition, expression } from "./python-words.ts";

export interface PythonLine {
  /** The entry's name, used by tests and by libraries that add to it. */
  readonly habit: string;
  readonly pattern: RegExp;
  /** Writes the line in TypeScript. `part` returns a group as the user wrote it, including text in quotes. */
  readonly write: (part: (group: number) => string) => string;
  /** What the message calls the Python construct; by default the habit's name. */
  readonly what?: string;
  /** The text that a library's hint may use as `$args`. */
  readonly args?: (part: (group: number) => string) => string;
}

const parameters = (list: string): string =>
  list
    .replace(/^\s*(?:self|cls)\b\s*,?\s*/u, "")
    .replaceAll(/\s*:\s*[\w.[\]]+/gu, "")
    .replaceAll("**", "...")
    .replaceAll("*", "...")
    .trim();

/** `i, (x, y)` as a pattern: `[i, [x, y]]`. */
const pattern = (names: string): string => {
  const bare = /^\(([^()]*)\)$/u.exec(names.trim())?.[1] ?? names.trim();
  return bare.includes(",") ? `[${bare.replaceAll("(", "[").replaceAll(")", "]")}]` : bare;
};

const loop = (names: string, over: string): string => {
  const range = /^range\((.*)\)$/u.exec(over);
  if (range !== null) {
    const given = range[1]!.split(",").map((part) => part.trim());
    const [from, to] = given.length === 1 ? ["0", given[0]!] : [given[0]!, given[1]!];
    const step = given[2] === undefined ? `${names}++` : `${names} += ${given[2]}`;
    return `for (let ${names} = ${from}; ${names} < ${expression(to)}; ${step}) { ... }`;
  }
  const items = /^([\w.]+)\.items\(\)$/u.exec(over);
  if (items !== null) return `for (const ${pattern(names)} of Object.entries(${items[1]})) { ... }`;
  return `for (const ${pattern(names)} of ${expression(over)}) { ... }`;
};

export const pythonLines: readonly PythonLine[] = [
  {
    habit: "pip",
    pattern: /^\s*[!%]\s*pip3?\s+install\s+(?:-\S+\s+)*([\w.@/-]+)/u,
    write: (part) => `await kernel.install("${part(1)}")`,
    what: "an IPython shell command",
  },
  {
    habit: "magic",
    pattern: /^\s*%%?[a-z]\w*/iu,
    write: () => "nothing: this kernel has no % commands, and figures show without them",
    what: "an IPython magic command",
  },
  {
    habit: "shell",
    pattern: /^\s*!\s*([a-z].*)$/iu,
    write: (part) =>
      `import { execSync } from "node:child_process"; execSync(${JSON.stringify(part(1).trim())}).toString()`,
    what: "an IPython shell command",
  },
  {
    habit: "comment",
    pattern: /(?:^|\s)#(?:\s+(.*)|(\w+(?:\s+\w.*)?))?$/u,
    write: (part) => `// ${part(1)}${part(2)}`.trimEnd(),
    what: "a Python comment",
  },
  {
    habit: "constructor",
    pattern: /\bdef\s+__init__\s*\(([^)]*)\)?/u,
    write: (part) => `constructor(${parameters(part(1))}) { super(); ... }, or class fields without it`,
    what: "Python's __init__",
  },
  {
    habit: "method",
    pattern: /\bdef\s+(\w+)\s*\(\s*(self\b[^)]*)\)?/u,
    write: (part) => `${camelCase(part(1))}(${parameters(part(2))}) { ... }, with this in place of self`,
    what: "a Python method",
  },
  {
    habit: "def",
    pattern: /^\s*(async\s+)?def\s+(\w+)\s*\(([^)]*)\)?/u,
    write: (part) => `${part(1)}function ${part(2)}(${parameters(part(3))}) { ... }`,
    what: "Python's def",
  },
  {
    habit: "class",
    pattern: /^\s*class\s+(\w+)\s*(?:\(([^)]*)\))?\s*:/u,
    write: (part) => `class ${part(1)}${part(2) === "" ? "" : ` extends ${part(2)}`} { ... }`,
    what: "a Python class",
  },
  {
    habit: "super",
    pattern: /\bsuper\s*\([^)]*\)\s*\.\s*__init__\s*\(([^)]*)\)/u,
    write: (part) => `super(${part(1)}) in the constructor, or class fields without one`,
    what: "Python's super().__init__()",
  },
  {
    habit: "lambda",
    pattern: /\blambda\b\s*([\w\s,]*?)\s*:\s*([^,)\]]*)/u,
    write: (part) => `(${part(1)}) => ${expression(part(2))}`,
  },
  {
    habit: "comprehension",
    pattern: /[[({]\s*([^[\](){}]+|[^[\]{}]+?)\s+for\s+([\w,\s]+?)\s+in\s+(.+?)(?:\s+if\s+(.+?))?\s*[\])}]/u,
    write: (part) => {
      const [value, name] = [expression(part(1)), part(2).includes(",") ? `[${part(2)}]` : part(2)];
      const range = /^range\((\w+)$/u.exec(part(3)) ?? /^range\((\w+)\)$/u.exec(part(3));
      if (range !== null) return `Array.from({ length: ${range[1]} }, (_, ${name}) => ${value})`;
      const pair = /^(\w+)\s*:\s*(.+)$/u.exec(value);
      if (pair !== null) return `Object.fromEntries(${expression(part(3))}.map((${name}) => [${pair[1]}, ${pair[2]}]))`;
      const kept = part(4) === "" ? "" : `.filter((${name}) => ${condition(part(4))})`;
      return `${expression(part(3))}${kept}.map((${name}) => ${value})`;
    },
    what: "a Python comprehension",
  },
  {
    habit: "enumerate",
    pattern: /^\s*for\s+([\w\s,()]+?)\s+in\s+enumerate\s*\((.+)\)\s*:/u,
    write: (part) => `for (const ${pattern(part(1))} of ${part(2)}.entries()) { ... }`,
    what: "Python's for",
    args: (part) => pattern(part(1)),
  },
  {
    habit: "zip",
    pattern: /^\s*for\s+([\w\s,()]+?)\s+in\s+zip\s*\((\w+)\s*,\s*(.+)\)\s*:/u,
    write: (part) => `for (const ${pattern(part(1))} of ${part(2)}.map((x, i) => [x, ${part(3)}[i]])) { ... }`,
    what: "Python's for",
    args: (part) => pattern(part(1)),
  },
  {
    habit: "for",
    pattern: /^\s*(?:async\s+)?for\s+([\w\s,()]+?)\s+in\s+(.+?)\s*:/u,
    write: (part) => loop(part(1), part(2)),
    what: "Python's for",
  },
  {
    habit: "while",
    pattern: /^\s*while\b\s*(\(.*\)(?=\s*:\s*$)|(?!\s*\()[^:]+?)\s*:/u,
    write: (part) => `while (${condition(part(1))}) { ... }`,
    what: "Python's while",
  },
  {
    habit: "elif",
    pattern: /^\s*\}?\s*elif\s+(.+?)\s*:?\s*$/u,
    write: (part) => `} else if (${condition(part(1))}) { ... }`,
    what: "Python's elif",
  },
  {
    habit: "if",
    pattern: /^\s*if\b\s*(\(.*\)(?=\s*:\s*$)|(?!\s*\()[^:]+?)\s*:/u,
    write: (part) => `if (${condition(part(1))}) { ... }`,
    what: "Python's if",
  },
  { habit: "else", pattern: /^\s*\}?\s*else\s*:/u, write: () => "} else { ... }", what: "Python's else" },
  { habit: "try", pattern: /^\s*try\s*:/u, write: () => "try { ... } catch (error) { ... }", what: "Python's try" },
  {
    habit: "except",
    pattern: /^\s*\}?\s*except\b\s*([\w.]*)(?:\s+as\s+(\w+))?/u,
    write: (part) => `} catch (${part(2) === "" ? "error" : part(2)}) { ... }`,
    what: "Python's except",
  },
  { habit: "finally", pattern: /^\s*finally\s*:/u, write: () => "} finally { ... }", what: "Python's finally" },
  {
    habit: "with",
    pattern: /^\s*(?:async\s+)?with\s+(.+?)(?:\s+as\s+(\w+))?\s*:/u,
    write: (part) => `{ using ${part(2) === "" ? "_" : part(2)} = ${camelCase(part(1))}; ... }`,
    what: "Python's with",
  },
  {
    habit: "from",
    pattern: /^\s*from\s+([\w.]+)\s+import\s+(.+?)\s*;?\s*$/u,
    write: (part) =>
      part(2).trim() === "*"
        ? `import * as ${part(1).split(".").at(-1)} from "${part(1)}"`
        : `import { ${part(2).replaceAll(/[()]/gu, "").trim()} } from "${part(1)}"`,
    what: "a Python import",
  },
  {
    habit: "import",
    pattern: /^\s*import\s+([\w.]+)(?:\s+as\s+(\w+))?\s*;?\s*$/u,
    write: (part) => `import * as ${part(2) === "" ? part(1).split(".").at(-1) : part(2)} from "${part(1)}"`,
    what: "a Python import",
  },
  {
    habit: "del",
    pattern: /^\s*del\s+(.+?)\s*;?\s*$/u,
    write: (part) => `${part(1)} = undefined, or delete object.key`,
    what: "Python's del",
  },
  {
    habit: "assert",
    pattern: /^\s*assert\s+(.+?)(?:\s*,\s*(f?["'].*["']))?\s*;?\s*$/u,
    write: (part) => `if (!(${condition(part(1))})) throw new Error(${part(2) === "" ? '"..."' : part(2)})`,
    what: "Python's assert",
  },
  {
    habit: "raise",
    pattern: /^\s*raise\b\s*(\w*)(.*)$/u,
    write: (part) => `throw new Error${part(2).trim().startsWith("(") ? part(2).trim() : '("...")'}`,
    what: "Python's raise",
  },
  {
    habit: "global",
    pattern: /^\s*(?:global|nonlocal)\s+(\w+)/u,
    write: () => "nothing: functions assign to outer names as they are",
    what: "Python's declaration of an outer name",
  },
  { habit: "print", pattern: /^\s*print\s+(.+)$/u, write: (part) => `console.log(${part(1)})`, what: "Python's print" },
  {
    habit: "f-string",
    pattern: /(?<![\w$])(?:[fF][rR]?|[rR][fF])("[^"]*"|'[^']*')/u,
    write: (part) =>
      `\`${part(1)
        .slice(1, -1)
        .replaceAll(
          /\{([^{}:]+)(:[^{}]*)?\}/gu,
          (_, inner: string, format?: string) => `\${${formatted(inner, format)}}`,
        )}\``,
    what: "a Python f-string",
  },
  {
    habit: "prefix",
    pattern: /(?<![\w$])[rRbBuU]{1,2}("[^"]*"|'[^']*')/u,
    write: (part) => `String.raw\`${part(1).slice(1, -1)}\` (or ${part(1)} alone)`,
    what: "a Python string prefix",
  },
  {
    habit: "docstring",
    pattern: /"""|'''/u,
    write: () => "`...` for a text of several lines, /** ... */ for a comment",
    what: "a triple-quoted Python string",
  },
  {
    habit: "conditional",
    pattern: /(?:^|[=(,:]|\breturn\b)\s*([^=(,;]+?)\s+if\s+(.+?)\s+else\s+([^),;]+)/u,
    write: (part) => `${condition(part(2))} ? ${expression(part(1))} : ${expression(part(3))}`,
    what: "a Python conditional expression",
  },
  {
    habit: "is",
    pattern: /([\w.()[\]]+)\s+is\s+(not\s+)?([\w.]+)/u,
    write: (part) => condition(`${part(1)} is ${part(2)}${part(3)}`),
    what: "Python's is",
  },
  {
    habit: "not in",
    pattern: /([\w."'[\]]+)\s+not\s+in\s+([\w.[\]]+)/u,
    write: (part) => `!${part(2)}.includes(${part(1)})`,
    what: "Python's not in",
  },
  {
    habit: "and",
    pattern: /([\w.()[\]<>=! "']+?)\s+and\s+([\w.()[\]<>=! "']+)/u,
    write: (part) => condition(`${part(1)} and ${part(2)}`).trim(),
    what: "Python's and",
  },
  {
    habit: "or",
    pattern: /([\w.()[\]<>=! "']+?)\s+or\s+([\w.()[\]<>=! "']+)/u,
    write: (part) => condition(`${part(1)} or ${part(2)}`).trim(),
    what: "Python's or",
  },
  { habit: "not", pattern: /\bnot\s+([\w.()[\]]+)/u, write: (part) => `!${expression(part(1))}`, what: "Python's not" },
  {
    habit: "slice",
    pattern: /([\w.]+(?:(?:\([^()]*\)|\[[^[\]]*\])[\w.]*)*|[\w.)\]]+)\[([^[\]?]*(?::|\.\.\.)[^[\]?]*)\]/u,
    write: (part) => {
      const [from = "", to = ""] = part(2)
        .split(":")
        .map((side) => side.trim());
      if (part(2).includes(",") || part(2).split(":").length > 2) return "a method: there are no slices in brackets";
      return `${part(1)}.slice(${[from === "" && to !== "" ? "0" : from, to].filter((side) => side !== "").join(", ")})`;
    },
    what: "a Python slice",
    args: (part) =>
      part(2)
        .split(",")
        .map((one) => (/^-?\d+$/u.test(one.trim()) ? one.trim() : JSON.stringify(one.trim())))
        .join(", "),
  },
  {
    habit: "matmul",
    pattern: /([\w.)\]]+)\s*@=?\s*([\w.[\]]+)/u,
    write: () => "a method: there is no @ between values",
    what: "Python's matrix product",
  },
  {
    habit: "spread",
    pattern: /\(\s*(?:[^()]*,\s*)?(\*\*?)(\w+)/u,
    write: (part) => (part(1) === "**" ? `{ ...${part(2)} }` : `...${part(2)}`),
    what: `Python's unpacking`,
  },
  {
    habit: "unpacking",
    pattern: /^\s*\(\s*(\w+(?:\s*,\s*\w+)+)\s*\)\s*=\s*(.+?)\s*;?$/u,
    write: (part) => `const [${part(1)}] = ${part(2)}`,
    what: "Python's unpacking",
  },
  {
    habit: "walrus",
    pattern: /\(\s*(\w+)\s*:=\s*(.+?)\)/u,
    write: (part) => `(${part(1)} = ${part(2)}), with let ${part(1)} before`,
    what: "Python's :=",
  },
  {
    habit: "dict",
    pattern: /^\s*\{\s*(["'][^"']*["'])\s*:/u,
    write: (part) => `({ ${part(1)}: ... }) with parentheses around it, or const name = { ... }`,
    what: "a block in JavaScript, not an object: a { begins the line",
  },
];

/** A formatted value such as `x:.3f`, in JavaScript. */
function formatted(value: string, format: string | undefined): string {
  const digits = /^:\d*\.(\d+)f$/u.exec(format ?? "");
  if (digits !== null) return `${expression(value)}.toFixed(${digits[1]})`;
  return expression(value);
}
