/** `@dataclass`: a class of fields, with the methods that Python makes for it written out. */
import type { ClassDefinition, Expression, Parameter, Statement } from "./tree.ts";

const nameOf = (decorator: Expression): string | undefined => {
  const own = decorator.kind === "call" ? decorator.of : decorator;
  return own.kind === "name" ? own.id : own.kind === "attribute" ? own.name : undefined;
};

export const isDataclass = (decorator: Expression): boolean => nameOf(decorator) === "dataclass";

type Class = ClassDefinition & { readonly at: number; readonly end: number };

export function dataclass(definition: Class): Class {
  const fields = definition.body.flatMap((statement) => {
    const target = statement.kind === "assign" ? statement.targets[0] : undefined;
    return statement.kind === "assign" && target?.kind === "name"
      ? [{ name: target.id, statement, value: statement.value }]
      : [];
  });
  const place = { at: definition.body[0]?.at ?? definition.at, end: definition.body[0]?.at ?? definition.end };
  const name = (id: string): Expression => ({ kind: "name", id, at: place.at });
  const of = (self: string, field: string): Expression => ({
    kind: "attribute",
    of: name(self),
    name: field,
    at: place.at,
  });
  const parameter = (id: string, fallback?: Expression): Parameter => ({
    name: id,
    stars: 0,
    fallback,
    type: undefined,
  });
  const method = (id: string, parameters: readonly Parameter[], body: readonly Statement[]): Statement => ({
    ...place,
    kind: "function",
    name: id,
    parameters,
    decorators: [],
    body,
  });
  const has = (id: string): boolean => definition.body.some((each) => each.kind === "function" && each.name === id);
  const initial = fields.filter((field) => optionOf(field.value, "init") !== false);
  const sets = initial.map((field): Statement => ({
    ...place,
    kind: "assign",
    targets: [of("self", field.name)],
    value: name(field.name),
  }));
  const after: Statement[] = has("__post_init__")
    ? [
        {
          ...place,
          kind: "expression",
          value: { kind: "call", of: of("self", "__post_init__"), args: [], at: place.at },
        },
      ]
    : [];
  const shown: Expression = {
    kind: "format",
    at: place.at,
    parts: [
      `${definition.name}(`,
      ...fields
        .filter((field) => optionOf(field.value, "repr") !== false)
        .flatMap((field, i) => [
          `${i > 0 ? ", " : ""}${field.name}=`,
          { value: of("self", field.name), conversion: "r", spec: [], label: "" },
        ]),
      ")",
    ],
  };
  const same = fields
    .map((field): Expression => ({
      kind: "compare",
      operators: ["=="],
      items: [of("self", field.name), of("other", field.name)],
      at: place.at,
    }))
    .reduce<Expression>((left, right) => ({ kind: "logic", operator: "and", left, right, at: place.at }), {
      kind: "constant",
      value: true,
      at: place.at,
    });
  const made = [
    method(
      "__init__",
      [parameter("self"), ...initial.map((field) => parameter(field.name, fallbackOf(field.value)))],
      [...sets, ...after],
    ),
    ...(has("__repr__") ? [] : [method("__repr__", [parameter("self")], [{ ...place, kind: "return", value: shown }])]),
    ...(has("__eq__")
      ? []
      : [method("__eq__", [parameter("self"), parameter("other")], [{ ...place, kind: "return", value: same }])]),
  ];
  const others = definition.body.filter((each) => !fields.some(({ statement }) => statement === each));
  return { ...definition, body: [...made, ...others], data: fields.map((field) => field.name) };
}

/** `init` of `field(init=False)`. */
function optionOf(value: Expression | undefined, name: string): unknown {
  const found = value?.kind === "call" ? value.args.find((each) => each.name === name)?.value : undefined;
  return found?.kind === "constant" ? found.value : undefined;
}

/** `field(default_factory=list)` is a new list each time. */
function fallbackOf(value: Expression | undefined): Expression | undefined {
  if (value?.kind !== "call" || value.of.kind !== "name" || value.of.id !== "field") return value;
  const made = value.args.find(({ name }) => name === "default_factory")?.value;
  if (made !== undefined) return { kind: "call", of: made, args: [], at: value.at };
  return value.args.find(({ name }) => name === "default")?.value;
}
