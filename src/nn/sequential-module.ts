import { overloads, required, rest } from "../shape/index.ts";
import { tidyChain, type Tensor } from "../tensor/index.ts";
import { NumberedModules, type AnyModule } from "./container.ts";
import * as is from "./kinds.ts";
import { located } from "./located.ts";
import { wrongMember } from "./member.ts";
import { Module } from "./module.ts";
import { isTransient } from "./transient.ts";

/** The positions that a tuple is known to have; none if its length is unknown. */
type Index<Members extends readonly AnyModule[]> = number extends Members["length"]
  ? never
  : Exclude<Partial<Members>["length"], Members["length"] | undefined>;

const sequentialSignature = overloads("nn.Sequential", {
  numbered: { modules: rest(is.listOf(is.module)) },
  named: { modules: required(is.recordOf(is.module)) },
});

/** The class of what `nn.Sequential` makes. */
export class Sequential<Members extends readonly AnyModule[] = Module[]> extends NumberedModules<
  Tensor,
  Members[number]
> {
  #names: string[] | null;

  constructor(...given: unknown[]) {
    const { form, args } = sequentialSignature.read(given);
    const named = form === "named" ? args.modules : null;
    super((named === null ? args.modules : Object.values(named)) as readonly Members[number][]);
    this.#names = named === null ? null : Object.keys(named);
    this.#names?.forEach((name, index) => this.#show(name, index));
  }

  /** Makes a named member a property, in addition to the entries that the base class lists. */
  #show(name: string, index: number): void {
    if (name in this) throw new TypeError(`Sequential: a member cannot be called '${name}', which every module has`);
    Object.defineProperty(this, name, {
      get: () => super.at(index),
      set: (module: unknown) => {
        if (!(module instanceof Module)) throw wrongMember(name, "child module", module);
        this.setAt(index, module);
      },
      configurable: true,
    });
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

  /** Sets an entry by its member's name if members have names; a new member goes last. */
  protected override setEntry(name: string, value: unknown): void {
    const count = this.length;
    if (this.#names === null && /^\d+$/.test(name) && Number(name) <= count) return super.setEntry(name, value);
    this.#names ??= Array.from({ length: count }, (_, i) => String(i));
    const known = this.#names.indexOf(name);
    if (known >= 0) return super.setEntry(String(known), value);
    this.#names[count] = name;
    super.setEntry(String(count), value);
    this.#show(name, count);
  }

  /** The member at `index`, with its own class where that is known; a negative index counts from the end. */
  override at<I extends Index<Members>>(index: I): Members[I];
  override at(index: number): Members[number];
  override at(...given: unknown[]): Members[number] {
    return super.at(...(given as [number]));
  }

  /** The members keep their names. */
  protected override part(start: number, end?: number): this {
    const named = [...this].map((module, index) => [this.#names?.[index] ?? String(index), module] as const);
    return Reflect.construct(Sequential, [Object.fromEntries(named.slice(start, end))], this.constructor) as this;
  }

  override forward(input: Tensor): Tensor {
    if (this.keepsNothing()) return tidyChain(input, this.#steps());
    let value = input;
    for (const step of this.#steps()) value = step(value);
    return value;
  }

  /** The members to be called one after another; an error says in which member it arose. */
  *#steps(): Generator<(value: Tensor) => Tensor, void> {
    let index = 0;
    for (const module of this as Iterable<AnyModule>) {
      const at = index++;
      yield (value) => {
        try {
          return module(value) as Tensor;
        } catch (error) {
          throw located(error, this.#names?.[at] ?? String(at), module, value);
        }
      };
    }
  }

  /** Whether nothing outside can hold on to the values that flow between the members. */
  private keepsNothing(): boolean {
    for (const module of this) {
      const isChain = module instanceof Sequential && module.constructor === Sequential && !module.hasHooks;
      if (!(isChain ? module.keepsNothing() : isTransient(module))) return false;
    }
    return true;
  }
}
