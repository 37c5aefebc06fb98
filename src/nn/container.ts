/** Modules that hold others. They keep their members apart from their own properties, so any name is free for a member. */
import { tidyChain, type Tensor } from "../tensor/index.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { collapseRepeats } from "./repr.ts";
import { isTransient } from "./transient.ts";

type AnyModule = Module<unknown>;

/**
 * What the containers with numbered members share. `Member` is what the first members were: it types reading, while any module may be
 * added, as in Python.
 */
abstract class NumberedModules<Out, Member extends AnyModule> extends Module<Out> {
  readonly #members: Member[];

  constructor(members: Iterable<Member>) {
    super();
    this.#members = [...members];
    for (const member of this.#members) checkModule(this, member);
  }

  override get length(): number {
    return this.#members.length;
  }

  /** The member at `index`; a negative one counts from the end. */
  at(index: number): Member {
    const member = this.#members.at(index);
    if (member === undefined) throw new RangeError(`index ${index} is out of range`);
    return member;
  }

  setAt(index: number, module: AnyModule): void {
    this.at(index);
    checkModule(this, module);
    this.#members[index < 0 ? index + this.length : index] = module as Member;
  }

  append(module: AnyModule): this {
    checkModule(this, module);
    this.#members.push(module as Member);
    return this;
  }

  extend(modules: Iterable<AnyModule>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  insert(index: number, module: AnyModule): this {
    checkModule(this, module);
    this.#members.splice(index, 0, module as Member);
    return this;
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
}

/** The positions that a tuple is known to have; none where its length is not known. */
type Index<Members extends readonly AnyModule[]> = number extends Members["length"]
  ? never
  : Exclude<Partial<Members>["length"], Members["length"] | undefined>;

/**
 * Runs its members one after another. Also takes one object of named members.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Sequential.html.
 *
 * @example
 * const net = new nn.Sequential(new nn.Linear(4, 3), new nn.Tanh());
 * net(torch.zeros(2, 4)).shape; // torch.Size([2, 3])
 */
export class Sequential<Members extends readonly AnyModule[] = Module[]> extends NumberedModules<
  Tensor,
  Members[number]
> {
  readonly #names: readonly string[] | null;

  constructor(...modules: Members);
  constructor(modules: Readonly<Record<string, AnyModule>>);
  constructor(...given: unknown[]) {
    const named = given.length === 1 && typeof given[0] === "object" && given[0] !== null ? given[0] : null;
    super(named === null ? (given as AnyModule[]) : Object.values(named as Record<string, AnyModule>));
    this.#names = named === null ? null : Object.keys(named);
  }

  protected override blank(copied: (part: unknown) => unknown): this {
    const members = [...this].map(copied);
    const names = this.#names;
    const given = names === null ? members : [Object.fromEntries(names.map((name, i) => [name, members[i]]))];
    return Reflect.construct(Sequential, given, this.constructor) as this;
  }

  protected override entries(): [string, unknown][] {
    return super.entries().map(([name, value], index) => [this.#names?.[index] ?? name, value]);
  }

  /** The member at `index`, of its own class where that is known; a negative one counts from the end. */
  override at<I extends Index<Members>>(index: I): Members[I];
  override at(index: number): Members[number];
  override at(index: number): Members[number] {
    return super.at(index);
  }

  override forward(input: Tensor): Tensor {
    if (this.keepsNothing()) return tidyChain(input, this as Iterable<unknown> as Iterable<(value: Tensor) => Tensor>);
    let value: unknown = input;
    for (const module of this as Iterable<AnyModule>) value = module(value);
    return value as Tensor;
  }

  /** Whether what flows between the members can be held by nobody. */
  private keepsNothing(): boolean {
    for (const module of this) {
      const isChain = module instanceof Sequential && module.constructor === Sequential && !module.hasHooks;
      if (!(isChain ? module.keepsNothing() : isTransient(module))) return false;
    }
    return true;
  }
}

/** A list of modules that has no forward of its own. */
export class ModuleList<Member extends AnyModule = Module> extends NumberedModules<never, Member> {
  constructor(modules: Iterable<Member> = []) {
    super(modules);
  }

  protected override childReprs(): [string, string][] {
    return collapseRepeats([...this].map(String));
  }
}

/** Modules by name, without a forward of its own. */
export class ModuleDict<Member extends AnyModule = Module> extends Module<never> {
  readonly #members: Map<string, Member>;

  constructor(modules: Readonly<Record<string, Member>> | Iterable<readonly [string, Member]> = {}) {
    super();
    this.#members = new Map();
    this.update(modules);
  }

  override get length(): number {
    return this.#members.size;
  }

  at(name: string): Member {
    const member = this.#members.get(name);
    if (member === undefined) throw new RangeError(`ModuleDict: no module is called '${name}'`);
    return member;
  }

  setAt(name: string, module: AnyModule): void {
    checkModule(this, module);
    this.#members.set(name, module as Member);
  }

  update(modules: Readonly<Record<string, AnyModule>> | Iterable<readonly [string, AnyModule]>): void {
    const pairs = Symbol.iterator in modules ? modules : Object.entries(modules);
    for (const [name, module] of pairs as Iterable<readonly [string, AnyModule]>) this.setAt(name, module);
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  delete(name: string): void {
    this.#members.delete(name);
  }

  keys(): string[] {
    return [...this.#members.keys()];
  }

  values(): Member[] {
    return [...this.#members.values()];
  }

  items(): [string, Member][] {
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

/** A list of parameters. */
export class ParameterList extends Module<never> {
  readonly #members: Parameter[];

  constructor(parameters: Iterable<Tensor> = []) {
    super();
    this.#members = Array.from(parameters, asParameter);
  }

  override get length(): number {
    return this.#members.length;
  }

  at(index: number): Parameter {
    const member = this.#members.at(index);
    if (member === undefined) throw new RangeError(`index ${index} is out of range`);
    return member;
  }

  append(parameter: Tensor): this {
    this.#members.push(asParameter(parameter));
    return this;
  }

  [Symbol.iterator](): Iterator<Parameter> {
    return this.#members[Symbol.iterator]();
  }

  protected override blank(copied: (part: unknown) => unknown): this {
    return Reflect.construct(ParameterList, [this.#members.map(copied)], this.constructor) as this;
  }

  protected override entries(): [string, unknown][] {
    return this.#members.map((member, index) => [`${index}`, member]);
  }

  protected override setEntry(name: string, value: unknown): void {
    this.#members[Number(name)] = value as Parameter;
  }

  override toString(): string {
    const lines = this.#members.map(({ dtype, shape }, index) => {
      const size = shape.length === 0 ? "" : [...shape].join("x");
      return `  (${index}): Parameter containing: [${dtype.toString()} of size ${size}]`;
    });
    return `ParameterList(${lines.join("\n")})`;
  }
}

function asParameter(tensor: Tensor): Parameter {
  return tensor instanceof Parameter ? tensor : new Parameter(tensor);
}

function checkModule(container: object, value: unknown): void {
  if (value instanceof Module) return;
  const shown = value === null ? "null" : typeof value;
  throw new TypeError(`${container.constructor.name}: expected a module, got ${shown}`);
}
