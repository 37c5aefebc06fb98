/** Comments and docstrings. */
import type { Expression, FunctionDefinition, Statement } from "../python/tree.ts";

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

export function isDocumentation(
  statement: Statement,
): statement is Of<"expression"> & { readonly value: Extract<Expression, { kind: "string" }> } {
  return statement.kind === "expression" && statement.value.kind === "string";
}

export const withoutDocumentation = (body: readonly Statement[]): readonly Statement[] =>
  body[0] !== undefined && isDocumentation(body[0]) ? body.slice(1) : body;

export function documentationOf({ body }: FunctionDefinition): string {
  return body[0] !== undefined && isDocumentation(body[0]) ? `${documentation(body[0].value.value)}\n` : "";
}

export function documentation(text: string): string {
  const lines = text
    .replaceAll("*/", "* /")
    .trim()
    .split("\n")
    .map((line) => line.trim());
  return lines.length === 1
    ? `/** ${lines[0]!} */`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

export const commented = (text: string): string =>
  text
    .trim()
    .split("\n")
    .map((line) => `// ${line}`.trimEnd())
    .join("\n");
