/**
 * Thirty submissions of one assignment, honest, broken and hostile, graded by our grader and by nbgrader: the points that each gives, and
 * why they differ. `npm run bench -- submissions [ours]`; it ends with a table in Markdown. With `ours` nbgrader is left out.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gradeOf, isAnswer } from "../../kernel/course/cells.ts";
import { parseCsv } from "../../kernel/course/csv.ts";
import { grade } from "../../kernel/course/grade.ts";
import { Gradebook } from "../../kernel/course/gradebook.ts";
import { whyNoWalls } from "../../kernel/course/isolation.ts";
import { sourcesOf } from "../../kernel/course/layout.ts";
import { defaultLimits } from "../../kernel/course/limits.ts";
import { formatNotebook, readNotebook, type Cell, type Notebook } from "../../kernel/course/notebook.ts";
import { release } from "../../kernel/course/release.ts";
import { own } from "../support/assignment.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { canShutIn, makeNbgrader, nbgrader, nbgraderShutIn } from "../support/nbgrader.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";

const assignment = "a1-convolution";
const file = "convolution.ipynb";
const folder = temporaryFolder("submissions");
const root = join(folder.path, "course");
const submitted = join(root, "submitted");
cpSync(join(projectRoot, "notebooks", "assignments"), root, { recursive: true });
const course = { root };
await release(course, assignment, { limits: defaultLimits });
const released = readNotebook(join(root, "release", assignment, file));
const [source] = sourcesOf(course, assignment);
const answers: Record<string, string> = {};
for (const cell of source!.notebook.cells.filter(isAnswer))
  answers[gradeOf(cell)!.grade_id] = cell.source
    .split("\n")
    .filter((line) => !/(BEGIN|END) SOLUTION/.test(line))
    .join("\n");
const [size, convolve] = [answers["size-answer"]!, answers["convolve-answer"]!];

const map = (notebook: Notebook, change: (cell: Cell) => readonly Cell[]): Notebook => ({
  ...notebook,
  cells: notebook.cells.flatMap(change),
});
/** The right answers, with some of them replaced. */
const answered = (changed: Readonly<Record<string, string>> = {}): Notebook =>
  map(released, (cell) => [{ ...cell, source: changed[cell.id] ?? answers[cell.id] ?? cell.source }]);
/** A cell that the student added before the second answer. */
const withCell = (text: string): Notebook =>
  map(answered(), (cell) => (cell.id === "convolve-answer" ? [own("own", text), cell] : [cell]));
const ending = (text: string): string => convolve.replace("return result;", text);
const wrong = "function convolve(x: Tensor, weight: Tensor): Tensor { return torch.zeros([2, 3, 4]); }";

interface Submission {
  readonly name: string;
  readonly notebook: Notebook | string;
  /** Why the two graders differ, if they do. */
  readonly why?: string;
  readonly file?: string;
  /** nbgrader has nothing to stop it, so it runs there as a user with few rights in a copy of the course; only root can do that. */
  readonly isHarmful?: true;
}

