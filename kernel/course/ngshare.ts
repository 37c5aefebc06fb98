/**
 * What students have handed in through ngshare: files with random names beside a database that says whose they are. Each student's newest
 * submission is copied out in the way nbgrader's `collect` does.
 * Reference: https://github.com/LibreTexts/ngshare/blob/master/ngshare/database/database.py
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, normalize, sep } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CourseError } from "./course-error.ts";

const DATABASE = "ngshare.db";

export const isNgshare = (folder: string): boolean => existsSync(join(folder, DATABASE));

interface HandedIn {
  readonly id: number;
  readonly course: string;
  readonly student: string;
  readonly time: string;
}

/** Newest first. */
const SUBMISSIONS = `
select s._id as id, c.id as course, s.student_id as student, s.timestamp as time
from submissions s join assignments a on s.assignment_id = a._id join courses c on a.course_id = c._id
where a.id = ? order by s.timestamp desc, s._id desc`;

const FILES = `
select f.filename as name, f.actual_name as stored
from submission_files_assoc_table t join files f on t.right_id = f._id where t.left_id = ?`;

/**
 * Copies an assignment's submissions to `INTO/STUDENT/ASSIGNMENT/TIME/`, and leaves existing ones alone.
 * @param root ngshare's folder, with its database and `files/` @param id of the course, if several have an assignment of this name
 */
export function collectNgshare(root: string, into: string, assignment: string, id: string | undefined): void {
  const db = new DatabaseSync(join(root, DATABASE), { readOnly: true });
  try {
    const all = db.prepare(SUBMISSIONS).all(assignment) as unknown as HandedIn[];
    const courses = [...new Set(all.map(({ course }) => course))].toSorted();
    if (courses.length > 1 && id === undefined)
      throw new CourseError(
        `In ${root} more than one course has an assignment ${assignment}: ${courses.join(", ")}.`,
        "name yours by --course-id NAME.",
      );
    const seen = new Set<string>();
    for (const one of all) {
      if ((id !== undefined && one.course !== id) || seen.has(one.student)) continue;
      seen.add(one.student);
      const files = db.prepare(FILES).all(String(one.id)) as unknown as { name: string; stored: string }[];
      layOut(join(root, "files"), files, join(into, folderOf(one.student), assignment, `${one.time} UTC`));
    }
  } finally {
    db.close();
  }
}

/** User names come from the login system, so they may be anything. */
function folderOf(student: string): string {
  if (/^[^./\\][^/\\]*$/.test(student)) return student;
  throw new CourseError(
    `The user "${student}" of ngshare cannot have a folder of that name.`,
    "collect this course by ngshare_exchange (`nbgrader collect`), which may know another name.",
  );
}

/** Copies everything or nothing. */
function layOut(stored: string, files: readonly { name: string; stored: string }[], target: string): void {
  if (existsSync(target)) return;
  const part = join(dirname(target), `.${process.pid}.part`);
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  for (const file of files) {
    const inside = normalize(file.name);
    if (inside.startsWith("..") || inside.startsWith(sep)) continue;
    mkdirSync(dirname(join(part, inside)), { recursive: true });
    copyFileSync(join(stored, basename(file.stored)), join(part, inside));
  }
  renameSync(part, target);
}
