/** Which family a class belongs to, and the kinds that Python's type names stand for. */
import { BOOL, FLOAT, INT, MODULE, STRING, TENSOR } from "./kinds.ts";
import type { ClassInfo, Kind } from "./kinds.ts";

export const isWithin = (info: ClassInfo, above: ClassInfo): boolean =>
  info === above || (info.base?.is === "class" && isWithin(info.base.info, above));

export const TYPES: Readonly<Record<string, Kind>> = {
  int: INT,
  float: FLOAT,
  str: STRING,
  bool: BOOL,
  "torch.Tensor": TENSOR,
  Tensor: TENSOR,
  "nn.Module": MODULE,
};

export function familyOf(base: Kind): ClassInfo["family"] {
  if (base.is === "class") return base.info.family;
  if (base.is !== "library") return undefined;
  if (/^builtins\.\w*(?:Error|Exception|Warning)$/.test(base.path)) return "error";
  if (base.path.startsWith("torch.nn.")) return "module";
  if (/^enum\.\w*Enum$/.test(base.path)) return "enum";
  if (/^torch\.utils\.data\.\w*Dataset$/.test(base.path)) return "dataset";
  return base.path === "torch.autograd.Function" ? "function" : undefined;
}