const submissions: readonly Submission[] = [
  { name: "perfect", notebook: answered() },
  { name: "untouched", notebook: released },
  { name: "off by one", notebook: answered({ "size-answer": size.replace(" + 1;", ";") }) },
  { name: "bias forgotten", notebook: answered({ "convolve-answer": convolve.replace(".add(bias.at(o))", "") }) },
  { name: "endless loop", notebook: answered({ "convolve-answer": ending("while (true) {}") }) },
  { name: "process.exit", notebook: answered({ "convolve-answer": ending("process.exit(0);") }) },
  {
    name: "tests edited",
    notebook: answered({ "output-size": "// all fine", "size-answer": size.replace(" + 1;", ";") }),
  },
  {
    name: "test deleted",
    notebook: map(answered(), (cell) => (cell.id === "convolve" ? [] : [cell])),
    why: "nbgrader does not miss the test; the one behind it, which uses its variables, fails too",
  },
  {
    name: "answer copied",
    notebook: map(answered(), (cell) => (cell.id === "convolve-answer" ? [cell, { ...cell, id: "copy" }] : [cell])),
    why: "nbgrader refuses two cells of one id",
  },
  {
    name: "console.warn",
    notebook: answered({ "convolve-answer": ending('console.warn("hm"); return result;') }),
    why: "for nbgrader a word on stderr is a failure (`--stderr-fails` here)",
  },
  {
    name: "kernel python3",
    notebook: {
      ...answered(),
      metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } },
    },
  },
  { name: "syntax error", notebook: answered({ "size-answer": "function outputSize( {" }) },
  {
    name: "memory hog",
    notebook: answered({
      "convolve-answer": ending("const a: number[][] = []; for (;;) a.push(new Array(1e6).fill(1));"),
    }),
  },
  {
    name: "300 MB of output",
    notebook: answered({
      "convolve-answer": ending('for (let k = 0; k < 3e6; k++) console.log("x".repeat(100)); return result;'),
    }),
  },
  {
    name: "assert and tensors patched",
    notebook: answered({
      "convolve-answer": `import assert from "node:assert";
for (const k of Object.keys(assert)) try { (assert as any)[k] = () => {} } catch {}
(torch.Tensor.prototype as any).sub = () => torch.zeros(1); Math.abs = () => 0; Number.isFinite = () => true;
${wrong}`,
    }),
  },
  {
    name: "an added cell that never ends",
    notebook: map(released, (cell) =>
      cell.id === "size-answer" ? [own("never", "await new Promise(() => {})"), cell] : [cell],
    ),
  },
  {
    name: "metadata stripped",
    notebook: map(answered(), (cell) => [{ ...cell, id: `x${cell.id.length}-${cell.source.length}`, metadata: {} }]),
    why: "nbgrader grades nothing, and says so nowhere; here cells are known by text and place",
  },
  { name: "broken JSON", notebook: '{"cells": [' },
  { name: "renamed", notebook: answered(), file: "convolution (1).ipynb", why: "nbgrader looks for the one name" },
  { name: "type error", notebook: answered({ "convolve-answer": `${convolve}\nconst s: string = 5;` }) },
  {
    name: "fork bomb",
    notebook: withCell(
      'import { spawn } from "node:child_process";\nspawn("sh", ["-c", "b() { b | b & }; b"], { detached: true, stdio: "ignore" }); await new Promise(r => setTimeout(r, 3000)); 1',
    ),
    isHarmful: true,
  },
  {
    name: "10 GB",
    notebook: withCell(
      "const big: Buffer[] = []; for (let i = 0; i < 100; i++) big.push(Buffer.alloc(100e6, 1)); big.length",
    ),
    why: "the answers of the process that was lost are gone in both; the setup runs again only here",
  },
  {
    name: "1 GB of output",
    notebook: withCell('for (let i = 0; i < 1000; i++) process.stdout.write("y".repeat(1e6)); 1'),
  },
  {
    name: "reads the gradebook, deletes the course",
    notebook: withCell(`import { existsSync, readdirSync, rmSync } from "node:fs";
const root = ${JSON.stringify(root)};
console.log("source", existsSync(root + "/source"), "processes", readdirSync("/proc").filter((name) => Number(name) > 0).length);
try { rmSync(root, { recursive: true }) } catch (e) { console.log(String(e)) }`),
    isHarmful: true,
  },
  {
    name: "language patched",
    notebook: answered({
      "convolve-answer": `JSON.stringify = () => "{}"; Array.prototype.push = () => 0; Promise.prototype.then = () => 5 as any;\n${wrong}`,
    }),
  },
  {
    name: "forged messages",
    notebook: answered({
      "convolve-answer": `import { writeSync } from "node:fs";
function convolve(): Tensor {
  const nonce = Object.getOwnPropertyNames(globalThis).filter((name) => /^[0-9a-f]{24}$/.test(name));
  for (const task of ["convolve", "an even kernel", "one channel", "convolve with options"])
    for (const type of nonce) void (globalThis as any).jupyter.broadcast(type, { task, kind: "close", passed: true, why: "", rtol: 1, atol: 1e9,
      got: { kind: "nothing" }, expected: { kind: "nothing" } });
  for (const fd of [1, 3, 4, 5]) try { writeSync(fd, JSON.stringify({ kind: "outcome", parent: "cell-9", outcome: { kind: "ok" } })) } catch {}
  return torch.zeros([2, 3, 4]);
}`,
    }),
  },
  {
    name: "detached children",
    notebook: withCell(
      'import { spawn } from "node:child_process";\nfor (let i = 0; i < 5; i++) spawn("sleep", ["313"], { detached: true, stdio: "ignore" }).unref(); 1',
    ),
  },
  { name: "link to the source", notebook: answered() },
  {
    name: "inputs changed by the answer",
    notebook: answered({
      "convolve-answer":
        "function convolve(x: Tensor, w: Tensor, b: Tensor, {} = {}): Tensor { torch.noGrad(() => { x.zero_(); w.zero_(); b.zero_(); }); return torch.zeros([2, 5, 6]); }",
    }),
    why: "zeros are right once the answer has made the test's own inputs zero; here they are held against the solution's run",
  },
  { name: "김민지 (é)", notebook: answered() },
];

