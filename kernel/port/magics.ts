/** What notebooks have besides Python: IPython's commands and the shell's. Each becomes a comment, with a word where something is missing. */

/** A command whose effect is missing in the translation. */
export interface Lost {
  readonly line: string;
  readonly reason: string;
}

const SHELL: readonly (readonly [RegExp, string | undefined])[] = [
  [/^(?:pip3?|conda|apt(?:-get)?|python -m pip|nvidia-smi)\b/, undefined],
  [
    /^(?:wget|curl|gdown|kaggle)\b/,
    "a download: fetch the file before, or with await fetch(url) and writeFileSync of node:fs",
  ],
  [/^(?:unzip|tar|gunzip)\b/, "it unpacks a file: do it before, in a terminal"],
  [/^git\b/, "it fetches code: the notebook can only import TypeScript"],
  [/^(?:ls|find)\b/, 'it lists files: readdirSync(".") of node:fs does'],
  [/^(?:mkdir|rm|cp|mv)\b/, "it changes files: mkdirSync, rmSync, cpSync, renameSync of node:fs do"],
  [/^(?:cat|head|tail)\b/, 'it shows a file: readFileSync("...", "utf8") of node:fs does'],
];
const MAGICS: readonly (readonly [RegExp, string])[] = [
  [/^%%?timeit\b/, "it measures: performance.now() before and after does"],
  [/^%%capture\b/, "it hides what the cell prints, which is shown here"],
  [/^%(?:run|load)\b/, "it runs a file: port that file, and import it"],
  [/^%cd\b/, 'process.chdir("...") does'],
  [/^%(?:env|set_env)\b/, 'process.env.NAME = "..." does'],
];
/** Cells that are not Python from their second line on. */
const WHOLE: readonly (readonly [RegExp, string])[] = [
  [/^%%writefile\b/, "the cell is a file: writeFileSync of node:fs writes one"],
  [/^%%(?:bash|sh|script|cmd)\b/, "the cell is for a shell: run it in a terminal"],
  [/^%%html\b/i, "the cell is HTML: display.html(`...`) shows it"],
  [/^%%(?:javascript|js)\b/i, "the cell is for the browser: display.html(`<script>...</script>`) takes it there"],
  [/^%%(?:latex|markdown|svg)\b/i, "the cell is text: display.latex, display.markdown, display.svg show it"],
];
const COMMAND = /^[ \t]*(?:%%?\w.*|!.*)$/gm;
const ASSIGNED = /^([ \t]*[\w, ]+=\s*)([!%]\w?.*)$/gm;

/** The source with its commands as comments, line by line, so that later lines keep their numbers. */
export function withoutMagics(source: string): { readonly text: string; readonly lost: readonly Lost[] } {
  const lost: Lost[] = [];
  const note = (line: string, reason: string | undefined): void => {
    if (reason !== undefined) lost.push({ line, reason });
  };
  const [first = ""] = source.trimStart().split("\n");
  const whole = WHOLE.find(([pattern]) => pattern.test(first));
  if (whole !== undefined) {
    note(first, whole[1]);
    return { text: source.replace(/^/gm, "# "), lost };
  }
  const text = source
    .replace(COMMAND, (whole) => {
      const line = whole.trim();
      note(line, reasonOf(line));
      return `# ${line}: ${reasonOf(line) === undefined ? "not needed here" : "see the list at the end"}`;
    })
    .replace(ASSIGNED, (whole, target: string, command: string) => {
      if (command.startsWith("!=")) return whole;
      note(whole.trim(), reasonOf(command) ?? "IPython's own command");
      return `${target}None  # ${command}: see the list at the end`;
    });
  return { text, lost };
}

function reasonOf(line: string): string | undefined {
  if (!line.startsWith("!")) return MAGICS.find(([pattern]) => pattern.test(line))?.[1];
  const command = line.slice(1).trim();
  const known = SHELL.find(([pattern]) => pattern.test(command));
  return known === undefined
    ? "a command for the shell: run it in a terminal, or with execSync of node:child_process"
    : known[1];
}

/** Why a line is not understood: what only Python 2 allows is named. */
export function faultOf(line: string): string {
  if (/^\s*print\s+[^(=\s]/.test(line)) return "print without parentheses is Python 2: write print(...)";
  if (/^\s*except\s+\w[\w.]*\s*,\s*\w+\s*:/.test(line)) return "this is Python 2: write except ... as ...";
  if (/^\s*exec\s+["'\w]/.test(line)) return "exec is Python 2, and has no counterpart";
  return "not understood as Python";
}
