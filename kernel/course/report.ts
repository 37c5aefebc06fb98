/** `convkernel course report`: grades as a table and for spreadsheets, feedback as pages, and what is to be graded by hand. */
import { join } from "node:path";
import { columnsOf, padColumns } from "../contract/columns.ts";
import { giveOut } from "./by-hand.ts";
import { CourseError } from "./course-error.ts";
import { formatCsv } from "./csv.ts";
import { feedbackPage } from "./feedback.ts";
import { executed, openGradebook, write } from "./graded.ts";
import { sumOf, type StudentGrade } from "./gradebook.ts";
import { feedbackFolder, sourcesOf, submissionsOf, type Course } from "./layout.ts";
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

/** Writes the requested files and returns a line for each; if none was requested, returns a table to read. */
export function report(
  course: Course,
  assignment: string,
  { submitted, csv, html, manual, due }: ReportOptions,
): readonly string[] {
  const book = openGradebook(course, assignment);
  try {
    const students = book.all().filter(({ state }) => state === "done");
    const times = timesOf(submitted, assignment, due);
    const said: string[] = [];
    if (csv !== undefined) {
      write(csv, gradesCsv(assignment, students, times));
      said.push(`${students.length} grades -> ${csv}`);
      if (html === undefined && manual === undefined)
        said.push(`Next: convkernel course report ${assignment} --html for feedback`);
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
      said.push(
        `${students.length} pages of feedback -> ${html === "" ? join(course.root, "feedback") : html}`,
        "Next: give each student their own page; it needs no other file.",
      );
    }
    if (manual !== undefined) {
      const count = giveOut(manual, course, assignment, students);
      said.push(
        `${count} answers to grade by hand -> ${manual}. Fill in points and comments, then: convkernel course grade ${assignment} --manual ${manual}`,
      );
    }
    return said.length > 0 ? said : table(assignment, students, times);
  } finally {
    book.close();
  }
}

/** nbgrader's columns, then one for each task. */
function gradesCsv(assignment: string, students: readonly StudentGrade[], times: Times): string {
  const tasks = [...new Set(students.flatMap((student) => student.tasks.map(({ task }) => task)))];
  const rows = students.map((student) => {
    const given = new Map(student.tasks.map((task) => [task.task, task.points]));
    const { points: score, max } = sumOf(student.tasks);
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
      max,
      ...tasks.map((task) => given.get(task) ?? null),
    ];
  });
  return formatCsv([[...COLUMNS, ...tasks], ...rows]);
}

function table(assignment: string, students: readonly StudentGrade[], times: Times): readonly string[] {
  if (students.length === 0)
    return [`Nobody's ${assignment} is graded yet. Next: convkernel course grade ${assignment}`];
  const width = Math.max(7, ...students.map(({ student }) => columnsOf(student)));
  const lines = students.map((student) => {
    const { points, max, open } = sumOf(student.tasks);
    const flags = student.flags.length > 0 ? `   look at: ${student.flags.join("; ")}` : "";
    return `${padColumns(student.student, width)}  ${String(points).padStart(6)} of ${max}${open > 0 ? `   ${open} by hand` : ""}${lateness(times, student.student)}${flags}`;
  });
  const { points, open } = sumOf(students.flatMap(({ tasks }) => tasks));
  const mean = points / students.length;
  const end = `${students.length === 1 ? "1 student" : `${students.length} students`}, mean ${mean.toFixed(1)}`;
  if (open === 0)
    return [...lines, end, `Next: convkernel course report ${assignment} --csv grades.csv, and --html for feedback`];
  return [
    ...lines,
    `${end} so far; ${open === 1 ? "1 answer waits" : `${open} answers wait`} for points by hand`,
    `Next: convkernel course report ${assignment} --manual by-hand.csv`,
  ];
}
