/**
 * Every callable's arguments as the documentation site shows them: in torch's order, with kinds and defaults.
 *
 * `node test/support/signature-lines.ts` prints them as JSON: each path with the arguments of each of its forms.
 */
import { inspect } from "node:util";
import { Signature } from "../../src/shape/index.ts";
import type { ShownArgument } from "../../kernel/setup/docs/reference.ts";
import { allSignatures } from "./list-signatures.ts";

export function signatureLines(): Record<string, ShownArgument[][]> {
  const lines: Record<string, ShownArgument[][]> = {};
  for (const [path, stated] of allSignatures()) {
    const forms = stated instanceof Signature ? [stated] : Object.values(stated.forms);
    lines[path] = forms.map((form) =>
      Object.entries(form.arguments).map(([name, { kind, isRequired, default: value, isKeyword, isRest }]) => ({
        name: isRest === true ? `...${name}` : name,
        expects: kind.expects,
        isRequired,
        isKeyword,
        ...(!isRequired && value !== undefined && { default: inspect(value, { breakLength: Infinity }) }),
      })),
    );
  }
  return lines;
}

if (import.meta.main) console.log(JSON.stringify(signatureLines()));
