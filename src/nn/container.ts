/** Modules that hold others. They keep their members apart from their own properties, so any name is free for a member. */
import { optional, required, signature, type Values } from "../shape/index.ts";
import * as is from "./kinds.ts";
import { Module } from "./module.ts";
import { collapseRepeats } from "./repr.ts";

export type AnyModule = Module<unknown>;

const module = required(is.module);
const key = required(is.int);
const listed = {
  at: signature("ModuleList.at", { index: required(is.int) }),
  setAt: signature("ModuleList.setAt", { index: required(is.int), module }),
  append: signature("ModuleList.append", { module }),
  extend: signature("ModuleList.extend", { modules: required(is.iterableOf(is.module)) }),
  insert: signature("ModuleList.insert", { index: required(is.int), module }),
  pop: signature("ModuleList.pop", { key }),
  slice: signature("ModuleList.slice", { start: optional(is.int, 0), end: optional(is.orNull(is.int), null) }),
};

/**
 * What the containers with numbered members share. `Member` is the type of the first members: it types reading,
 * although any module may be added later, as in Python.
 */
export abstract class NumberedModules<Out, Member extends AnyModule> extends Module<Out> {
  readonly #members: Member[];

  constructor(members: Iterable<Member>) {
    super();
    this.#members = [...members];
  }

  override get length(): number {
    return this.#members.length;
  }

  /** The member at `index`; a negative one counts from the end. */
  at(index: number): Member;
  at(...given: unknown[]): Member {
    return this.#members[this.#place(listed.at.read(given).index)]!;
  }

  /** Replaces the member at `index` with `module`. */
  setAt(index: number, module: AnyModule): void;
  setAt(...given: unknown[]): void {
    const { index, module } = listed.setAt.read(given);
    this.#members[this.#place(index)] = module as Member;
  }

  /** Adds a module at the end. */
  append(module: AnyModule): this;
  append(...given: unknown[]): this {
    this.#members.push(listed.append.read(given).module as Member);
    return this;
  }

  /** Adds modules at the end. */
  extend(modules: Iterable<AnyModule>): this;
  extend(...given: unknown[]): this {
    this.#members.push(...(listed.extend.read(given).modules as readonly Member[]));
    return this;
  }

  /** Adds a module before the one at `index`. */
  insert(index: number, module: AnyModule): this;
  insert(...given: unknown[]): this {
    const { index, module } = listed.insert.read(given);
    this.#members.splice(index, 0, module as Member);
    return this;
  }

  /** Removes a member and returns it. */
  pop(key: number): Member;
  pop(...given: unknown[]): Member {
    return this.#members.splice(this.#place(listed.pop.read(given).key), 1)[0]!;
  }

  /** The members from `start` to before `end`, as a container of the same kind: Python's `layers[start:end]`. */
  slice(start?: number, end?: number | null): NumberedModules<Out, Member>;
  slice(options: { start?: number; end?: number | null }): NumberedModules<Out, Member>;
  slice(...given: unknown[]): NumberedModules<Out, Member> {
    const { start, end } = listed.slice.read(given);
    return this.part(start, end ?? undefined);
  }

