/** Properties of a module that cannot change their kind. */
import { scalarTypeName } from "../shape/index.ts";
import { Tensor } from "../tensor/index.ts";

/** What a property is to its module. */
export type Role = "parameter" | "child module" | "buffer";

const kinds: Readonly<Record<Role, string>> = {
  parameter: "torch.nn.Parameter",
  "child module": "torch.nn.Module",
  buffer: "torch.Tensor",
};

/** torch's error for replacing a parameter, module or buffer with something of another kind. */
export function wrongMember(name: string, role: Role, value: unknown): TypeError {
  return new TypeError(`cannot assign '${typeName(value)}' as ${role} '${name}' (${kinds[role]} or None expected)`);
}

/** What torch calls the type of a value in its messages. */
function typeName(value: unknown): string {
  if (value instanceof Tensor) return `torch.${scalarTypeName(value.dtype)}Tensor`;
  if (typeof value === "object" && value !== null) return value.constructor.name;
  return typeof value;
}
