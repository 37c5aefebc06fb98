/**
 * The gradebook: a SQLite file beside nbgrader's. A submission's scores and the note that it is done are one transaction, so whenever a
 * grader is killed, it has either graded a submission or not.
 */
import { basename } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { CourseError } from "./course-error.ts";

export interface TaskGrade {
  readonly task: string;
  readonly title: string;
  /** Null: not graded by hand yet. */
  readonly points: number | null;
  readonly max: number;
  readonly why: string;
  readonly manual: boolean;
  /** Hash of the source's test at that time: if it differs now, the test has to be graded again. */
  readonly hash: string;
  readonly comment: string;
}

export interface StudentGrade {
  readonly student: string;
  readonly state: "waiting" | "running" | "done";
  /** Hash of what was handed in. */
  readonly hash: string;
  readonly language: string;
  readonly ms: number;
  readonly notes: readonly string[];
  readonly flags: readonly string[];
  readonly tasks: readonly TaskGrade[];
}

/** The points of all tasks that have some, the most that there are, and how many tasks wait for points by hand. */
export function sumOf(tasks: readonly TaskGrade[]): { points: number; max: number; open: number } {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    points: Number(sum(tasks.map(({ points }) => points ?? 0)).toFixed(2)),
    max: sum(tasks.map(({ max }) => max)),
    open: tasks.filter(({ points }) => points === null).length,
  };
}

const SCHEMA = `
create table if not exists run (
  assignment text not null, student text not null, state text not null, hash text not null default '',
  language text not null default 'en', ms integer not null default 0, notes text not null default '[]', flags text not null default '[]',
  primary key (assignment, student)
) strict;
create table if not exists grade (
  assignment text not null, student text not null, task text not null, position integer not null, title text not null,
  points real, max real not null, why text not null, manual integer not null, hash text not null, comment text not null default '',
  primary key (assignment, student, task)
) strict;
`;

/** Version of the tables: a gradebook with a higher one contains something that this code does not know. */
const VERSION = 1;

type Row = Record<string, string | number | null>;

/** SQLite's error code, without the details in its higher bits. Reference: https://www.sqlite.org/rescode.html */
export const sqliteCode = (error: unknown): number | undefined => {
  const { errcode } = error as { errcode?: number };
  return errcode === undefined ? undefined : errcode & 255;
};
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

const OTHER_FILE = "name another file, or another folder by --course DIR. Nothing was changed.";

const namesOf = (grades: readonly StudentGrade[]): string[] => grades.map(({ student }) => student);

/** What was handed in, and the points the tests gave for it. */
const automatic = ({ hash, tasks }: StudentGrade): string =>
  [hash, ...tasks.map(({ task, points, manual }) => `${task} ${manual ? "" : points}`)].join();

/** The error for a file that cannot be read as a gradebook; it names the file. */
function damaged(error: unknown, file: string): CourseError | undefined {
  const { message } = error as Error;
  const errcode = sqliteCode(error);
  if (errcode === NOT_A_DATABASE)
    return new CourseError(`${file} is no gradebook: it holds something else.`, OTHER_FILE);
  if (errcode !== CORRUPT) return undefined;
  return new CourseError(
    `The gradebook ${file} is damaged: ${message}.`,
    "move it away and grade again: what was handed in is still there. Points by hand come back by `grade --manual` from the table that you filled in.",
  );
}

export class Gradebook {
  readonly #db: DatabaseSync;
  readonly #assignment: string;

  constructor(file: string, assignment: string) {
    this.#db = new DatabaseSync(file, { timeout: 10_000 });
    this.#assignment = assignment;
    try {
      // Checked before anything is written, because the table may be another program's.
      const version = this.#versionOf(file);
      this.#db.exec("pragma journal_mode = wal; pragma synchronous = full;");
      this.#db.exec(SCHEMA);
      if (version !== VERSION) this.#db.exec(`pragma user_version = ${VERSION}`);
    } catch (error) {
      this.#db.close();
      throw damaged(error, file) ?? error;
    }
  }

  #versionOf(file: string): number {
    const name = basename(file);
    const version = Number(this.#prepare("pragma user_version").get()!["user_version"]);
    const tables = this.#prepare("select name from sqlite_master where type = 'table'").all();
    const names = new Set(tables.map((row) => row["name"]));
    if (names.size > 0 && !(names.has("run") && names.has("grade")))
      throw new CourseError(`${file} is no gradebook of convkernel's: it holds other tables.`, OTHER_FILE);
    if (version > VERSION)
      throw new CourseError(
        `${name} was written by a newer convkernel: its format is ${version}, and this one knows ${VERSION}.`,
        "use the newer one. Nothing was changed.",
      );
    return version;
  }

  close(): void {
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    return this.#db.prepare(sql);
  }

