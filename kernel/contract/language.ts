/**
 * What the language room promises to the front and to the runner. Data only: everything here crosses a process border.
 * Positions are UTF-16 offsets into the cell's source; the front turns Jupyter's code points into them and back.
 */

/** A cell made ready to run. It is plain data, so it can be sent to the runner. */
export interface CompiledCell {
  /** `execution_count` of the cell: the n of `Cell In[n]`. */
  readonly n: number;
  /** The cell as the user wrote it, for source excerpts in tracebacks. */
  readonly source: string;
  /** JavaScript for the evaluator of the runner. */
  readonly code: string;
  /** Encoded mappings (source map v3) from `code` to `source`. */
  readonly mappings: string;
  /** Top-level names that this cell declares. */
  readonly names: readonly string[];
  /** The code awaits at its top level, so it has to run in an async function. */
  readonly isAsync: boolean;
  /** Every top-level name that the code mentions, with the page that holds it (see page-table.ts). */
  readonly bindings: readonly Binding[];
}

export interface Binding {
  readonly name: string;
  readonly page: number;
  /** `lexical`: let, const, class or using of this cell, not to be read before its line has run; `free`: declared elsewhere, or nowhere. */
  readonly kind: "lexical" | "var" | "function" | "import" | "free";
  /** What to say beside "is not defined": what TypeScript has in place of a name of Python. */
  readonly hint?: string;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

/** A syntax error blocks a cell; `traceback` is finished, excerpt and caret included. */
export interface SyntaxFault {
  readonly kind: "syntax-error";
  readonly message: string;
  readonly position: Position;
  readonly traceback: readonly string[];
}

export type CompileOutcome = { readonly kind: "compiled"; readonly cell: CompiledCell } | SyntaxFault;

export interface Diagnostic {
  readonly severity: "error" | "warning" | "suggestion";
  readonly code: number;
  readonly message: string;
  readonly start: Position;
  readonly end: Position;
}

export interface CompletionItem {
  readonly text: string;
  /** Jupyter's word for `_jupyter_types_experimental`: function, method, variable, class, property, module, keyword ... */
  readonly type: string;
  readonly signature?: string;
}

/** Items replace the source between `start` and `end`. */
export interface Completion {
  readonly items: readonly CompletionItem[];
  readonly start: number;
  readonly end: number;
}

export interface Inspection {
  readonly found: boolean;
  /** text/plain and text/markdown. */
  readonly data: Readonly<Record<string, string>>;
}

export type Completeness =
  | { readonly kind: "complete" }
  | { readonly kind: "invalid" }
  | { readonly kind: "unknown" }
  | { readonly kind: "incomplete"; readonly indent: string };

export interface Description {
  readonly text: string;
  /** What the author of a function wrote. */
  readonly source?: string;
  /** What V8 has of it, where that is not known. */
  readonly compiled?: string;
}

/** What the runner knows and types do not: read without running getters. Both answer within 300 ms or with nothing. */
export interface LiveValues {
  /** Members of the value that a dotted path such as `model.conv1` names. */
  members(path: string): Promise<readonly CompletionItem[]>;
  /** A short text of that value, and for functions of the user their source. */
  describe(path: string): Promise<Description | undefined>;
}

/** The face of the language room towards the front. */
export interface Language {
  compile(source: string, n: number): CompileOutcome;
  isComplete(source: string): Completeness;
  /** What is said below a cell that does not parse because it is Python: the same in TypeScript. Undefined where it is no Python either. */
  asTypeScript(source: string): Promise<string | undefined>;
  /** Diagnostics of the cell beside the cells that ran before; an empty list when the service is away. */
  check(source: string, n: number): Promise<readonly Diagnostic[]>;
  /** The cell ran: its names are visible to later cells from now on. */
  commit(source: string, n: number): void;
  complete(source: string, offset: number, live: LiveValues): Promise<Completion>;
  inspect(source: string, offset: number, detailLevel: 0 | 1, live: LiveValues): Promise<Inspection>;
  /** The runner was replaced: no names any more. */
  reset(): void;
  close(): Promise<void>;
}

/** The module that compiled local modules import what they need of CommonJS from; the runner provides it. */
export const COMMONJS_FACE = "convkernel:commonjs";
