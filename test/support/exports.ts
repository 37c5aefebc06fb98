/** Every function, class and method that the library exports, by the paths that users and signatures use. */
import { F, inspect, nn, optim, torch } from "../../src/index.ts";
import * as library from "../../src/index.ts";

type Space = Readonly<Record<string, unknown>>;
type Class = { readonly name: string; readonly prototype: object };

const isClass = (value: unknown): value is Class =>
  typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));

/** The library's parts by their shortest path, so that nothing is visited again on a longer one. */
const rooms: readonly (readonly [string, Space])[] = [
  ["init", nn.init],
  ["F", F],
  ["lrScheduler", optim.lrScheduler],
  ["nn.utils", nn.utils],
  ["autograd.functional", torch.autograd.functional],
  ["autograd", torch.autograd],
  ["nn", nn],
  ["optim", optim],
  ["torch.utils.data", torch.utils.data],
  ["torch.cuda", torch.cuda],
  ["transforms.functional", library.transforms.functional],
  ["transforms", library.transforms],
  ["datasets", library.datasets],
  ["inspect", inspect],
  ["plot", library.plot],
  ["copy", library.copy],
  ["", library],
  ["torch", torch],
];

/** Methods are listed under the class that has them, and under the names by which users know it. */
const knownAs: Readonly<Record<string, string>> = {
  NumberedModules: "ModuleList",
  Combined: "SequentialLR",
  Elements: "TypedStorage",
};

export function listExports(): string[] {
  const found = new Map<unknown, string>();
  const methods = new Set<string>();
  for (const [room, space] of rooms) {
    for (const [name, value] of Object.entries(space)) {
      if (typeof value !== "function" || found.has(value)) continue;
      found.set(value, room === "" ? name : `${room}.${name}`);
      if (isClass(value)) for (const method of methodsOf(value)) methods.add(method);
    }
  }
  return [...found.values(), ...methods].sort();
}

function methodsOf(type: Class): string[] {
  const listed: string[] = [];
  for (let at = type.prototype; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    const own = (at.constructor as Class).name;
    // The library's own prototype chain ends at Array and other built-in classes.
    if (Function.prototype.toString.call(at.constructor).includes("[native code]")) break;
    const owner = knownAs[own] ?? own;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (name !== "constructor" && typeof value === "function") listed.push(`${owner}.${name}`);
  }
  for (const name of Object.getOwnPropertyNames(type))
    if (typeof (type as unknown as Space)[name] === "function" && name !== "prototype")
      listed.push(`${type.name}.${name}`);
  return listed;
}
