/** Assignments: to names, to items of a list, to parts of a tensor. */
import { ANY, isNumber, operatorMethod } from "../kinds/kinds.ts";
import type { Kind } from "../kinds/kinds.ts";
import type { Expression, Statement } from "../python/tree.ts";
import { targetNames } from "../python/walk.ts";
import { IN_PLACE } from "./context.ts";
import { setDictItem } from "./dicts.ts";
import { realNumber } from "./numpy.ts";
import { operatorName } from "./operators.ts";
import type { Statements } from "./statements.ts";

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

export function assign(s: Statements, statement: Of<"assign">): string {
  const { targets, value } = statement;
  if (value === undefined) return "";
  const e = s.e;
  const [only] = targets;
  if (targets.length === 1 && only?.kind === "name") {
    const { id } = only;
    const word = s.declarations.at.get(statement)?.get(id);
    const type = typeOf(s, value, word, statement);
    if (s.context.becomesTensor.has(statement))
      return `${word === undefined ? "" : `${word} `}${s.context.names.of(id)} = ${s.context.needs("torch")}.tensor(${e.of(value)}${e.is(value, "float") ? ", { dtype: torch.float32 }" : ""});`;
    if (value.kind === "lambda" && word !== undefined) return `${word} ${s.context.names.of(id)} = ${e.of(value)};`;
    // A range can be gone through again and again; an iterator of JavaScript's only once.
    const text = isRange(e, value) ? `[...${e.of(value)}]` : e.of(value);
    return `${word === undefined ? "" : `${word} `}${s.context.names.of(id)}${type} = ${text};`;
  }
  if (targets.length > 1) {
    // Assigning from right to left makes no difference if the value is named first.
    const names = targets.every((target) => target.kind === "name");
    const declared = s.declarations.at.get(statement);
    const lines: string[] = [];
    let text = e.of(value);
    for (const [i, target] of targets.toReversed().entries()) {
      if (target.kind === "name") {
        const word = declared?.get(target.id);
        const name = s.context.names.of(target.id);
        lines.push(`${word === undefined ? "" : `${word} `}${name} = ${text};`);
        text = name;
      } else {
        lines.push(assignTo(s, target, text, statement));
        if (i === 0 && !names) text = e.of(target);
      }
    }
    return lines.join("\n");
  }
  return assignTo(s, targets[0]!, e.of(value), statement, e.kind(value));
}

const isRange = (e: Statements["e"], value: Expression): boolean => {
  const kind = value.kind === "call" ? e.kind(value.of) : undefined;
  return kind?.is === "library" && kind.path === "builtins.range";
};

/** A type for a variable whose first value would mislead TypeScript about later ones. */
function typeOf(s: Statements, value: Expression, word: "const" | "let" | undefined, statement: Statement): string {
  if (word === undefined) return "";
  if (s.context.changing.has(statement)) return ": any";
  if (value.kind === "call") {
    const of = s.e.kind(value.of);
    if (of.is === "library" && of.path === "torch.load") return ": any";
    const [data] = value.args;
    if (
      of.is === "library" &&
      of.path === "torch.utils.data.DataLoader" &&
      data !== undefined &&
      s.e.is(data.value, "instance", "any")
    )
      return ": any";
  }
  const kind = s.e.kind(value);
  if (value.kind === "list" && kind.is === "list" && (kind.of.is === "module" || kind.of.is === "instance"))
    return ": any[]";
  if (value.kind === "list" && value.items.length === 0) return ": any[]";
  if (value.kind === "dict") return kind.is === "dict" && !kind.isRecord ? "" : ": Record<string, any>";
  return value.kind === "constant" && value.value === null ? ": any" : "";
}

