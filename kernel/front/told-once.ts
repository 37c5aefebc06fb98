/** What type diagnostics add to a cell's runtime error, so that each mistake is reported only once. */
import { stripVTControlCharacters } from "node:util";
import type { Diagnostic } from "../contract/language.ts";
import type { ErrorContent } from "../contract/runner.ts";

/** Runtime messages of V8 and the kernel, and TypeScript's codes for the same mistake. */
const SAME: readonly { readonly said: RegExp; readonly codes: readonly number[] }[] = [
  { said: / is not defined$/, codes: [2304, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2867, 2868] },
  { said: /^Cannot find (?:package|module) '|^No such built-in module: /, codes: [2307, 2792, 2882, 7016] },
  { said: / does not provide an export named '| has no default export\./, codes: [1192, 2305, 2613, 2614, 2724] },
  { said: /^Assignment to constant variable\.$/, codes: [2588] },
  { said: / is not a function/, codes: [2339, 2349, 2550, 2551] },
  { said: / is not a constructor$/, codes: [2351] },
  { said: /^Class constructor .* cannot be invoked without 'new'$/, codes: [2348] },
  {
    said: /^Cannot (?:read|set) properties of (?:undefined|null)/,
    codes: [2531, 2532, 2533, 18_047, 18_048, 18_049, 18_050],
  },
  { said: /^Cannot mix BigInt and other types/, codes: [2365] },
  { said: /^Cannot convert a Symbol value/, codes: [2469, 2731] },
  { said: /^Cannot use 'in' operator/, codes: [2322, 2361, 2638] },
  { said: / is not iterable/, codes: [2461, 2488, 2569] },
  { said: /^Cannot access '.*' before initialization$/, codes: [2448, 2449, 2454] },
];

/** The diagnostics of a cell that did not fail. */
export const ofSuccess = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ ifRead }) => ifRead === undefined);

/** The property that could not be read because its object is null or undefined, in V8's words. */
const NULL_READ =
  /^Cannot (?:(?:read|set) properties of (?:null|undefined) \((?:reading|setting) '(.*)'\)|destructure property '([^']*)' of )/;

/** The hints on code of cell n that hold because the read that failed is the one they are about. */
export function onNullRead(
  diagnostics: readonly Diagnostic[],
  { evalue, traceback }: ErrorContent,
  n: number,
): readonly Diagnostic[] {
  const [, read, destructured] = NULL_READ.exec(evalue) ?? [];
  const place = failedPlace(traceback);
  if (place?.n !== n) return [];
  return diagnostics.filter(
    ({ ifRead, start, end }) =>
      ifRead !== undefined && ifRead === (read ?? destructured) && start.line <= place.line && place.line <= end.line,
  );
}

/** The diagnostics of cell n that the error does not already report; of those that it does, only what they add. */
export function notTold(diagnostics: readonly Diagnostic[], error: ErrorContent, n: number): readonly Diagnostic[] {
  const { evalue, traceback } = error;
  const told = new Set(SAME.filter(({ said }) => said.test(evalue.split("\n", 1)[0]!)).flatMap(({ codes }) => codes));
  const line = failedLine(traceback, n);
  return ofSuccess(diagnostics).flatMap((diagnostic): Diagnostic[] => {
    if (!told.has(diagnostic.code) || !isAbout(diagnostic, evalue, line)) return [diagnostic];
    // The first sentence is the mistake, what follows is the way out.
    const rest = diagnostic.message.replace(/^[^\n]*?[.?!](?: +|$)/, "").split("\n", 1)[0]!;
    return rest === "" || evalue.includes(rest) ? [] : [{ ...diagnostic, message: rest }];
  });
}

/** Whether the diagnostic is on the line that failed, or is about a name that the error mentions. */
function isAbout({ start, message }: Diagnostic, evalue: string, line: number | undefined): boolean {
  const names = [...message.matchAll(/'([^']+)'/g)].map(([, name]) => name!);
  return start.line === line || names.some((name) => evalue.includes(name));
}

/** The innermost place in a cell: tracebacks begin at the outermost. */
function failedPlace(traceback: readonly string[]): { readonly n: number; readonly line: number } | undefined {
  const [own = ""] = stripVTControlCharacters(traceback.join("\n")).split("\nCaused by:\n", 1);
  const found = [...own.matchAll(/^Cell In\[(\d+)\], line (\d+)/gm)].at(-1);
  return found === undefined ? undefined : { n: Number(found[1]), line: Number(found[2]) };
}

/** The line of the cell that the traceback names first. */
function failedLine(traceback: readonly string[], n: number): number | undefined {
  const found = new RegExp(`Cell In\\[${n}\\], line (\\d+)`).exec(stripVTControlCharacters(traceback.join("\n")));
  return found === null ? undefined : Number(found[1]);
}
