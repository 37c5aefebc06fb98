/** nbgrader's checksum of a cell, so that its grader recognises our releases as its own. Reference: nbgrader.utils.compute_checksum */
import { createHash } from "node:crypto";
import { gradeOf, isAnswer } from "./cells.ts";
import type { Cell } from "./notebook.ts";

const python = (value: boolean): string => (value ? "True" : "False");
const pythonFloat = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

export function checksumOf(cell: Cell): string {
  const grade = gradeOf(cell);
  const isGrade = grade?.grade === true;
  const isLocked = !isAnswer(cell) && (isGrade || grade?.locked === true);
  const parts = [
    cell.source,
    cell.cell_type,
    python(isGrade),
    python(isAnswer(cell)),
    python(isLocked),
    grade?.grade_id ?? "",
    ...(isGrade ? [pythonFloat(grade.points ?? 0)] : []),
  ];
  return createHash("md5").update(parts.join("")).digest("hex");
}
