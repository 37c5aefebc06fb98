/** Python's syntax as far as notebooks use it. The names are those of Python's own `ast` module where it has one, shortened. */

/** Its position in the source, in characters from the start. */
interface Placed {
  readonly at: number;
}

export type Expression = Placed &
  (
    | { readonly kind: "name"; readonly id: string }
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "string"; readonly value: string; readonly isLong: boolean }
    | { readonly kind: "format"; readonly parts: readonly FormatPart[] }
    | { readonly kind: "constant"; readonly value: true | false | null | "..." }
    | { readonly kind: "tuple" | "list" | "set"; readonly items: readonly Expression[] }
    | {
        readonly kind: "dict";
        readonly entries: readonly (readonly [key: Expression | undefined, value: Expression])[];
      }
    | {
        readonly kind: "comprehension";
        readonly makes: "list" | "set" | "dict" | "generator";
        readonly element: Expression;
        /** For a dict, whose key is `element`. */
        readonly value: Expression | undefined;
        readonly clauses: readonly Clause[];
      }
    | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
    | {
        readonly kind: "index";
        readonly of: Expression;
        readonly items: readonly Expression[];
        readonly isTuple: boolean;
      }
    | {
        readonly kind: "slice";
        readonly from: Expression | undefined;
        readonly to: Expression | undefined;
        readonly step: Expression | undefined;
      }
    | { readonly kind: "call"; readonly of: Expression; readonly args: readonly Argument[] }
    | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
    | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "compare"; readonly operators: readonly string[]; readonly items: readonly Expression[] }
    | { readonly kind: "logic"; readonly operator: "and" | "or"; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "choice"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
    | { readonly kind: "lambda"; readonly parameters: readonly Parameter[]; readonly body: Expression }
    | { readonly kind: "walrus"; readonly name: string; readonly value: Expression }
    | { readonly kind: "star"; readonly of: Expression }
    | { readonly kind: "yield"; readonly value: Expression | undefined; readonly isAll: boolean }
    | { readonly kind: "unknown"; readonly text: string }
  );

export type FormatPart =
  | string
  | {
      readonly value: Expression;
      readonly conversion: string;
      readonly spec: readonly FormatPart[];
      readonly label: string;
    };

export type Clause =
  | { readonly kind: "for"; readonly target: Expression; readonly iterable: Expression }
  | { readonly kind: "if"; readonly test: Expression };

export interface Argument {
  readonly name: string | undefined;
  readonly stars: 0 | 1 | 2;
  readonly value: Expression;
}

export interface Parameter {
  readonly name: string;
  readonly stars: 0 | 1 | 2;
  readonly fallback: Expression | undefined;
  /** The type annotation, as written in the Python source. */
  readonly type: string | undefined;
}

export interface FunctionDefinition {
  readonly kind: "function";
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}

export interface ClassDefinition {
  readonly kind: "class";
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly body: readonly Statement[];
  /** The fields of a named tuple. */
  readonly fields?: readonly Parameter[];
  /** The names of a dataclass's fields. */
  readonly data?: readonly string[];
}

export type Statement = Placed & {
  readonly end: number;
} & (
    | { readonly kind: "expression"; readonly value: Expression }
    | {
        readonly kind: "assign";
        readonly targets: readonly Expression[];
        readonly value: Expression | undefined;
        /** The type that a pattern has established. */
        readonly type?: string;
      }
    | { readonly kind: "augment"; readonly target: Expression; readonly operator: string; readonly value: Expression }
    | {
        readonly kind: "if";
        readonly branches: readonly { readonly test: Expression | undefined; readonly body: readonly Statement[] }[];
      }
    | {
        readonly kind: "for";
        readonly target: Expression;
        readonly iterable: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: "while";
        readonly test: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: "with";
        readonly items: readonly { readonly value: Expression; readonly target: Expression | undefined }[];
        readonly body: readonly Statement[];
      }
    | {
        readonly kind: "try";
        readonly body: readonly Statement[];
        readonly handlers: readonly {
          readonly type: Expression | undefined;
          readonly name: string | undefined;
          readonly body: readonly Statement[];
        }[];
        readonly otherwise: readonly Statement[];
        readonly lastly: readonly Statement[];
      }
    | FunctionDefinition
    | ClassDefinition
    | { readonly kind: "return"; readonly value: Expression | undefined }
    | {
        readonly kind: "import";
        readonly from: string | undefined;
        readonly names: readonly { readonly path: string; readonly as: string }[];
      }
    | { readonly kind: "raise"; readonly value: Expression | undefined }
    | { readonly kind: "assert"; readonly test: Expression; readonly message: Expression | undefined }
    | { readonly kind: "delete"; readonly targets: readonly Expression[] }
    | { readonly kind: "scope"; readonly names: readonly string[] }
    | { readonly kind: "pass" | "break" | "continue" }
    | { readonly kind: "unknown"; readonly text: string }
  );

export interface Comment extends Placed {
  readonly text: string;
  /** How far it is indented. */
  readonly column: number;
  /** Whether it comes after code on the same line. */
  readonly isTail: boolean;
}

export interface Source {
  readonly text: string;
  readonly body: readonly Statement[];
  readonly comments: readonly Comment[];
  /** Where the parser found something that is not Python. */
  readonly faults: readonly number[];
}
