/** One grader at a time for an assignment: two would grade everything twice. */
import { dirname, join, basename } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CourseError } from "./course-error.ts";
import { sqliteCode } from "./gradebook.ts";

const BUSY = 5;

/**
 * Locks the assignment in a gradebook until the returned function is called. It uses SQLite's lock on an empty file, which the system
 * releases when the process ends, however it ends. The file stays, because a lock on a file that another process removes holds nothing.
 * @throws {CourseError} while another grader holds it
 */
export function lockGrading(gradebook: string, assignment: string): () => void {
  const db = new DatabaseSync(join(dirname(gradebook), `.${basename(gradebook)}.${assignment}.lock`));
  try {
    db.exec("begin exclusive");
  } catch (error) {
    db.close();
    if (sqliteCode(error) !== BUSY) throw error;
    throw new CourseError(
      `Another grader is at work on ${assignment} in ${gradebook}.`,
      "let it end, or stop it and run this command: what is graded is kept. Several machines share a class by --shard.",
    );
  }
  return () => db.close();
}
