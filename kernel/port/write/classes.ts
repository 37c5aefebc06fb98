/** Classes: fields before the constructor, methods under the names that TypeScript uses. */
import { attributeOf, type ClassInfo, methodOf } from "../kinds/kinds.ts";
import type { Expression, Statement } from "../python/tree.ts";
import { bodiesOf, hasYield } from "../python/walk.ts";
import { commented, documentation, documentationOf, isDocumentation, withoutDocumentation } from "./comments.ts";
import { writtenParameters } from "./handed-on.ts";
import { operatorName } from "./operators.ts";
import type { Statements } from "./statements.ts";
import { fieldType, resultType } from "./types.ts";

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

export function classText(s: Statements, definition: Of<"class">): string {
  const info = s.context.kinds.class(definition);
  if (info === undefined) return commented(s.context.line(definition.at));
  const saved = s.class;
  s.class = info;
  const base = baseOf(s, definition, info);
  const members: string[] = [];
  if (info.family === "enum" && info.statics.size > 0) return enumText(s, definition, info, saved);
  if (definition.data !== undefined && ["asdict", "astuple", "replace"].some((name) => s.context.uses(name)))
    members.push(`static fields = ${JSON.stringify(definition.data)};`);
  if (isForwarding(info)) members.push("[name: string]: any;");
  const constructor = definition.body.find((each) => each.kind === "function" && each.name === "__init__");
  const parts = constructor?.kind === "function" ? initializer(s, constructor, info) : undefined;
  if (parts === undefined) members.push(...loose(s, info).map((name) => `declare ${name}: any;`));
  for (const statement of definition.body) {
    members.push(...s.commentsUpTo(statement.at));
    if (isDocumentation(statement) || statement.kind === "pass") continue;
    if (statement === constructor) members.push(parts!);
    else members.push(member(s, statement, info));
  }
  s.class = saved;
  const [first] = definition.body;
  const doc = first !== undefined && isDocumentation(first) ? `${documentation(first.value.value)}\n` : "";
  const name = s.context.names.of(definition.name);
  const made = definition.body.flatMap((each) => (each.kind === "function" ? decorated(s, each, name, info) : []));
  return `${doc}class ${name}${base} {\n${members.filter((each) => each !== "").join("\n")}\n}${made.join("")}`;
}

const KNOWN = new Set(
  "staticmethod classmethod property setter no_grad enable_grad inference_mode abstractmethod wraps cached_property override".split(
    " ",
  ),
);

const decoratorName = (decorator: Expression): string => {
  const name = decorator.kind === "call" ? decorator.of : decorator;
  return name.kind === "name" ? name.id : name.kind === "attribute" ? name.name : "";
};

/** Methods with the user's own decorators, which receive the method as a function of the object and its arguments. */
function decorated(s: Statements, definition: Of<"function">, name: string, info: ClassInfo): string[] {
  const own = definition.decorators.filter((each) => !KNOWN.has(decoratorName(each)));
  if (own.length === 0) return [];
  const isBound = !definition.decorators.some((each) => ["staticmethod", "classmethod"].includes(decoratorName(each)));
  const holder = isBound ? name : undefined;
  if (holder === undefined) {
    s.context.note(definition.decorators[0]!, "a decorator of a static method");
    return [];
  }
  const member = methodName(s, definition, info);
  return own.toReversed().map((each) => {
    const kind = s.e.kind(each.kind === "call" ? each.of : each);
    const isCache = kind.is === "library" && /^functools\.(?:lru_)?cache$/.test(kind.path);
    const by = isCache ? s.context.python("cache") : s.e.of(each);
    const found = s.e.kind(each);
    const wrapper = found.is === "function" && found.info.result.is === "function" ? found.info.result.info : undefined;
    const parameters = wrapper === undefined ? [] : writtenParameters(wrapper);
    const rest = parameters.findIndex(({ stars }) => stars === 1);
    // A `*args` followed by other parameters is a list.
    if (rest < 0 || rest === parameters.length - 1)
      return `\n${s.context.python("decorateMethod")}(${name}, ${JSON.stringify(member)}, ${by});`;
    const lead = Array.from({ length: rest }, (_, i) => `, values[${i}]`)
      .join("")
      .slice(2);
    const given = rest === 0 ? "values" : `${lead}, values.slice(${rest})`;
    const adapted = `(method) => {\nconst wrapped = ${s.e.atom(each)}(method);\nreturn (...values: any[]) => wrapped(${given});\n}`;
    return `\n${s.context.python("decorateMethod")}(${name}, ${JSON.stringify(member)}, ${adapted});`;
  });
}

