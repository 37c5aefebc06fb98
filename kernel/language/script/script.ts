/**
 * A notebook as one TypeScript file that runs: imports merged at the top, names that several cells declare are declared once and then
 * assigned, Markdown becomes comments. Cells are marked as VS Code, Spyder and jupytext mark them (`// %%`).
 */
import { parseSync, type Program } from "oxc-parser";
import { applyEdits } from "../../compiler/edits.ts";
import { CellScript } from "./cell-script.ts";
import { ImportList } from "./import-list.ts";
import { declarationsOf, freeNames } from "./names.ts";

export interface NotebookCell {
  readonly kind: "code" | "markdown" | "raw";
  readonly source: string;
}

interface ParsedCell {
  readonly source: string;
  readonly program: Program;
}

/**
 * The file.
 *
 * @example
 * scriptOf([{ kind: "code", source: "let x = 1" }, { kind: "code", source: "let x = 'a'; x" }]);
 * // let x: any;
 * //
 * // // %%
 * // x = 1;
 * //
 * // // %%
 * // x = 'a'; x;
 */
export function scriptOf(cells: readonly NotebookCell[]): string {
  const parsed = cells.map((cell) => (cell.kind === "code" ? parse(cell.source) : undefined));
  const code = parsed.filter((cell) => cell !== undefined);
  const shared = sharedNames(code.map(({ program }) => program));
  const imports = new ImportList(shared);
  const types = new Map<string, string>();
  const blocks = cells.map((cell, index) => {
    if (cell.kind !== "code") return `// %% [${cell.kind}]\n${comment(cell.source)}`;
    const own = parsed[index];
    if (own === undefined) return `// %%\n${comment(cell.source)}`;
    const { edits, head } = new CellScript(own.source, { shared, imports, types, number: index + 1 }).rewrite(
      own.program,
    );
    const body = applyEdits(own.source, "", edits, [])
      .text.slice(1)
      .replace(/^\s*\n|\s+$/g, "");
    return ["// %%", ...head, body].filter((line) => line !== "").join("\n");
  });
  const used = freeNames(code.map(({ program }) => program));
  const prelude = [
    ...imports.lines(),
    ...PROVIDED.filter(({ names }) => names.some((name) => used.read.has(name))).map(({ text }) => text),
    ...[...new Set([...shared, ...used.assigned])].map((name) => `let ${name}: any;`),
  ];
  return `${[...(prelude.length > 0 ? [prelude.join("\n")] : []), ...blocks].join("\n\n")}\n`;
}

/** Replacements for the globals that the kernel provides, for a file that runs without it. */
const PROVIDED: readonly { readonly names: readonly string[]; readonly text: string }[] = [
  {
    names: ["require"],
    text: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
  { names: ["__dirname"], text: "const __dirname = import.meta.dirname;" },
  { names: ["__filename"], text: "const __filename = import.meta.filename;" },
  {
    names: ["display"],
    text: "// In the notebook it shows values; here it prints them.\nconst display: any = new Proxy((value: unknown) => console.log(value), { get: () => (value: unknown) => console.log(value) });",
  },
  {
    names: ["jupyter"],
    text: "// In the notebook it speaks to the front end; here it gives its text.\nconst jupyter: any = new Proxy({}, { get: () => (text: any, ...values: unknown[]) => (text?.raw ? String.raw(text, ...values) : text) });",
  },
  {
    names: ["kernel"],
    text: 'const kernel: any = { install: async (...names: string[]) => console.log(`To install: npm install ${names.join(" ")}`), help() {} };',
  },
  {
    names: ["prompt"],
    text: 'const prompt = (message = "", fallback = ""): string => (console.log(message), fallback);',
  },
  { names: ["confirm"], text: 'const confirm = (message = ""): boolean => (console.log(message), false);' },
  { names: ["alert"], text: 'const alert = (message = ""): void => console.log(message);' },
];

/** Undefined if the source is not TypeScript: a shell line, a magic, half a statement. */
function parse(source: string): ParsedCell | undefined {
  for (const text of [source, `(${source.trim().replace(/;$/, "")});`]) {
    for (const lang of ["ts", "tsx"] as const) {
      const { program, errors } = parseSync(`cell.${lang}`, text, { lang, sourceType: "module" });
      if (errors.length === 0) return { source: text, program };
    }
  }
  return undefined;
}

const comment = (source: string): string =>
  source
    .split("\n")
    .map((line) => `// ${line}`.trimEnd())
    .join("\n");

/** Names of values that several cells declare; if one name of a pattern is shared, all names of the pattern are. */
function sharedNames(programs: readonly Program[]): ReadonlySet<string> {
  const declarations = programs.flatMap((program, cell) => declarationsOf(program).map((each) => ({ ...each, cell })));
  const cellsOf = new Map<string, Set<number>>();
  for (const { names, cell } of declarations) {
    for (const name of names) cellsOf.set(name, (cellsOf.get(name) ?? new Set()).add(cell));
  }
  const kinds = (name: string): Set<string> =>
    new Set(declarations.filter(({ names }) => names.includes(name)).map(({ kind, from }) => `${kind} ${from}`));
  const isShared = (name: string): boolean => {
    if (cellsOf.get(name)!.size < 2) return false;
    // JavaScript allows `var` twice, and identical imports are merged.
    const [first, ...others] = [...kinds(name)];
    return others.length > 0 || !(first!.startsWith("var ") || first!.startsWith("import "));
  };
  const shared = new Set([...cellsOf.keys()].filter(isShared));
  for (let size = -1; size !== shared.size;) {
    size = shared.size;
    for (const { names, kind } of declarations) {
      if (kind !== "import" && names.some((name) => shared.has(name))) for (const name of names) shared.add(name);
    }
  }
  return shared;
}
