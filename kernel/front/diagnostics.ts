/** Type diagnostics as one compact block below a cell, and as the error of a cell that is checked strictly. */
import type { Report } from "../language/service/report.ts";
import type { Diagnostic } from "../contract/language.ts";
import type { DisplayContent, ErrorContent } from "../contract/runner.ts";

/** The diagnostics worth showing to a user: suggestions are for editors. */
export function worthShowing(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity !== "suggestion");
}

/** The block, or undefined if there is nothing to report. */
export async function diagnosticsBlock(
  source: string,
  n: number,
  diagnostics: readonly Diagnostic[],
): Promise<DisplayContent | undefined> {
  const report = await reportOf(source, n, diagnostics);
  if (report === undefined) return undefined;
  return { data: { "text/plain": report.text, "text/html": report.html }, metadata: {}, transient: {} };
}

/** The error of a strict cell that fails its type check, or undefined if it passes. */
export async function strictError(
  source: string,
  n: number,
  diagnostics: readonly Diagnostic[],
): Promise<ErrorContent | undefined> {
  // Code 0 marks messages of the service about itself.
  const errors = diagnostics.filter(({ severity, code }) => severity === "error" && code !== 0);
  const report = await reportOf(source, n, errors);
  if (report === undefined) return undefined;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return {
    ename: "TypeScriptError",
    evalue: `${errors[0]!.message.split("\n")[0]}${more}`,
    traceback: [...report.text.split("\n"), "The cell was not run: it is checked strictly."],
  };
}

/** Loaded at the first diagnostic: its character tables would add 15 ms to the kernel's start. */
async function reportOf(source: string, n: number, diagnostics: readonly Diagnostic[]): Promise<Report | undefined> {
  if (diagnostics.length === 0) return undefined;
  const { formatReport } = await import("../language/service/report.ts");
  return formatReport(source, n, diagnostics);
}
