/** Enumerations. Reference: https://docs.python.org/3.12/library/enum.html */
import { KeyError, ValueError } from "./errors.ts";
import { repr } from "./text.ts";

/** One member of an enumeration. */
export class Enum {
  readonly name: string = "";
  readonly value: any;

  toString(): string {
    return `${this.constructor.name}.${this.name}`;
  }

  repr(): string {
    return `<${this.constructor.name}.${this.name}: ${repr(this.value)}>`;
  }

  eq(other: unknown): boolean {
    return this === other;
  }
}

/** Its members are the numbers or strings themselves, too. */
export class ValueEnum extends Enum {
  [Symbol.toPrimitive](): any {
    return this.value as unknown;
  }

  override toString(): string {
    return typeof this.value === "number" ? String(this.value) : super.toString();
  }
}

const members = new WeakMap<object, Map<string, Enum>>();

/**
 * Gives an enumeration its members, and returns it.
 *
 * @example
 * class Colour extends Enum {}
 * String(memberOf(enumeration(Colour, { RED: 1 }), 1)); // Colour.RED
 */
export function enumeration<T extends typeof Enum>(type: T, values: Readonly<Record<string, unknown>>): T {
  const own = new Map<string, Enum>();
  let last = 0;
  for (const [name, given] of Object.entries(values)) {
    const value = given === auto ? ++last : given;
    if (typeof value === "number") last = value;
    const same = [...own.values()].find((each) => each.value === value);
    const member = same ?? Object.assign(new type(), { name, value });
    if (same === undefined) own.set(name, member);
    Object.defineProperty(type, name, { value: member, enumerable: true });
  }
  members.set(type, own);
  return type;
}

/** The next number. */
export const auto: unique symbol = Symbol("auto");

/** The members in order. */
export const membersOf = (type: object): any[] => [...(members.get(type)?.values() ?? [])];

/**
 * The member of a value.
 *
 * @throws ValueError if there is none.
 */
export function memberOf(type: { readonly name: string }, value: unknown): any {
  const found = membersOf(type).find((each) => (each as Enum).value === value) as unknown;
  if (found === undefined) throw new ValueError(`${repr(value)} is not a valid ${type.name}`);
  return found;
}

/**
 * The member of a name.
 *
 * @throws KeyError if there is none.
 */
export function memberNamed(type: object, name: string): any {
  const found = members.get(type)?.get(name);
  if (found === undefined) throw new KeyError(repr(name));
  return found;
}
