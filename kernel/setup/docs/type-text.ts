/** Types as they are written in code, from TypeDoc's description. */
import type { Parameter, Reflection, Signature, Type } from "./typedoc.ts";

export function parameterText({ name, flags, type, defaultValue }: Parameter): string {
  // Destructured parameters have no name of their own.
  const shown = name === "__namedParameters" ? "options" : name;
  const isOptional = flags?.isOptional === true || defaultValue !== undefined;
  return `${flags?.isRest === true ? "..." : ""}${shown}${isOptional ? "?" : ""}: ${type === undefined ? "unknown" : typeText(type)}`;
}

export function typeText(type: Type): string {
  switch (type.type) {
    case "literal":
      return JSON.stringify(type.value);
    case "reference":
    case "intrinsic":
    case "unknown":
      return named(type);
    case "union":
      return type.types!.map(grouped).join(" | ");
    case "intersection":
      return type.types!.map(grouped).join(" & ");
    case "array":
      return `${grouped(type.elementType!)}[]`;
    case "tuple":
      return `[${(type.elements ?? []).map(typeText).join(", ")}]`;
    case "namedTupleMember":
      return `${type.name}${type.isOptional === true ? "?" : ""}: ${typeText(type.element!)}`;
    case "optional":
      return `${grouped(type.elementType!)}?`;
    case "rest":
      return `...${typeText(type.elementType!)}`;
    case "typeOperator":
      return `${type.operator} ${grouped(type.target as Type)}`;
    case "query":
      return `typeof ${typeText(type.queryType!)}`;
    case "indexedAccess":
      return `${typeText(type.objectType!)}[${typeText(type.indexType!)}]`;
    case "predicate":
      return `${type.asserts === true ? "asserts " : ""}${type.name}${type.targetType === undefined ? "" : ` is ${typeText(type.targetType)}`}`;
    case "reflection":
      return objectText(type.declaration!);
    default:
      // Conditional, mapped and template types say more about the compiler than about the call, so they are abbreviated.
      return "…";
  }
}

const named = ({ name = "unknown", typeArguments }: Type): string =>
  typeArguments === undefined ? name : `${name}<${typeArguments.map(typeText).join(", ")}>`;

const composed: ReadonlySet<string> = new Set(["union", "intersection", "conditional", "typeOperator"]);

const grouped = (type: Type): string =>
  composed.has(type.type) || type.declaration?.signatures !== undefined ? `(${typeText(type)})` : typeText(type);

function objectText({ children = [], signatures, indexSignatures = [] }: Reflection): string {
  if (signatures !== undefined && children.length === 0) return callText(signatures[0]!, " => ");
  const members = children.map(
    ({ name, flags, type, signatures: calls }) =>
      `${name}${flags?.isOptional === true ? "?" : ""}${calls === undefined ? `: ${type === undefined ? "unknown" : typeText(type)}` : callText(calls[0]!, ": ")}`,
  );
  const indexed = indexSignatures.map(
    ({ parameters = [], type }) =>
      `[${parameters.map(parameterText).join(", ")}]: ${type === undefined ? "unknown" : typeText(type)}`,
  );
  return members.length + indexed.length === 0 ? "{}" : `{ ${[...members, ...indexed].join("; ")} }`;
}

const callText = ({ parameters = [], type }: Signature, arrow: string): string =>
  `(${parameters.map(parameterText).join(", ")})${arrow}${type === undefined ? "void" : typeText(type)}`;
