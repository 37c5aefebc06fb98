/** Type diagnostics as one compact block below a cell, and as the error of a cell that is checked strictly. */
import type { Diagnostic } from "../language/types.ts";
import type { DisplayContent, ErrorContent } from "./runner.ts";

/** What is worth a user's eye: suggestions are for editors. */
export function worthShowing(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity !== "suggestion");
}

export function diagnosticsBlock(diagnostics: readonly Diagnostic[], n: number): DisplayContent {
  const lines = diagnostics.map((diagnostic) => line(diagnostic, n));
  const style = "margin:0;padding:2px 0 2px 8px;border-left:3px solid #d9a400;white-space:pre-wrap;font-size:.9em";
  return {
    data: {
      "text/plain": lines.join("\n"),
      "text/html": `<pre style="${style}">${lines.map(escape).join("\n")}</pre>`,
    },
    metadata: {},
    transient: {},
  };
}

/** The error of a strict cell that does not check; undefined where it does. */
export function strictError(diagnostics: readonly Diagnostic[], n: number): ErrorContent | undefined {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  if (errors.length === 0) return undefined;
  const first = errors[0]!;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return {
    ename: "TypeScriptError",
    evalue: `${first.message}${more}`,
    traceback: [...errors.map((error) => line(error, n)), "The cell was not run: it is checked strictly."],
  };
}

function line({ severity, code, message, start }: Diagnostic, n: number): string {
  return `Cell In[${n}], line ${start.line}, column ${start.column}: ${severity} TS${code}: ${message}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
