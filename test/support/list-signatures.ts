/**
 * Every callable with a signature, for test/fixtures/signatures/make.py: its path, and the arguments of each of its forms in order, in
 * Python's spelling.
 *
 * `node test/support/list-signatures.ts` prints it as JSON.
 */
import { signatures, Signature } from "../../src/shape/index.ts";
import { torch } from "../../src/index.ts";
import { functionSignature, methodNames } from "../../src/tensor/method.ts";

export interface ListedArgument {
  readonly name: string;
  readonly expects: string;
  readonly isRequired: boolean;
  readonly isKeyword: boolean;
  readonly isVariadic: boolean;
}

/** An identifier in Python's spelling. */
export const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a}_${b.toLowerCase()}`)
    .replace(/^(torch\.)?atleast(?=\d)/, "$1atleast_");

/** Every signature by its path, including those of torch functions that are also methods. */
export function allSignatures(): typeof signatures {
  for (const name of methodNames())
    if (typeof (torch as Record<string, unknown>)[name] === "function") functionSignature(name);
  return signatures;
}

export function listSignatures(): Record<string, ListedArgument[][]> {
  const listed: Record<string, ListedArgument[][]> = {};
  for (const [path, stated] of [...allSignatures()].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const forms: Signature[] = stated instanceof Signature ? [stated] : Object.values(stated.forms);
    listed[path] = forms.map((form) =>
      Object.entries(form.arguments).map(([name, { kind, isRequired, isKeyword, isVariadic }]) => ({
        name: snake(name),
        expects: kind.expects,
        isRequired,
        isKeyword,
        isVariadic,
      })),
    );
  }
  return listed;
}

if (import.meta.main) console.log(JSON.stringify(listSignatures()));