/** Whether reading or setting its attributes calls methods of its own. */
const isForwarding = ({ methods, family }: ClassInfo): boolean =>
  family === undefined && (methods.has("__getattr__") || methods.has("__setattr__"));

/** An enumeration: its methods in a class, its members given to it afterwards. */
function enumText(s: Statements, definition: Of<"class">, info: ClassInfo, saved: ClassInfo | undefined): string {
  const name = s.context.names.of(definition.name);
  const [members, others] = [[], []] as [string[], string[]];
  const declared: string[] = [];
  for (const statement of definition.body) {
    const target = statement.kind === "assign" ? statement.targets[0] : undefined;
    if (statement.kind === "assign" && target?.kind === "name" && statement.value !== undefined) {
      const { value } = statement;
      const kind = value.kind === "call" ? s.e.kind(value.of) : undefined;
      const isAuto = kind?.is === "library" && kind.path === "enum.auto";
      members.push(`${target.id}: ${isAuto ? s.context.python("auto") : s.e.of(value)}`);
      declared.push(`declare static ${s.context.names.member(target.id)}: any;`);
    } else if (!isDocumentation(statement) && statement.kind !== "pass") others.push(member(s, statement, info));
  }
  s.class = saved;
  const [base] = definition.bases;
  const kind = base === undefined ? undefined : s.e.kind(base);
  const isValue = definition.bases.length > 1 || (kind?.is === "library" && /Int|Str/.test(kind.path));
  const above = s.context.python(isValue ? "ValueEnum" : "Enum");
  return `class ${name} extends ${above} {\n${[...declared, ...others].join("\n")}\n}\n${s.context.python("enumeration")}(${name}, { ${members.join(", ")} });`;
}

function methodName(s: Statements, { name }: Of<"function">, info: ClassInfo): string {
  if (/^__\w+__$/.test(name)) return operatorName(s.context, name);
  return s.e.attributeName({ is: "instance", info }, name);
}

/** Whether it is about hashes, which nothing asks for, or returns a member that has the name it would get. */
const isNeedless = ({ name }: Of<"function">, { properties, attributes }: ClassInfo): boolean =>
  name === "__hash__" ||
  name === "__del__" ||
  (name === "__len__" && (properties.has("length") || attributes.has("length")));

function member(s: Statements, statement: Statement, info: ClassInfo): string {
  // Methods that get the same name in TypeScript.
  if (statement.kind === "function") return isNeedless(statement, info) ? "" : method(s, statement, info);
  if (statement.kind === "class") return `static ${s.context.names.of(statement.name)} = ${classText(s, statement)};`;
  if (statement.kind === "assign" && statement.targets[0]?.kind === "name") {
    const { id } = statement.targets[0];
    if (statement.value === undefined || id === "__slots__") return "";
    const word = info.statics.has(id) ? "static " : "";
    const open =
      statement.value.kind === "list" || statement.value.kind === "dict" || statement.value.kind === "constant"
        ? ": any"
        : "";
    return `${word}${s.context.names.member(id)}${open} = ${s.e.of(statement.value)};`;
  }
  if (statement.kind === "expression" && statement.value.kind === "constant") return "";
  s.context.note(statement, "a statement in a class");
  return commented(s.context.line(statement.at));
}

