/** Goes through the tree. */
import type { Argument, Expression, FormatPart, Parameter, Statement } from "./tree.ts";

/** The expressions directly below one. */
export function below(expression: Expression): readonly Expression[] {
  const some = (...found: readonly (Expression | undefined)[]): Expression[] =>
    found.filter((each) => each !== undefined);
  switch (expression.kind) {
    case "format":
      return ofParts(expression.parts);
    case "tuple":
    case "list":
    case "set":
      return expression.items;
    case "dict":
      return expression.entries.flatMap(([key, value]) => some(key, value));
    case "comprehension":
      return [
        ...expression.clauses.flatMap((clause) =>
          clause.kind === "if" ? [clause.test] : [clause.iterable, clause.target],
        ),
        ...some(expression.element, expression.value),
      ];
    case "attribute":
    case "star":
      return [expression.of];
    case "index":
      return [expression.of, ...expression.items];
    case "slice":
      return some(expression.from, expression.to, expression.step);
    case "call":
      return [expression.of, ...expression.args.map(({ value }: Argument) => value)];
    case "unary":
      return [expression.operand];
    case "binary":
    case "logic":
      return [expression.left, expression.right];
    case "compare":
      return expression.items;
    case "choice":
      return [expression.test, expression.yes, expression.no];
    case "lambda":
      return [...expression.parameters.flatMap(({ fallback }) => some(fallback)), expression.body];
    case "walrus":
      return [expression.value];
    case "yield":
      return some(expression.value);
    default:
      return [];
  }
}

function ofParts(parts: readonly FormatPart[]): Expression[] {
  return parts.flatMap((part) => (typeof part === "string" ? [] : [part.value, ...ofParts(part.spec)]));
}

/** Names that an expression reads, except those it binds itself (in a lambda or comprehension). */
export function namesIn(expression: Expression): readonly string[] {
  if (expression.kind === "name") return [expression.id];
  // Its parameters' defaults are evaluated outside it.
  if (expression.kind === "lambda") {
    const inner = new Set(expression.parameters.map(({ name }) => name));
    return [
      ...expression.parameters.flatMap(({ fallback }) => (fallback === undefined ? [] : namesIn(fallback))),
      ...namesIn(expression.body).filter((name) => !inner.has(name)),
    ];
  }
  const found = below(expression).flatMap((each) => namesIn(each));
  if (expression.kind === "walrus") found.push(expression.name);
  const own = new Set(
    expression.kind === "comprehension"
      ? expression.clauses.flatMap((clause) => (clause.kind === "for" ? targetNames(clause.target) : []))
      : [],
  );
  return found.filter((name) => !own.has(name));
}

/** Names that an assignment to `target` gives a value. */
export function targetNames(target: Expression): readonly string[] {
  if (target.kind === "name") return [target.id];
  if (target.kind === "star") return targetNames(target.of);
  return target.kind === "tuple" || target.kind === "list" ? target.items.flatMap((item) => targetNames(item)) : [];
}

/** Names that `target` reads: `a` and `i` in `a[i] = 0`. */
export function readBy(target: Expression): readonly string[] {
  if (target.kind === "name") return [];
  if (target.kind === "tuple" || target.kind === "list") return target.items.flatMap((item) => readBy(item));
  return target.kind === "star" ? readBy(target.of) : namesIn(target);
}

export function walrusIn(expression: Expression): readonly string[] {
  const own = expression.kind === "walrus" ? [expression.name] : [];
  return [...own, ...below(expression).flatMap((each) => walrusIn(each))];
}

/** The expressions that a statement itself evaluates, without those in its body and without targets. */
export function headOf(statement: Statement): readonly Expression[] {
  const some = (...found: readonly (Expression | undefined)[]): Expression[] =>
    found.filter((each) => each !== undefined);
  switch (statement.kind) {
    case "expression":
      return [statement.value];
    case "assign":
    case "return":
    case "raise":
      return some(statement.value);
    case "augment":
      return [statement.target, statement.value];
    case "if":
      return some(...statement.branches.map(({ test }) => test));
    case "for":
      return [statement.iterable];
    case "while":
      return [statement.test];
    case "with":
      return statement.items.map(({ value }) => value);
    case "try":
      return some(...statement.handlers.map(({ type }) => type));
    case "assert":
      return some(statement.test, statement.message);
    case "delete":
      return statement.targets;
    case "function":
      return [...statement.decorators, ...statement.parameters.flatMap(({ fallback }) => some(fallback))];
    case "class":
      return statement.bases;
    default:
      return [];
  }
}

/** The blocks of a statement, in order. */
export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "if":
      return statement.branches.map(({ body }) => body);
    case "for":
    case "while":
      return [statement.body, statement.otherwise];
    case "with":
      return [statement.body];
    case "try":
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.lastly];
    default:
      return [];
  }
}

/** Whether something follows `*args`. TypeScript allows a rest parameter only at the end, so `args` becomes an array. */
export const hasBoth = (parameters: readonly Parameter[]): boolean => {
  const rest = parameters.findIndex(({ stars }) => stars === 1);
  return rest >= 0 && rest < parameters.length - 1;
};

/** Whether a body makes its function a generator: it yields, outside nested functions. */
export function hasYield(body: readonly Statement[]): boolean {
  const inExpression = (each: Expression): boolean =>
    each.kind === "yield" || (each.kind !== "lambda" && below(each).some((inner) => inExpression(inner)));
  return body.some((statement) =>
    statement.kind === "function" || statement.kind === "class"
      ? false
      : headOf(statement).some((each) => inExpression(each)) || bodiesOf(statement).some((inner) => hasYield(inner)),
  );
}

/** An expression with some of its names replaced by other expressions. */
export function replaced(expression: Expression, by: (name: string) => Expression | undefined): Expression {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((each) => visit(each));
    if (typeof value !== "object" || value === null) return value;
    const { kind, id } = value as { readonly kind?: unknown; readonly id?: string };
    const found = kind === "name" && id !== undefined ? by(id) : undefined;
    return found ?? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each)]));
  };
  return visit(expression) as Expression;
}
