/** `**kwargs` that a function only passes on: if no call passes any names, it is left out. */
import type { FunctionInfo } from "../kinds/kinds.ts";
import type { Expression, FunctionDefinition, Parameter, Statement } from "../python/tree.ts";
import { below, bodiesOf, headOf } from "../python/walk.ts";

/** The name of a function's `**kwargs`, if it only passes them to another function and no call passes any. */
export function needlessNames(definition: FunctionDefinition, info: FunctionInfo | undefined): string | undefined {
  if (info?.isGivenNames === true) return undefined;
  const name = definition.parameters.find(({ stars }) => stars === 2)?.name;
  return name !== undefined && !uses(definition.body, new Set([name])) ? name : undefined;
}

/** The parameters of a function as it is written. */
export function writtenParameters(info: FunctionInfo): readonly Parameter[] {
  const { definition } = info;
  const needless = "body" in definition ? needlessNames(definition as FunctionDefinition, info) : undefined;
  return definition.parameters.filter(({ name }) => name !== needless);
}

/** Whether names are used other than as `**name` in a call. */
export function uses(body: readonly Statement[], names: ReadonlySet<string>): boolean {
  const inExpression = (each: Expression): boolean => {
    if (each.kind === "name") return names.has(each.id);
    if (each.kind === "call")
      return (
        inExpression(each.of) ||
        each.args.some(({ stars, value }) => !(stars === 2 && value.kind === "name") && inExpression(value))
      );
    return below(each).some((inner) => inExpression(inner));
  };
  return body.some(
    (statement) =>
      headOf(statement).some((each) => inExpression(each)) ||
      bodiesOf(statement).some((inner) => uses(inner, names)) ||
      (statement.kind === "function" && uses(statement.body, names)),
  );
}
