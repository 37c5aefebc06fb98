import type { AnyModule } from "./container.ts";
import type { Module } from "./module.ts";
import { Sequential as SequentialModule } from "./sequential-module.ts";

export type Sequential<Members extends readonly AnyModule[] = Module[]> = SequentialModule<Members>;

/** The ways to make one; a class declaration alone could not turn the members' names into properties. */
export interface SequentialConstructor {
  readonly prototype: SequentialModule;
  /** Modules that run one after another; `at(0)` is the first. */
  new <Members extends readonly AnyModule[]>(...modules: Members): SequentialModule<Members>;
  /** The same with names: each member is a property, `net.conv.weight`. */
  new <const Named extends Readonly<Record<string, AnyModule>>>(
    modules: Named,
  ): SequentialModule<Named[keyof Named][]> & { -readonly [Name in keyof Named]: Named[Name] };
  // For classes that extend it.
  new (...modules: AnyModule[]): SequentialModule;
  new (modules: Readonly<Record<string, AnyModule>>): SequentialModule;
}

/**
 * Runs its members one after another. Also takes one object of named members, which become its properties.
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.Sequential.html.
 *
 * @example
 * const net = new nn.Sequential(new nn.Linear(4, 3), new nn.Tanh());
 * net(torch.zeros(2, 4)).shape; // torch.Size([2, 3])
 *
 * @example
 * const net = new nn.Sequential({ fc: new nn.Linear(4, 3), act: new nn.Tanh() });
 * net.fc.weight.shape; // torch.Size([3, 4])
 */
export const Sequential: SequentialConstructor = SequentialModule as unknown as SequentialConstructor;
