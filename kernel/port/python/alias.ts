/** `__radd__ = __add__` in a class: a method under another name, written out as one that calls the other. */
import type { Expression, FunctionDefinition, Statement } from "./tree.ts";

export function withAliases(body: readonly Statement[]): readonly Statement[] {
  const methods = new Map<string, FunctionDefinition>();
  return body.map((statement) => {
    if (statement.kind === "function") methods.set(statement.name, statement);
    if (statement.kind !== "assign" || statement.value?.kind !== "name") return statement;
    const [target, ...others] = statement.targets;
    const method = methods.get(statement.value.id);
    if (method === undefined || target?.kind !== "name" || others.length > 0) return statement;
    const [self, ...parameters] = method.parameters;
    if (self === undefined || method.decorators.length > 0 || parameters.some(({ stars }) => stars > 0))
      return statement;
    const { at, end } = statement;
    const name = (id: string): Expression => ({ kind: "name", id, at });
    const value: Expression = {
      kind: "call",
      of: { kind: "attribute", of: name(self.name), name: method.name, at },
      args: parameters.map((each) => ({ name: undefined, stars: 0, value: name(each.name) })),
      at,
    };
    const made = { ...method, name: target.id, parameters: structuredClone(method.parameters) };
    methods.set(target.id, made);
    return { ...made, kind: "function", body: [{ kind: "return", value, at, end }], at, end };
  });
}