  protected part(start: number, end?: number): this {
    return Reflect.construct(this.constructor, [this.#members.slice(start, end)]) as this;
  }

  /** @throws RangeError for an index without a member. */
  #place(index: number): number {
    const place = index < 0 ? index + this.#members.length : index;
    if (place < 0 || place >= this.#members.length) throw new RangeError(`index ${index} is out of range`);
    return place;
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.#members[Symbol.iterator]();
  }

  protected override blank(copied: (part: unknown) => unknown): this {
    return Reflect.construct(NumberedModules, [this.#members.map(copied)], this.constructor) as this;
  }

  protected override entries(): [string, unknown][] {
    return [...this.#members.map((member, index): [string, unknown] => [`${index}`, member]), ...Object.entries(this)];
  }

  /** Replaces the member with this number, or adds one at the end. */
  protected override setEntry(name: string, value: unknown): void {
    const index = /^\d+$/.test(name) ? Number(name) : Infinity;
    if (index <= this.#members.length) this.#members[index] = value as Member;
    else super.setEntry(name, value);
  }
}

const listSignature = signature("nn.ModuleList", { modules: optional(is.orNull(is.iterableOf(is.module)), null) });

/**
 * A list of modules, without a forward of its own.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.ModuleList.html.
 *
 * @example
 * new nn.ModuleList([new nn.ReLU(), new nn.Tanh()]).length; // 2
 */
export class ModuleList<Member extends AnyModule = Module> extends NumberedModules<never, Member> {
  constructor(modules?: Iterable<Member> | null);
  constructor(...given: unknown[]) {
    super((listSignature.read(given).modules ?? []) as readonly Member[]);
  }

  protected override childReprs(): [string, string][] {
    return collapseRepeats([...this].map(String));
  }
}

const pairs = is.iterableOf(
  is.kind(
    "[name, Module] pair",
    (value): value is readonly [string, AnyModule] =>
      Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && value[1] instanceof Module,
  ),
);
const modulesByName = is.either(is.recordOf(is.module), pairs);
const dictSignature = signature("nn.ModuleDict", { modules: optional(is.orNull(modulesByName), null) });
const name = required(is.string);
const kept = {
  at: signature("ModuleDict.at", { name }),
  setAt: signature("ModuleDict.setAt", { name, module }),
  update: signature("ModuleDict.update", { modules: required(modulesByName) }),
  has: signature("ModuleDict.has", { name }),
  delete: signature("ModuleDict.delete", { name }),
  pop: signature("ModuleDict.pop", { key: required(is.string) }),
  clear: signature("ModuleDict.clear", {}),
  keys: signature("ModuleDict.keys", {}),
  values: signature("ModuleDict.values", {}),
  items: signature("ModuleDict.items", {}),
};
type ByName<Member> = Readonly<Record<string, Member>> | Iterable<readonly [string, Member]>;

/**
 * Modules by name, without a forward of its own.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.ModuleDict.html.
 *
 * @example
 * new nn.ModuleDict({ relu: new nn.ReLU() }).at("relu"); // ReLU()
 */
export class ModuleDict<Member extends AnyModule = Module> extends Module<never> {
  readonly #members = new Map<string, Member>();

  protected override setEntry(name: string, value: unknown): void {
    if (value instanceof Module) this.#members.set(name, value as unknown as Member);
    else super.setEntry(name, value);
  }

  constructor(modules?: ByName<Member> | null);
  constructor(...given: unknown[]) {
    super();
    this.#update(dictSignature.read(given).modules ?? {});
  }

  #update(modules: Values<typeof kept.update.arguments>["modules"]): void {
    const entries = Array.isArray(modules) ? modules : Object.entries(modules);
    for (const [name, module] of entries as readonly (readonly [string, Member])[]) this.#members.set(name, module);
  }

  override get length(): number {
    return this.#members.size;
  }

  /** @throws RangeError for a name without a module. */
  at(name: string): Member;
  at(...given: unknown[]): Member {
    return this.#known(kept.at.read(given).name);
  }

  #known(name: string): Member {
    const member = this.#members.get(name);
    if (member === undefined) throw new RangeError(`ModuleDict: no module is called '${name}'`);
    return member;
  }

  setAt(name: string, module: AnyModule): void;
  setAt(...given: unknown[]): void {
    const { name, module } = kept.setAt.read(given);
    this.#members.set(name, module as Member);
  }

  /** Adds modules, replacing those that have the same names. */
  update(modules: ByName<AnyModule>): void;
  update(...given: unknown[]): void {
    this.#update(kept.update.read(given).modules);
  }

  has(name: string): boolean;
  has(...given: unknown[]): boolean {
    return this.#members.has(kept.has.read(given).name);
  }

  delete(name: string): void;
  delete(...given: unknown[]): void {
    this.#members.delete(kept.delete.read(given).name);
  }

  /** Removes a module and returns it. */
  pop(key: string): Member;
  pop(...given: unknown[]): Member {
    const { key } = kept.pop.read(given);
    const member = this.#known(key);
    this.#members.delete(key);
    return member;
  }

  clear(): void;
  clear(...given: unknown[]): void {
    kept.clear.read(given);
    this.#members.clear();
  }

  keys(): string[];
  keys(...given: unknown[]): string[] {
    kept.keys.read(given);
    return [...this.#members.keys()];
  }

  values(): Member[];
  values(...given: unknown[]): Member[] {
    kept.values.read(given);
    return [...this.#members.values()];
  }

  items(): [string, Member][];
  items(...given: unknown[]): [string, Member][] {
    kept.items.read(given);
    return [...this.#members];
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#members.keys();
  }

  protected override blank(copied: (part: unknown) => unknown): this {
    const members = [...this.#members].map(([name, member]) => [name, copied(member)]);
    return Reflect.construct(ModuleDict, [members], this.constructor) as this;
  }

  protected override entries(): [string, unknown][] {
    return [...this.#members, ...Object.entries(this)];
  }
}
