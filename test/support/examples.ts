/** Finds and runs the examples in doc comments, and checks what their trailing comments promise. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { parseSync } from "oxc-parser";
import { transformSync } from "oxc-transform";

export interface Example {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

/** Every `@example` and every ts code block in the doc comments below `folder`. */
export function findExamples(folder: string): Example[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
      const body = comment[0].slice(3, -2).replace(/^\s*\* ?/gm, "");
      const found = [...body.matchAll(/@example\n([\s\S]*?)(?=\n@|$)|```ts\n([\s\S]*?)```/g)];
      const line = text.slice(0, comment.index).split("\n").length;
      return found.map(([, tagged, fenced]) => ({ file, line, code: (tagged ?? fenced)! }));
    });
  });
}

/** Runs an example with these names in scope; returns what it shows and what its comments say. */
export async function runExample(
  code: string,
  scope: Readonly<Record<string, unknown>>,
): Promise<{ readonly got: string; readonly want: string }[]> {
  const { program, comments } = parseSync("example.ts", code);
  const shown: { got: string; want: string }[] = [];
  let source = code;
  for (const statement of [...program.body].reverse()) {
    if (statement.type !== "ExpressionStatement") continue;
    const rest = code.slice(statement.end).split("\n", 1)[0]!;
    const comment = comments.find(({ start }) => start >= statement.end && start <= statement.end + rest.length);
    if (comment === undefined) continue;
    const expression = code.slice(statement.expression.start, statement.expression.end);
    const call = `show(await (${expression}), ${JSON.stringify(comment.value.trim())});`;
    source = source.slice(0, statement.start) + call + source.slice(statement.end);
  }
  const show = (value: unknown, want: string): void => void shown.push({ got: plainText(value, want), want });
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<void>;
  // `var`, as in `torch.var`, is a reserved word in JavaScript
  const names = Object.keys(scope).filter((name) => name !== "var");
  const { code: plain } = transformSync("example.ts", source, { sourceType: "module" });
  const body = plain.replace(/^export (\{\};)?/gm, "");
  // In a separate block, where it may redeclare names that are in scope.
  await new AsyncFunction("show", ...names, `{${body}}`)(show, ...names.map((name) => scope[name]));
  return shown;
}

/** A value in the form that a one-line comment uses. */
function plainText(value: unknown, want: string): string {
  const shown = ArrayBuffer.isView(value) ? Array.from(value as unknown as Iterable<unknown>) : value;
  const isBare = typeof shown === "string" && !want.startsWith('"');
  const text = isBare
    ? shown
    : typeof shown === "string"
      ? JSON.stringify(shown)
      : inspect(shown, { depth: null, breakLength: Infinity });
  return text.replace(/\s*\n\s*/g, " ").replace(/([[{(]) | ([\]})])/g, "$1$2");
}
