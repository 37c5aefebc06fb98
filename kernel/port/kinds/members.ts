/** The kinds of members after a dot. */
import {
  ANY,
  attributeOf,
  BOOL,
  instanceOf,
  isProperty,
  join,
  listOf,
  methodOf,
  MODULE,
  OTHER,
  STRING,
  TENSOR,
  tupleOf,
} from "./kinds.ts";
import type { ClassInfo, Kind } from "./kinds.ts";
import { resolveLibrary } from "./libraries.ts";
import { arrayAttribute } from "./numpy-names.ts";
import { memberKind, valueKind } from "./objects.ts";
import { ATTRIBUTES, MODULE_METHODS, MODULE_TENSORS } from "./torch-names.ts";

export function attributeKind(owner: Kind, name: string): Kind {
  if (name === "__name__") return STRING;
  if (name === "saved_tensors") return listOf(TENSOR);
  switch (owner.is) {
    // A number has no members that anybody uses.
    case "either":
      return attributeKind(instanceOf(owner.info), name);
    case "library": {
      const path = resolveLibrary(`${owner.path}.${name}`);
      return valueKind(path) ?? { is: "library", path };
    }
    case "object":
      return memberKind(owner, name);
    case "class":
      return ofClass(owner.info, name);
    case "array":
      return arrayAttribute(owner, name);
    case "tensor":
      return ATTRIBUTES[name] ?? OTHER;
    case "module":
      if (MODULE_METHODS[name] !== undefined) return ANY;
      return MODULE_TENSORS.has(name) ? TENSOR : MODULE;
    case "tuple": {
      if (owner.named === undefined) return ANY;
      if (name === "_fields") return ofClass(owner.named, name);
      const place = owner.named.definition.fields!.findIndex((each) => each.name === name);
      if (place >= 0) return owner.items[place] ?? ANY;
      const method = methodOf(owner.named, name);
      if (method === undefined) return ANY;
      return isProperty(owner.named, name) ? method.result : { is: "function", info: method };
    }
    case "instance": {
      const method = methodOf(owner.info, name);
      if (method !== undefined) return isProperty(owner.info, name) ? method.result : { is: "function", info: method };
      const known = attributeOf(owner.info, name);
      if (owner.info.family === "enum" && name === "name") return STRING;
      if (owner.info.family === "enum" && name === "value")
        return owner.info.values?.reduce((a, b) => join(a, b), ANY) ?? ANY;
      if (known !== undefined) return known;
      return owner.info.family === "module" && name === "training" ? BOOL : ANY;
    }
    default:
      return ANY;
  }
}

function ofClass(info: ClassInfo, name: string): Kind {
  const method = methodOf(info, name);
  if (name === "_fields") return tupleOf(...(info.definition.fields ?? []).map(() => STRING));
  return method === undefined ? (attributeOf(info, name) ?? ANY) : { is: "function", info: method };
}
