/** `convkernel course report`: grades as a table, feedback as pages, points by hand out and in. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { columnsOf, padColumns } from "../contract/columns.ts";
import { gradeOf } from "./cells.ts";
import { CourseError } from "./course-error.ts";
import { formatCsv, parseCsv } from "./csv.ts";
import { feedbackPage } from "./feedback.ts";
import { Gradebook, type StudentGrade } from "./gradebook.ts";
import { gradebookFile } from "./grade.ts";
import { feedbackFolder, sourcesOf, submissionsOf, type Course } from "./layout.ts";
import { readNotebook, UnreadableNotebook, type Notebook } from "./notebook.ts";
import { listed } from "./names.ts";
import { instantOf, lengthOf } from "./time.ts";

/** The columns of nbgrader's export, in its order. */
const COLUMNS = [
  "assignment",
  "duedate",
  "timestamp",
  "student_id",
  "last_name",
  "first_name",
  "email",
  "raw_score",
  "late_submission_penalty",
  "score",
  "max_score",
];

const MANUAL = ["student", "task", "title", "points", "max", "comment", "answer"];

export interface ReportOptions {
  /** The folder of the submissions, which shows when they were handed in. */
  readonly submitted: string;
  readonly csv?: string | undefined;
  readonly html?: string | undefined;
  /** The table for grades by hand. Entries in it that have not been taken over are never overwritten. */
  readonly manual?: string | undefined;
  /** The deadline; a time without a zone is in this machine's. */
  readonly due?: string | undefined;
}

/** What is known about when each student handed in. */
interface Times {
  readonly of: ReadonlyMap<string, string>;
  /** As it was given, with its zone. */
  readonly due: string;
  readonly dueAt: number | undefined;
}

function timesOf(submitted: string, assignment: string, due: string | undefined): Times {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const dueAt = due === undefined ? undefined : instantOf(due, here);
  if (due !== undefined && dueAt === undefined)
    throw new CourseError(
      `expected --due TIME, such as "2026-11-30 23:59" or "2026-11-30 23:59 Asia/Seoul", got "${due}".`,
      "write the time in this form.",
    );
  const isBare = due !== undefined && instantOf(due, "Etc/GMT+12") !== instantOf(due, "Etc/GMT-12");
  return {
    of: new Map(submissionsOf(submitted, assignment).map(({ student, time }) => [student, time])),
    due: due === undefined ? "" : `${due}${isBare ? ` ${here}` : ""}`,
    dueAt,
  };
}

/** ` late by 2 h 5 min`, or that the time is not known. */
function lateness({ of, dueAt }: Times, student: string): string {
  if (dueAt === undefined) return "";
  const at = instantOf(of.get(student) ?? "");
  if (at === undefined) return "   time not known";
  return at > dueAt ? `   late by ${lengthOf(at - dueAt)}` : "";
}

export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

function open(course: Course, assignment: string): Gradebook {
  const file = gradebookFile(course);
  if (!existsSync(file))
    throw new CourseError(
      `There is no gradebook in ${course.root}.`,
      `grade first: convkernel course grade ${assignment}.`,
    );
  return new Gradebook(file, assignment);
}

/** Writes the requested files and returns a line for each; if none was requested, returns a table to read. */
export function report(
  course: Course,
  assignment: string,
  { submitted, csv, html, manual, due }: ReportOptions,
): readonly string[] {
  const book = open(course, assignment);
  try {
    const students = book.all().filter(({ state }) => state === "done");
    const times = timesOf(submitted, assignment, due);
    const said: string[] = [];
    if (csv !== undefined) {
      write(csv, gradesCsv(assignment, students, times));
      said.push(`${students.length} grades -> ${csv}`);
    }
    if (html !== undefined) {
      for (const student of students) {
        const folder =
          html === "" ? feedbackFolder(course, student.student, assignment) : join(html, student.student, assignment);
        const { name } = sourcesOf(course, assignment)[0]!;
        const language = student.language === "ko" ? "ko" : "en";
        const page = feedbackPage(student, executed(course, student.student, assignment, name), language);
        write(join(folder, `${name}.html`), page);
      }
      said.push(`${students.length} pages of feedback -> ${html === "" ? join(course.root, "feedback") : html}`);
    }
    if (manual !== undefined) {
      const rows = manualRows(course, assignment, students);
      keepUntaken(manual, assignment, rows);
      write(manual, formatCsv([MANUAL, ...rows]));
      said.push(
        `${rows.length} answers to grade by hand -> ${manual}. Fill in points and comments, then: convkernel course grade ${assignment} --manual ${manual}`,
      );
    }
    return said.length > 0 ? said : table(assignment, students, times);
  } finally {
    book.close();
  }
}