function assignTo(s: Statements, target: Expression, text: string, statement: Statement, kind: Kind = ANY): string {
  const e = s.e;
  if (target.kind === "tuple" || target.kind === "list") {
    const names = [...new Set(targetNames(target))].filter((name) => name !== "_");
    const words = s.declarations.at.get(statement);
    const own = names.filter((name) => words?.has(name));
    const early = target.items.findIndex((item) => item.kind === "star");
    if (early >= 0 && early < target.items.length - 1)
      return assignAround(s, target.items, early, text, own.length === names.length);
    const pattern = e.target(target);
    const isOnce = kind.is === "iterator" || kind.is === "dict" || kind.is === "set";
    const value = isOnce ? `[...${kind.is === "dict" && kind.isRecord ? `Object.keys(${text})` : text}]` : text;
    if (own.length === names.length && own.length > 0 && isPattern(target)) {
      const word = own.some((name) => words!.get(name) === "let") ? "let" : "const";
      const type = s.context.changing.has(statement) || /\[\]/.test(text) ? ": any" : "";
      return `${word} ${pattern}${type} = ${value};`;
    }
    const before = own.length === 0 ? "" : `let ${own.map((name) => `${s.context.names.of(name)}: any`).join(", ")};\n`;
    return `${before}${pattern} = ${value};`;
  }
  const holder = target.kind === "index" ? e.kind(target.of) : undefined;
  if (holder?.is === "library" && holder.path.startsWith("matplotlib.")) {
    // The setting changes only how figures look.
    return `// ${s.context.line(target.at)}`;
  }
  const of = target.kind === "attribute" ? e.kind(target.of) : undefined;
  // It says how a graphics card computes.
  if (of?.is === "library" && of.path.startsWith("torch.backends")) return `// ${s.context.line(target.at)}`;
  if (target.kind === "index") return setItem(s, target, text);
  return `${e.of(target)} = ${text};`;
}

/** `*lead, last = values`: TypeScript allows a rest element only at the end. */
function assignAround(
  s: Statements,
  items: readonly Expression[],
  star: number,
  text: string,
  declares: boolean,
): string {
  const e = s.e;
  const behind = items.length - star - 1;
  const names = items.map((item) => e.target(item.kind === "star" ? item.of : item));
  const all = `[...${text}]`;
  const parts = [
    ...(star === 0 ? [] : [`...${all}.slice(0, ${star})`]),
    `${all}.slice(${star}, ${-behind})`,
    `...${all}.slice(${-behind})`,
  ];
  return `${declares ? "let " : ""}[${names.join(", ")}]${declares ? ": any[]" : ""} = [${parts.join(", ")}];`;
}

function setItem(s: Statements, target: Extract<Expression, { kind: "index" }>, text: string): string {
  const e = s.e;
  const owner = e.kind(target.of);
  const items = target.items.map((item) => e.subscript(item, owner.is === "array"));
  if (owner.is === "array") {
    const [only] = target.items;
    // A tuple holds several places; a list by itself, or what may be one, is a single item.
    const isAlone =
      items.length === 1 && (only!.kind === "slice" || e.is(only!, "array", "int", "bool", "none", "tuple", "string"));
    return `${e.atom(target.of)}.setAt(${isAlone ? items[0]! : `[${items.join(", ")}]`}, ${text});`;
  }
  if (owner.is === "tensor") {
    // A list by itself would mean one position in several dimensions.
    const isOne = items.length === 1 && !e.is(target.items[0]!, "list", "tuple");
    return `${e.atom(target.of)}.setAt(${isOne ? items[0]! : `[${items.join(", ")}]`}, ${text});`;
  }
  if (owner.is === "dict") {
    const key = target.isTuple ? `[${e.list(target.items)}]` : e.scalar(target.items[0]!);
    return setDictItem(e, target.of, key, text, owner);
  }
  if (owner.is === "list" && target.items[0]?.kind === "slice") {
    const { from, to } = target.items[0];
    const start = from === undefined ? "0" : e.of(from);
    const count = to === undefined ? `${e.atom(target.of)}.length` : `${e.of(to)} - ${start}`;
    return `${e.atom(target.of)}.splice(${start}, ${count}, ...${text});`;
  }
  if (owner.is === "instance" || owner.is === "module")
    return `${e.atom(target.of)}.${operatorName(e.context, "__setitem__")}(${items.join(", ")}, ${text});`;
  const [place] = target.items;
  if (owner.is === "list" && place !== undefined && (place.kind === "unary" || e.context.checks("index"))) {
    if (e.context.checks("index") || place.kind !== "unary")
      return `${e.context.python("setAt")}(${e.of(target.of)}, ${e.scalar(place)}, ${text});`;
    return `${e.atom(target.of)}[${e.atom(target.of)}.length - ${e.of(place.operand)}] = ${text};`;
  }
  if (place?.kind === "string" && owner.is === "any") return `${e.of(target)} = ${text};`;
  return `${e.atom(target.of)}[${e.scalar(place!)}] = ${text};`;
}

