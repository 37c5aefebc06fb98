/** The kernel's own hints, independent of any library. */
import type { Rule } from "./library.ts";

export const ownRules: readonly Rule[] = [
  {
    where: "dropped",
    type: "PromiseLike<unknown>",
    says: "Nothing waits for this promise: the next line runs before it is done. Write await $0",
  },
  {
    where: "keys",
    type: "Iterable<unknown>",
    says: "for ... in goes through names of properties, as texts. Write for (const $3 of $1)",
  },
  { where: "hole", type: "PromiseLike<unknown>", says: "This is a promise, not its value. Write await $0" },
];