for (const { name, notebook, file: other } of submissions) {
  const place = join(submitted, name, assignment);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, other ?? file), typeof notebook === "string" ? notebook : formatNotebook(notebook));
}
symlinkSync(join(root, "source", assignment, file), join(submitted, "link to the source", assignment, "solution.txt"));

await grade(
  course,
  assignment,
  {
    submitted,
    slots: 2,
    limits: { ...defaultLimits, cellMs: 15_000, totalMs: 120_000 },
    network: false,
    again: false,
    trust: whyNoWalls() !== null,
    stderrFails: false,
  },
  console.log,
);
const book = new Gradebook(join(root, "gradebook.convkernel.db"), assignment);
const ours = new Map(book.all().map((student) => [student.student, student]));
book.close();

const theirs = new Map<string, string>();
if (process.argv[2] !== "ours") {
  makeNbgrader();
  const env = jupyterIn(join(folder.path, "jupyter"));
  const options = [assignment, "--force", "--Execute.timeout=15"];
  await nbgrader(["generate_assignment", ...options], root, env);
  const autograde = (name: string): string[] => ["autograde", ...options, "--student", name];
  const failed = (name: string) => (error: Error) =>
    theirs.set(name, `fails: ${/(?:ERROR|CRITICAL)\] (.*)/.exec(error.message)?.[1]?.slice(0, 80) ?? "no word"}`);
  const take = (grades: string, wanted: (name: string) => boolean): void => {
    const [head, ...rows] = parseCsv(readFileSync(grades, "utf8"));
    for (const row of rows) {
      const name = row[head!.indexOf("student_id")]!;
      if (wanted(name) && !theirs.has(name)) theirs.set(name, String(Number(row[head!.indexOf("raw_score")])));
    }
  };
  for (const [i, { name, isHarmful }] of submissions.entries()) {
    console.log(`nbgrader ${i + 1}/${submissions.length}: ${name}`);
    if (isHarmful !== true) await nbgrader(autograde(name), root, env).catch(failed(name));
    else if (!canShutIn) theirs.set(name, "not run: only root can shut it in");
    else
      await nbgraderShutIn([autograde(name), ["export"]], root, join(folder.path, `apart-${i}`))
        .then((copy) => take(join(copy, "grades.csv"), (student) => student === name))
        .catch(failed(name));
  }
  await nbgrader(["export"], root, env);
  take(join(root, "grades.csv"), () => true);
}

const table = submissions.map(({ name, why = "" }) => {
  const student = ours.get(name.normalize("NFC"))!;
  const points = student.tasks.reduce((sum, task) => sum + (task.points ?? 0), 0);
  const score = student.tasks.flatMap(({ manual, points: each }) => (manual ? [] : [each ?? "?"])).join(" + ");
  return `| ${name} | ${score} = ${points} | ${theirs.get(name) ?? ""} | ${why} | ${student.flags.concat(student.notes).join("; ")} |`;
});
console.log(
  [
    "| submission | ours | nbgrader | why they differ | flags and notes |",
    "| --- | --- | --- | --- | --- |",
    ...table,
  ].join("\n"),
);
console.log(existsSync(join(root, "source", assignment, file)) ? "The course is as it was." : "THE COURSE IS GONE.");
folder.remove();