const total = ({ tasks }: StudentGrade): number =>
  Number(tasks.reduce((sum, task) => sum + (task.points ?? 0), 0).toFixed(2));
const most = ({ tasks }: StudentGrade): number => tasks.reduce((sum, task) => sum + task.max, 0);

/** nbgrader's columns, then one for each task. */
function gradesCsv(assignment: string, students: readonly StudentGrade[], times: Times): string {
  const tasks = [...new Set(students.flatMap((student) => student.tasks.map(({ task }) => task)))];
  const rows = students.map((student) => {
    const points = new Map(student.tasks.map((task) => [task.task, task.points]));
    const score = total(student);
    return [
      assignment,
      times.due,
      times.of.get(student.student) ?? "",
      student.student,
      "",
      "",
      "",
      score,
      0,
      score,
      most(student),
      ...tasks.map((task) => points.get(task) ?? null),
    ];
  });
  return formatCsv([[...COLUMNS, ...tasks], ...rows]);
}

function table(assignment: string, students: readonly StudentGrade[], times: Times): readonly string[] {
  if (students.length === 0)
    return [`Nobody's ${assignment} is graded yet. Next: convkernel course grade ${assignment}`];
  const width = Math.max(7, ...students.map(({ student }) => columnsOf(student)));
  const lines = students.map((student) => {
    const open = student.tasks.filter(({ points }) => points === null).length;
    const flags = student.flags.length > 0 ? `   look at: ${student.flags.join("; ")}` : "";
    return `${padColumns(student.student, width)}  ${String(total(student)).padStart(6)} of ${most(student)}${open > 0 ? `   ${open} by hand` : ""}${lateness(times, student.student)}${flags}`;
  });
  const mean = students.reduce((sum, student) => sum + total(student), 0) / Math.max(1, students.length);
  const open = students.reduce((sum, { tasks }) => sum + tasks.filter(({ points }) => points === null).length, 0);
  const end = `${students.length === 1 ? "1 student" : `${students.length} students`}, mean ${mean.toFixed(1)}`;
  if (open === 0)
    return [...lines, end, `Next: convkernel course report ${assignment} --csv grades.csv, and --html for feedback`];
  return [
    ...lines,
    `${end} so far; ${open === 1 ? "1 answer waits" : `${open} answers wait`} for points by hand`,
    `Next: convkernel course report ${assignment} --manual by-hand.csv`,
  ];
}

function executed(course: Course, student: string, assignment: string, name: string): Notebook | undefined {
  try {
    return readNotebook(join(course.root, "graded", student, assignment, `${name}.ipynb`));
  } catch (error) {
    if (error instanceof UnreadableNotebook) return undefined;
    throw error;
  }
}

