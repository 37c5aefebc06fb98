/**
 * A class of 200 graded by our grader, compared with nbgrader and nbclient, and with our grader killed three times on the way.
 * `npm run bench -- grading [SUBMISSIONS] [PEER SUBMISSIONS]`, 200 and 6 by default: the others are so much slower that a few submissions
 * show it. It says how far it is as it goes, because 200 take a quarter of an hour in all.
 */
import { spawn } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gradeOf, isAnswer } from "../../kernel/course/cells.ts";
import { Gradebook } from "../../kernel/course/gradebook.ts";
import { sourcesOf } from "../../kernel/course/layout.ts";
import { readNotebook, writeNotebook, type Notebook } from "../../kernel/course/notebook.ts";
import { jupyterIn } from "../support/jupyter.ts";
import { memoryOfTree } from "../support/memory.ts";
import { makeNbgrader, nbgrader } from "../support/nbgrader.ts";
import { execute } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";
import { write } from "../support/assignment.ts";
import { temporaryFolder } from "../support/temporary.ts";

const [count = 200, peers = 6] = process.argv.slice(2).map(Number);
const assignment = "a1-convolution";
const folder = temporaryFolder("grading");
const root = join(folder.path, "course");
const gradebook = join(root, "gradebook.convkernel.db");
cpSync(join(projectRoot, "notebooks", "assignments"), root, { recursive: true });

const cli = (...args: string[]): string[] => [
  join(projectRoot, "dist", "kernel", "course", "cli.js"),
  ...args,
  "--course",
  root,
];
const progress = (what: string, from: number): void =>
  console.log(`  … ${what}, ${((performance.now() - from) / 1000).toFixed(0)} s`);
const run = (args: string[], killAfterMs?: number): Promise<{ seconds: number; mostMb: number }> =>
  new Promise((resolve) => {
    const from = performance.now();
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, done, all] = /^\[ *(\d+)\/(\d+)\]/.exec(line)?.map(Number) ?? [];
      if (done !== undefined && done % 20 === 0) progress(`${done} of ${all}`, from);
    });
    let mostMb = 0;
    const look = setInterval(() => (mostMb = Math.max(mostMb, memoryOfTree(child.pid!))), 500);
    const kill = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    child.on("close", (code, signal) => {
      clearInterval(look);
      clearTimeout(kill);
      if (code !== 0 && kill === undefined) throw new Error(`${args.join(" ")} ended with ${code ?? signal}`);
      resolve({ seconds: (performance.now() - from) / 1000, mostMb });
    });
  });

await run(cli("release", assignment));
const [source] = sourcesOf({ root }, assignment);
const released = readNotebook(join(root, "release", assignment, "convolution.ipynb"));
const answers = new Map(source!.notebook.cells.filter(isAnswer).map((cell) => [gradeOf(cell)!.grade_id, cell.source]));
/** Every second one is right; the others forget the bias, are off by one, or are empty. */
const variants: ((id: string, text: string) => string)[] = [
  (_, text) => text,
  (id, text) => (id === "convolve-answer" ? text.replace(".add(bias.at(o))", "") : text),
  (_, text) => text,
  (id, text) => (id === "size-answer" ? text.replace(" + 1;", ";") : text),
];
const submission = (i: number): Notebook => ({
  ...released,
  cells: released.cells.map((cell) => {
    const id = gradeOf(cell)?.grade_id ?? "";
    const text = answers
      .get(id)
      ?.split("\n")
      .filter((line) => !/(BEGIN|END) SOLUTION/.test(line))
      .join("\n");
    return text === undefined ? cell : { ...cell, source: variants[i % variants.length]!(id, text) };
  }),
});
for (let i = 0; i < count; i++)
  write(root, `submitted/s${String(i).padStart(3, "0")}/${assignment}/convolution.ipynb`, submission(i));

const table = (): string => {
  const book = new Gradebook(gradebook, assignment);
  const text = book
    .all()
    .map(({ student, state, tasks }) => `${student} ${state} ${tasks.map(({ points }) => points).join(" ")}`)
    .join("\n");
  book.close();
  return text;
};
const doneOf = (text: string): number => text.split("\n").filter((line) => / done /.test(line)).length;
const rate = (n: number, seconds: number): string => `${((n / seconds) * 60).toFixed(0).padStart(5)} a minute`;

console.log(`${count} submissions of ${assignment}`);
const whole = await run(cli("grade", assignment));
console.log(
  `ours                 ${rate(count, whole.seconds)}   ${whole.seconds.toFixed(0)} s, at most ${whole.mostMb.toFixed(0)} MB with all runners`,
);
const expected = table();

for (const file of [gradebook, `${gradebook}-wal`, `${gradebook}-shm`]) if (existsSync(file)) rmSync(file);
for (const part of [0.2, 0.2, 0.2]) {
  await run(cli("grade", assignment), whole.seconds * part * 1000);
  console.log(`killed with ${doneOf(table())} of ${count} done`);
}
await run(cli("grade", assignment));
console.log(`resumed: ${table() === expected ? "the same table to the byte" : "ANOTHER TABLE"}`);

const env = jupyterIn(join(folder.path, "jupyter"));
let from = performance.now();
for (let i = 0; i < peers; i++) {
  const place = join(folder.path, `client-${i}`);
  write(place, "notes.txt", "");
  await execute(submission(i) as never, place, env).catch(() => {});
  progress(`nbclient ${i + 1} of ${peers}`, from);
}
console.log(`nbclient, our kernel ${rate(peers, (performance.now() - from) / 1000)}`);
makeNbgrader();
const peerRoot = join(folder.path, "nbgrader");
cpSync(join(projectRoot, "notebooks", "assignments"), peerRoot, { recursive: true });
await nbgrader(["generate_assignment", assignment], peerRoot, env);
for (let i = 0; i < peers; i++) {
  write(peerRoot, `submitted/s${i}/${assignment}/notes.txt`, "");
  writeNotebook(join(peerRoot, "submitted", `s${i}`, assignment, "convolution.ipynb"), submission(i));
}
console.log(`  … nbgrader grades ${peers}; it says nothing before it has done`);
from = performance.now();
await nbgrader(["autograde", assignment], peerRoot, env);
console.log(`nbgrader             ${rate(peers, (performance.now() - from) / 1000)}`);
folder.remove();