export function augment(s: Statements, statement: Of<"augment">): string {
  const { target, operator, value } = statement;
  const e = s.e;
  const kind = e.kind(target);
  if (kind.is === "array" || e.is(value, "array")) return augmentArray(e, s, statement);
  if (kind.is === "tensor" && target.kind === "index" && e.kind(target.of).is === "tensor") {
    const isView = target.items.every(
      (item) =>
        item.kind === "slice" ||
        item.kind === "number" ||
        item.kind === "unary" ||
        e.is(item, "int") ||
        item.kind === "constant",
    );
    if (isView && IN_PLACE[operator] !== undefined) return `${e.of(target)}.${IN_PLACE[operator]}(${e.of(value)});`;
    return setItem(s, target, e.binary(operator, target, value));
  }
  if (kind.is === "tensor" && IN_PLACE[operator] !== undefined && !s.context.becomesTensor.has(statement))
    return `${e.atom(target)}.${IN_PLACE[operator]}(${e.of(value)});`;
  if (kind.is === "tensor" || e.is(value, "tensor")) return `${e.of(target)} = ${e.binary(operator, target, value)};`;
  const method = operatorMethod(operator, kind, e.kind(value));
  if (method !== undefined || kind.is === "instance" || e.context.kinds.isOpen(operator, kind, e.kind(value))) {
    const own =
      kind.is === "instance" ? kind.info.methods.get(`__i${(method?.name ?? "__add__").slice(2)}`) : undefined;
    const text =
      own === undefined
        ? e.binary(operator, target, value)
        : `${e.atom(target)}.${operatorName(e.context, own.definition.name)}(${e.of(value)})`;
    return target.kind === "index" ? setItem(s, target, text) : `${e.of(target)} = ${text};`;
  }
  if (kind.is === "dict" && operator === "|") return `${e.of(target)} = ${e.binary(operator, target, value)};`;
  if (
    target.kind === "index" &&
    (e.kind(target.of).is === "dict" || target.items[0]!.kind === "unary") &&
    kind.is !== "list"
  ) {
    const owner = e.kind(target.of);
    const isPlain =
      owner.is === "dict" &&
      owner.isRecord &&
      !e.context.checks("key") &&
      ["+", "-", "*", "/"].includes(operator) &&
      !e.is(value, "bool");
    if (!isPlain) return setItem(s, target, e.binary(operator, target, value));
  }
  const isChecked = target.kind === "index" && e.is(target.of, "list") && e.context.checks("index");
  if (isChecked && kind.is !== "list") return setItem(s, target, e.binary(operator, target, value));
  if (kind.is === "list" && operator === "+") {
    const items = value.kind === "list" ? e.list(value.items) : `...${e.array(value)}`;
    return `${e.atom(target)}.push(${items});`;
  }
  const isOwn = ["//", "%", "@", "&", "|", "^"].includes(operator) || (operator === "*" && !isNumber(kind));
  const needsCheck = operator === "/" && e.context.checks("zero");
  if (isOwn || needsCheck || kind.is === "tuple" || kind.is === "set" || e.is(value, "bool"))
    return `${e.of(target)} = ${e.binary(operator, target, value)};`;
  if (target.kind === "index" && e.is(target.of, "tensor"))
    return setItem(s, target, e.binary(operator, target, value));
  return `${e.of(target)} ${operator}= ${e.scalar(value)};`;
}

const ARRAY_METHODS: Readonly<Record<string, string>> = {
  ...IN_PLACE,
  "//": "floorDivide_",
  "%": "remainder_",
  "@": "matmul_",
  "&": "bitwiseAnd_",
  "|": "bitwiseOr_",
  "^": "bitwiseXor_",
};

/** An array changes in place; a single element is a value, so the name gets the new one. */
function augmentArray(e: Statements["e"], s: Statements, { target, operator, value }: Of<"augment">): string {
  const kind = e.kind(target);
  if (target.kind === "index" && kind.is === "array" && e.is(target.of, "array"))
    return setItem(s, target, e.binary(operator, target, value));
  const isArray = kind.is === "array" && !kind.isMixed;
  const given = isArray && kind.holds !== "float" ? realNumber(e, value) : e.of(value);
  const text = isArray
    ? `${e.atom(target)}.${ARRAY_METHODS[operator]!}(${given})`
    : `${e.context.python("operate")}(${e.of(target)}, "${operator}=", ${e.of(value)})`;
  return target.kind === "index" ? setItem(s, target, text) : `${e.of(target)} = ${text};`;
}

/** Whether it consists only of names, as a declaration requires. */
export function isPattern(target: Expression): boolean {
  if (target.kind === "star") return isPattern(target.of);
  return (
    target.kind === "name" ||
    ((target.kind === "tuple" || target.kind === "list") && target.items.every((item) => isPattern(item)))
  );
}