function baseOf(s: Statements, definition: Of<"class"> | ClassInfo["definition"], info?: ClassInfo): string {
  const { bases, fields } = definition;
  if (fields !== undefined) {
    const names = fields.map(({ name }) => JSON.stringify(name)).join(", ");
    const fallbacks = fields.flatMap(({ fallback }) => (fallback === undefined ? [] : [s.e.of(fallback)]));
    return ` extends ${s.context.python("namedTuple")}([${names}]${fallbacks.length === 0 ? "" : `, [${fallbacks.join(", ")}]`})`;
  }
  const [base, ...others] = bases;
  if (base === undefined || (base.kind === "name" && base.id === "object"))
    return info !== undefined && isForwarding(info) ? ` extends ${s.context.python("Attributes")}` : "";
  const kind = s.e.kind(base);
  if (kind.is === "library" && /^(?:abc|typing|enum)\./.test(kind.path)) return "";
  for (const other of others) s.context.note(other, "a second base class: TypeScript has one");
  const text = s.e.of(base);
  return ` extends ${text}${/\bDataset$/.test(text) && kind.is === "library" ? "<any>" : ""}`;
}

export function withSelf<T>(s: Statements, self: string, body: () => T): T {
  const saved = s.e.self;
  s.e.self = self;
  const found = body();
  s.e.self = saved;
  return found;
}