  #atomically(work: () => void): void {
    this.#db.exec("begin immediate");
    try {
      work();
      this.#db.exec("commit");
    } catch (error) {
      this.#db.exec("rollback");
      throw error;
    }
  }

  /** Enters everybody who has handed in, and undoes what a killed grader had begun. */
  enroll(students: readonly string[]): void {
    this.#atomically(() => {
      this.#prepare("update run set state = 'waiting' where assignment = ? and state = 'running'").run(
        this.#assignment,
      );
      const insert = this.#prepare("insert or ignore into run (assignment, student, state) values (?, ?, 'waiting')");
      for (const student of students) insert.run(this.#assignment, student);
    });
  }

  begin(student: string): void {
    this.#prepare("update run set state = 'running' where assignment = ? and student = ?").run(
      this.#assignment,
      student,
    );
  }

  /** All of a submission's results at once. Points and comments that a person gave stay as long as the answer does. */
  finish(grade: Omit<StudentGrade, "state">): void {
    const { student, hash, language, ms, notes, flags, tasks } = grade;
    const key = [this.#assignment, student] as const;
    this.#atomically(() => {
      const same = this.hashOf(student) === hash;
      const before = new Map(this.#tasks(student).map((task) => [task.task, task]));
      this.#prepare("delete from grade where assignment = ? and student = ?").run(...key);
      const insert = this.#prepare("insert into grade values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
      for (const [position, task] of tasks.entries()) {
        const old = same && task.manual ? before.get(task.task) : undefined;
        const points = old?.points ?? task.points;
        const comment = old?.comment ?? task.comment;
        insert.run(
          ...key,
          task.task,
          position,
          task.title,
          points,
          task.max,
          task.why,
          Number(task.manual),
          task.hash,
          comment,
        );
      }
      this.#prepare(
        "insert or replace into run (assignment, student, state, hash, language, ms, notes, flags) values (?, ?, 'done', ?, ?, ?, ?, ?)",
      ).run(...key, hash, language, Math.round(ms), JSON.stringify(notes), JSON.stringify(flags));
    });
  }

  /** A person's points and comment. */
  setManual(student: string, task: string, points: number | null, comment: string): boolean {
    const { changes } = this.#prepare(
      "update grade set points = ?, comment = ? where assignment = ? and student = ? and task = ?",
    ).run(points, comment, this.#assignment, student, task);
    return Number(changes) > 0;
  }

  hashOf(student: string): string {
    const row = this.#prepare("select hash from run where assignment = ? and student = ?").get(
      this.#assignment,
      student,
    );
    return String(row?.["hash"] ?? "");
  }

  of(student: string): StudentGrade | undefined {
    const row = this.#prepare("select * from run where assignment = ? and student = ?").get(this.#assignment, student);
    return row === undefined ? undefined : this.#student(row as Row);
  }

  /** All students, by name. */
  all(): readonly StudentGrade[] {
    const rows = this.#prepare("select * from run where assignment = ? order by student").all(this.#assignment);
    return rows.map((row) => this.#student(row as Row));
  }

  /**
   * Takes over the grades from another shard's gradebook. Returns which students were taken, and which had different points here until now.
   */
  merge(file: string): { readonly taken: readonly string[]; readonly differing: readonly string[] } {
    const other = new Gradebook(file, this.#assignment);
    try {
      const done = other.all().filter(({ state }) => state === "done");
      const differing = done.filter((grade) => {
        const known = this.of(grade.student);
        return known?.state === "done" && automatic(known) !== automatic(grade);
      });
      for (const grade of done) this.finish(grade);
      return { taken: namesOf(done), differing: namesOf(differing) };
    } catch (error) {
      throw damaged(error, file) ?? error;
    } finally {
      other.close();
    }
  }

  #student(row: Row): StudentGrade {
    const student = String(row["student"]);
    return {
      student,
      state: row["state"] as StudentGrade["state"],
      hash: String(row["hash"]),
      language: String(row["language"]),
      ms: Number(row["ms"]),
      notes: JSON.parse(String(row["notes"])) as string[],
      flags: JSON.parse(String(row["flags"])) as string[],
      tasks: this.#tasks(student),
    };
  }

  #tasks(student: string): readonly TaskGrade[] {
    const rows = this.#prepare("select * from grade where assignment = ? and student = ? order by position").all(
      this.#assignment,
      student,
    );
    return (rows as Row[]).map((row) => ({
      task: String(row["task"]),
      title: String(row["title"]),
      points: row["points"] === null ? null : Number(row["points"]),
      max: Number(row["max"]),
      why: String(row["why"]),
      manual: row["manual"] === 1,
      hash: String(row["hash"]),
      comment: String(row["comment"]),
    }));
  }
}
