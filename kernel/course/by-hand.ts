/** Points by hand: a table goes out with the answers, and comes back with points and comments. */
import { existsSync, readFileSync } from "node:fs";
import { cellsBelow, gradeOf } from "./cells.ts";
import { CourseError } from "./course-error.ts";
import { formatCsv, parseCsv } from "./csv.ts";
import { executed, openGradebook, write } from "./graded.ts";
import type { StudentGrade } from "./gradebook.ts";
import { sourcesOf, type Course } from "./layout.ts";
import { listed } from "./names.ts";
import type { Notebook } from "./notebook.ts";

const COLUMNS = ["student", "task", "title", "points", "max", "comment", "answer"];

/** Writes the table, and returns how many answers are in it. Entries that have not been taken over are never overwritten. */
export function giveOut(file: string, course: Course, assignment: string, students: readonly StudentGrade[]): number {
  const rows = rowsOf(course, assignment, students);
  keepUntaken(file, assignment, rows);
  write(file, formatCsv([COLUMNS, ...rows]));
  return rows.length;
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

function rowsOf(course: Course, assignment: string, students: readonly StudentGrade[]): (string | number | null)[][] {
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
  const cell = notebook?.cells.find((one) => gradeOf(one)?.grade_id === task);
  if (cell === undefined) return "";
  if (gradeOf(cell)!.task !== true) return cell.source;
  return cellsBelow(notebook!, cell)
    .map(({ source }) => source)
    .join("\n\n");
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
    if (at < 0)
      throw new CourseError(`${file} has no column "${name}".`, `expected the columns ${COLUMNS.join(", ")}.`);
    return at;
  };
  const [student, task, points, comment] = ["student", "task", "points", "comment"].map(column) as [
    number,
    number,
    number,
    number,
  ];
  const book = openGradebook(course, assignment);
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