/** Fields before the constructor; if the constructor does nothing else, only fields. */
function initializer(s: Statements, definition: Of<"function">, info: ClassInfo): string {
  return withSelf(s, definition.parameters[0]?.name ?? "self", () => {
    const { e } = s;
    const parameters = definition.parameters.slice(1);
    const own: { name: string; value: Expression }[] = [];
    const fields = new Set<string>();
    let isPlain = parameters.length === 0 && info.family !== undefined;
    for (const statement of withoutDocumentation(definition.body)) {
      const target = statement.kind === "assign" && statement.targets.length === 1 ? statement.targets[0] : undefined;
      const isField =
        statement.kind === "assign" && target !== undefined && isOwn(target, e.self) && statement.value !== undefined;
      if (isField) {
        const name = e.attributeName({ is: "instance", info }, target.name);
        if (fields.has(name) || info.properties.has(target.name)) isPlain = false;
        fields.add(name);
        own.push({ name, value: statement.value });
      } else if (!isSuper(statement)) isPlain = false;
    }
    for (const name of assigned(info, e.self)) fields.add(e.attributeName({ is: "instance", info }, name));
    for (const name of info.properties) fields.delete(s.context.names.member(name));
    if (isPlain && own.length > 0) {
      const lines = own.flatMap(({ name, value }) => [...s.commentsUpTo(value.at), `${name} = ${e.of(value)};`]);
      return lines.join("\n");
    }
    // JavaScript requires `super()` before anything is set.
    const at = definition.body.findIndex((each) => isSuper(each) && each.kind !== "pass");
    const isLate = at > 0 && definition.body.slice(0, at).some((each) => each.kind === "assign");
    const hoisted = isLate ? [definition.body[at]!, ...definition.body.toSpliced(at, 1)] : definition.body;
    const { head, body } = s.functionParts(
      { ...definition, body: hoisted },
      s.context.kinds.function(definition),
      parameters,
    );
    const inherited = (name: string): boolean =>
      info.base?.is === "class" && attributeOf(info.base.info, name) !== undefined;
    const declared = [
      ...[...info.registered].map((name) => `declare ${name}: any;`),
      ...[...fields].map((name) => (inherited(name) ? `declare ${name}: any;` : `${name}${fieldType(s, info, name)};`)),
    ].join("\n");
    const needsSuper = baseOf(s, info.definition, info) !== "";
    const first = needsSuper && !/^super\(/m.test(body) ? "super();\n" : "";
    return `${declared}\nconstructor(${head}) {\n${first}${needsSuper ? body : body.replace(/^super\(.*\);\n?/m, "")}\n}\n`;
  });
}

/** Attributes that methods other than the constructor create. */
function loose(s: Statements, info: ClassInfo): string[] {
  const names = assigned(info, "self").filter((name) => !info.properties.has(name) && !info.statics.has(name));
  const own = new Set(
    info.definition.body.flatMap((each) =>
      each.kind === "assign" && each.targets[0]?.kind === "name" ? [each.targets[0].id] : [],
    ),
  );
  return [...new Set(names)]
    .filter((name) => !own.has(name))
    .map((name) => s.e.attributeName({ is: "instance", info }, name));
}

function assigned(info: ClassInfo, self: string): string[] {
  return info.definition.body.flatMap((each) =>
    each.kind === "function" ? assignedOfSelf(each.body, each.parameters[0]?.name ?? self) : [],
  );
}

function method(s: Statements, definition: Of<"function">, info: ClassInfo): string {
  const decorators = definition.decorators.map((each) => decoratorName(each));
  const isStatic = decorators.includes("staticmethod");
  return withSelf(s, isStatic ? "" : (definition.parameters[0]?.name ?? "self"), () => {
    const parameters = isStatic ? definition.parameters : definition.parameters.slice(1);
    const found = s.context.kinds.function(definition);
    const parts = s.functionParts(definition, found, parameters);
    const lead =
      isStatic || decorators.includes("classmethod")
        ? "static "
        : decorators.includes("property") || decorators.includes("cached_property")
          ? "get "
          : decorators.includes("setter")
            ? "set "
            : "";
    // TypeScript wants a base class's method to take what a subclass's takes.
    const isOpen = lead === "" && parts.head === "" && s.context.kinds.isWidened(info, definition.name);
    const type = isOpen
      ? ": any"
      : lead === "set "
        ? ""
        : resultType(found, definition.name === "forward" && info.family === "module", s.context.kinds.usesNumpy);
    const text = (name: string, body: string): string =>
      `${documentationOf(definition)}${lead}${name}(${isOpen ? "..._values: any[]" : parts.head})${type} {\n${body}\n}\n`;
    const yields = hasYield(definition.body) ? "*" : "";
    switch (definition.name) {
      case "__iter__":
        return text(
          "*[Symbol.iterator]",
          yields === "" ? iteration(parts.body, methodOf(info, "__next__") !== undefined) : parts.body,
        );
      case "__next__":
        return text("nextValue", parts.body);
      case "__len__":
        return text("get length", parts.body);
      case "__repr__":
        if (!s.context.uses("__str__")) return text("toString", parts.body);
        return `${text("repr", parts.body)}${methodOf(info, "__str__") === undefined ? "toString() {\nreturn this.repr();\n}\n" : ""}`;
      default: {
        const isDunder = /^__\w+__$/.test(definition.name);
        const name = isDunder
          ? operatorName(s.context, definition.name)
          : s.e.attributeName({ is: "instance", info }, definition.name);
        return text(yields + name, parts.body);
      }
    }
  });
}

/** `__iter__` returns an iterator; if that is the object itself, its `__next__` is called until there is nothing left. */
function iteration(body: string, hasNext: boolean): string {
  if (!hasNext) return body.replace(/return ([^]*?);\s*$/, "yield* $1;");
  const start = body.replace(/return this;\s*$/, "");
  return `${start}for (;;) {\ntry {\nyield this.nextValue();\n} catch (error) {\nif (error instanceof python.StopIteration) return;\nthrow error;\n}\n}`;
}

function isOwn(target: Expression, self: string): target is Extract<Expression, { kind: "attribute" }> {
  return target.kind === "attribute" && target.of.kind === "name" && target.of.id === self;
}

function isSuper(statement: Statement): boolean {
  if (statement.kind === "pass") return true;
  return (
    statement.kind === "expression" &&
    /"id":"super"/.test(JSON.stringify(statement.value)) &&
    statement.value.kind === "call"
  );
}

function assignedOfSelf(body: readonly Statement[], self: string): readonly string[] {
  return body.flatMap((statement) => {
    const targets =
      statement.kind === "assign" ? statement.targets : statement.kind === "for" ? [statement.target] : [];
    const flat = targets.flatMap((target) => (target.kind === "tuple" ? target.items : [target]));
    return [
      ...flat.flatMap((target) => (isOwn(target, self) ? [target.name] : [])),
      ...bodiesOf(statement).flatMap((inner) => assignedOfSelf(inner, self)),
    ];
  });
}
