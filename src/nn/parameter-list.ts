import { optional, required, signature } from "../shape/index.ts";
import type { Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

const values = optional(is.orNull(is.iterableOf(is.tensor)), null);
const listSignature = signature("nn.ParameterList", { values });
const listed = {
  at: signature("ParameterList.at", { index: required(is.int) }),
  append: signature("ParameterList.append", { value: required(is.tensor) }),
  extend: signature("ParameterList.extend", { values: required(is.iterableOf(is.tensor)) }),
};

/**
 * A list of parameters; tensors added to it become parameters.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.ParameterList.html.
 *
 * @example
 * new nn.ParameterList([torch.zeros(2)]).parameters().length; // 1
 */
export class ParameterList extends Module<never> {
  readonly #members: Parameter[];

  constructor(values?: Iterable<Tensor> | null);
  constructor(...given: unknown[]) {
    super();
    this.#members = (listSignature.read(given).values ?? []).map(asParameter);
  }

  override get length(): number {
    return this.#members.length;
  }

  at(index: number): Parameter;
  at(...given: unknown[]): Parameter {
    const { index } = listed.at.read(given);
    const member = this.#members.at(index);
    if (member === undefined) throw new RangeError(`index ${index} is out of range`);
    return member;
  }

  append(value: Tensor): this;
  append(...given: unknown[]): this {
    this.#members.push(asParameter(listed.append.read(given).value));
    return this;
  }

  extend(values: Iterable<Tensor>): this;
  extend(...given: unknown[]): this {
    this.#members.push(...listed.extend.read(given).values.map(asParameter));
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