/** The table that is about to be overwritten may contain hours of a teacher's work. */
function keepUntaken(file: string, assignment: string, rows: readonly (string | number | null)[][]): void {
  if (!existsSync(file)) return;
  const [head = [], ...written] = parseCsv(readFileSync(file, "utf8"));
  const [student, task, points, comment] = ["student", "task", "points", "comment"].map((name) => head.indexOf(name));
  if (student! < 0 || task! < 0 || points! < 0)
    throw new CourseError(`${file} is there and is no table of grades by hand.`, "name another file.");
  const known = new Map(rows.map((row) => [`${row[0]}\0${row[1]}`, row]));
  const untaken = written.filter((row) => {
    const now = known.get(`${(row[student!] ?? "").normalize("NFC")}\0${row[task!]}`);
    const [given, said] = [(row[points!] ?? "").trim().replace(",", "."), row[comment!] ?? ""];
    return now !== undefined && ((given !== "" && Number(given) !== now[3]) || (said !== "" && said !== now[5]));
  });
  if (untaken.length > 0)
    throw new CourseError(
      `${file} holds points or comments that were not taken yet, for ${listed([...new Set(untaken.map((row) => row[student!]!))])}.`,
      `take them first: convkernel course grade ${assignment} --manual ${file}; or name another file.`,
    );
}

function manualRows(
  course: Course,
  assignment: string,
  students: readonly StudentGrade[],
): (string | number | null)[][] {
  const { name } = sourcesOf(course, assignment)[0]!;
  return students.flatMap((student) => {
    const notebook = executed(course, student.student, assignment, name);
    return student.tasks
      .filter(({ manual }) => manual)
      .map(({ task, title, points, max, comment }) => [
        student.student,
        task,
        title,
        points,
        max,
        comment,
        answerTo(notebook, task),
      ]);
  });
}

/** The answer's text; for a task, the student's own cells below it. */
export function answerTo(notebook: Notebook | undefined, task: string): string {
  if (notebook === undefined) return "";
  const index = notebook.cells.findIndex((cell) => gradeOf(cell)?.grade_id === task);
  if (index < 0) return "";
  const cell = notebook.cells[index]!;
  if (gradeOf(cell)!.task !== true) return cell.source;
  const below = notebook.cells.slice(index + 1);
  const end = below.findIndex((other) => gradeOf(other) !== undefined);
  return (end < 0 ? below : below.slice(0, end)).map(({ source }) => source).join("\n\n");
}

/** Takes over points and comments that a person has filled in. Returns how many; refuses a row that matches nothing. */
export function takeManual(course: Course, assignment: string, file: string): number {
  if (!existsSync(file))
    throw new CourseError(
      `There is no file ${file}.`,
      `write it first: convkernel course report ${assignment} --manual ${file}.`,
    );
  const content = readFileSync(file, "utf8");
  if (content.includes("\uFFFD"))
    throw new CourseError(
      `${file} is not in UTF-8: names would be taken for others.`,
      'save the table as "CSV UTF-8" and take it again.',
    );
  const [head = [], ...rows] = parseCsv(content);
  const column = (name: string): number => {
    const at = head.findIndex((title) => title.trim().toLowerCase() === name);
    if (at < 0) throw new CourseError(`${file} has no column "${name}".`, `expected the columns ${MANUAL.join(", ")}.`);
    return at;
  };
  const [student, task, points, comment] = ["student", "task", "points", "comment"].map(column) as [
    number,
    number,
    number,
    number,
  ];
  const book = open(course, assignment);
  try {
    let taken = 0;
    const faults: string[] = [];
    for (const [index, row] of rows.entries()) {
      if (row.every((value) => value.trim() === "")) continue;
      const text = (row[points] ?? "").trim().replace(",", ".");
      const value = text === "" ? null : Number(text);
      const known = book
        .of((row[student] ?? "").normalize("NFC"))
        ?.tasks.find((one) => one.task === row[task] && one.manual);
      const where = `row ${index + 2}`;
      if (known === undefined)
        faults.push(`${where}: "${row[student]}" has no task "${row[task]}" that is graded by hand`);
      else if (value !== null && !(value >= 0 && value <= known.max))
        faults.push(`${where}: expected points from 0 to ${known.max}, got "${text}"`);
      else if (
        book.setManual((row[student] ?? "").normalize("NFC"), known.task, value, row[comment] ?? "") &&
        value !== null
      )
        taken++;
    }
    if (faults.length > 0)
      throw new CourseError(
        `${file}:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
        "mend these rows and take the file again; the others were taken.",
      );
    return taken;
  } finally {
    book.close();
  }
}
