/**
 * What the language room promises to the front and to the runner. Plain data only: everything here crosses a process boundary.
 * Positions are UTF-16 offsets into the cell's source; the front converts between them and Jupyter's code points.
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
  /**
   * `lexical`: let, const, class or using of this cell, which cannot be read before its line has run; `free`: declared elsewhere, or
   * nowhere.
   */
  readonly kind: "lexical" | "var" | "function" | "import" | "free";
  /** What to add to "is not defined": the TypeScript counterpart of a Python name. */
  readonly hint?: string;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

/** A syntax error blocks a cell; `traceback` is complete, with excerpt and caret. */
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
  /** For hints that hold only if the run fails on this line because a property of this name is read from null or undefined. */
  readonly ifRead?: string;
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
  /** The source of a function as its author wrote it. */
  readonly source?: string;
  /** The compiled source that V8 knows, if the author's is not known. */
  readonly compiled?: string;
}

/** What the runner knows and the types do not, read without running getters. Both methods answer within 300 ms, or give nothing. */
export interface LiveValues {
  /** Members of the value that a dotted path such as `model.conv1` names. */
  members(path: string): Promise<readonly CompletionItem[]>;
  /** A short description of that value, and for functions of the user their source. */
  describe(path: string): Promise<Description | undefined>;
}

/** The language room's interface for the front. */
export interface Language {
  compile(source: string, n: number): CompileOutcome;
  isComplete(source: string): Completeness;
  /**
   * For a cell that does not parse because it is Python: the text shown below it, the same code in TypeScript. Undefined if it is not
   * Python either.
   */
  asTypeScript(source: string): Promise<string | undefined>;
  /** Diagnostics of the cell, given the cells that ran before; an empty list if the service is not available. */
  check(source: string, n: number): Promise<readonly Diagnostic[]>;
  /** The cell ran: from now on its names are visible to later cells. */
  commit(source: string, n: number): void;
  complete(source: string, offset: number, live: LiveValues): Promise<Completion>;
  inspect(source: string, offset: number, detailLevel: 0 | 1, live: LiveValues): Promise<Inspection>;
  /** The runner was replaced: all names are forgotten. */
  reset(): void;
  close(): Promise<void>;
}

/** The module from which compiled local modules import their CommonJS helpers; the runner provides it. */
export const COMMONJS_FACE = "convkernel:commonjs";
