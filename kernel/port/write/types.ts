/** Types for parameters and fields, where the translation knows more than TypeScript infers. */
import { ANY, isNumber } from "../kinds/kinds.ts";
import type { ClassInfo, FunctionInfo, Kind } from "../kinds/kinds.ts";
import { MODULE_METHODS } from "../kinds/torch-names.ts";
import type { Expression, Parameter, Statement } from "../python/tree.ts";
import { targetNames } from "../python/walk.ts";
import type { Statements } from "./statements.ts";

/** Otherwise each of several returned values would have the type of all of them. */
export function resultType(info: FunctionInfo | undefined, isForward = false, usesNumpy = false): string {
  const result = info?.result;
  // TypeScript takes `[]` by itself for a list that stays empty.
  if (result?.is === "list" && result.of.is === "any") return ": any[]";
  if (result?.is === "tuple" && (isForward || result.items.some((item) => item.is !== result.items[0]!.is)))
    return ": any";
  const isMixed = (kind: Kind): boolean => kind.is === "array" && kind.isMixed;
  if (result?.is === "tuple" && result.items.some((item) => isMixed(item))) return ": any";
  // Sometimes an array, sometimes several.
  if (result?.is === "other" && usesNumpy) return ": any";
  return isForward && result !== undefined && !["tensor", "any", "none"].includes(result.is) ? ": any" : "";
}

/** The type of a parameter, if its calls show it. */
export function parameterType(
  s: Statements,
  info: FunctionInfo | undefined,
  { name, fallback }: Parameter,
  body: readonly Statement[],
): string {
  const kind = info?.given.get(name);
  if (fallback !== undefined) {
    const own = s.e.kind(fallback);
    const isEmpty = own.is === "tuple" && own.items.length === 0;
    return isEmpty ||
      ["none", "library", "class", "function", "list", "dict"].includes(own.is) ||
      kind?.is === "array" ||
      (kind !== undefined && kind.is !== own.is && !(isNumber(kind) && isNumber(own)))
      ? ": any"
      : "";
  }
  if (kind === undefined) return "";
  if (kind.is === "either") return isTested(body, name) || !usesMembers(body, name) ? `: ${either(s, kind)}` : ": any";
  if (assigns(body, name)) return ": any";
  if (kind.is === "module" && usesMembers(body, name)) return ": any";
  const type = typeName(kind, (needed) => s.context.needs(needed));
  return type === undefined ? "" : `: ${type}`;
}

/** Whether a field gets its value together with others; TypeScript does not find out its type then. */
const isUnpacked = ({ definition }: ClassInfo, name: string): boolean =>
  lookFor(
    definition.body,
    (value) =>
      value.kind === "assign" &&
      value.targets.some(
        (target) =>
          target.kind === "tuple" && target.items.some((item) => item.kind === "attribute" && item.name === name),
      ),
  );

const either = (s: Statements, { info }: Kind & { readonly is: "either" }): string =>
  `number | ${s.context.names.of(info.definition.name)}`;

export function fieldType(s: Statements, info: ClassInfo, name: string): string {
  const kind = [...info.attributes].find(([each]) => s.e.attributeName({ is: "instance", info }, each) === name)?.[1];
  if (kind !== undefined && isNumber(kind) && isUnpacked(info, name))
    return kind.is === "bool" ? ": boolean" : ": number";
  if (isUnpacked(info, name)) return ": any";
  return kind === undefined ||
    ["any", "none", "other", "list", "dict", "instance", "tuple", "set", "array"].includes(kind.is)
    ? ": any"
    : "";
}

function typeName(kind: Kind, needs: (name: string) => string): string | undefined {
  if (isNumber(kind)) return kind.is === "bool" ? "boolean" : "number";
  switch (kind.is) {
    case "string":
      return "string";
    case "tensor":
      return needs("Tensor");
    case "module":
      return `${needs("nn")}.Module`;
    case "optimizer":
      return `${needs("optim")}.Optimizer`;
    case "list":
      return `${typeName(kind.of, needs) ?? "any"}[]`;
    case "tuple": {
      const [first = ANY] = kind.items;
      return kind.items.some((item) => item.is !== first.is) ? "any[]" : `${typeName(first, needs) ?? "any"}[]`;
    }
    default:
      return undefined;
  }
}

const lookFor = (body: readonly Statement[], fits: (value: Expression | Statement) => boolean): boolean => {
  const visit = (value: unknown): boolean =>
    Array.isArray(value)
      ? value.some((each) => visit(each))
      : typeof value === "object" &&
        value !== null &&
        (fits(value as Expression) || Object.values(value).some((each) => visit(each)));
  return visit(body);
};

/** Whether a parameter is assigned another value, which may be of another kind. */
const assigns = (body: readonly Statement[], name: string): boolean =>
  lookFor(
    body,
    (value) =>
      value.kind === "assign" &&
      value.targets.flatMap((target) => targetNames(target)).includes(name) &&
      value.value?.kind !== "call",
  );

/** Whether the type of a parameter is looked at. */
const isTested = (body: readonly Statement[], name: string): boolean =>
  lookFor(body, (value) => {
    if (value.kind !== "call" || value.of.kind !== "name" || value.of.id !== "isinstance") return false;
    const tested = value.args[0]?.value;
    return tested?.kind === "name" && tested.id === name;
  });

/** Whether members of a module are used that not all modules have. */
const usesMembers = (body: readonly Statement[], name: string): boolean =>
  lookFor(
    body,
    (value) =>
      (value.kind === "attribute" &&
        value.of.kind === "name" &&
        value.of.id === name &&
        MODULE_METHODS[value.name] === undefined) ||
      (value.kind === "index" && value.of.kind === "name" && value.of.id === name),
  );
