/** What Python programs print when run by Python, and when ported and run here. */
import { execFileSync } from "node:child_process";
import { format } from "node:util";
import { transformSync } from "oxc-transform";
import { port } from "../../kernel/port/index.ts";
import * as convkernel from "../../src/index.ts";

/** Runs all programs in one process and returns what each prints, and the error that ended it. */
const RUNNER = `
import contextlib, io, json, sys
out = []
for program in json.load(sys.stdin):
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(program, "cell", "exec"), {"__name__": "__main__"})
    except Exception as error:
        printed.write(f"ended: {type(error).__name__}: {error}")
    out.append(printed.getvalue())
json.dump(out, sys.stdout)
`;

export function printedByPython(programs: readonly string[], python = "python3"): string[] {
  const input = JSON.stringify(programs);
  const text = execFileSync(python, ["-c", RUNNER], { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  return JSON.parse(text) as string[];
}

const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (...values: unknown[]) => Promise<void>;

/** What a program prints when it is ported. */
export async function printedByPort(
  python: string,
): Promise<{ readonly printed: string; readonly typescript: string }> {
  const ported = await port([python]).catch((error: unknown) => error as Error);
  if (ported instanceof Error) return { printed: ported.message, typescript: "" };
  const { cells, problems } = ported;
  const typescript = cells[0]!;
  let printed = "";
  const console = {
    log: (...values: unknown[]) => void (printed += `${format(...values)}\n`),
    error: () => undefined,
  };
  const process = { stdout: { write: (text: string) => void (printed += text) } };
  try {
    const { code } = transformSync("cell.ts", typescript, { sourceType: "module" });
    const body = code
      .replace(/^import \{([^}]*)\} from "convkernel";$/m, "const {$1} = convkernel;")
      .replace(/^export \{\};$/m, "");
    await new AsyncFunction("convkernel", "console", "process", body)(convkernel, console, process);
  } catch (error) {
    printed += `ended: ${(error as Error).name}: ${(error as Error).message}`;
  }
  for (const { line, reason } of problems) printed += `\nport: ${line}: ${reason}`;
  return { printed, typescript };
}
