/** The `course` commands that teachers and students type. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { takeManual } from "./by-hand.ts";
import { CourseError } from "./course-error.ts";
import { grade } from "./grade.ts";
import { sqliteCode } from "./gradebook.ts";
import { assignmentsOf, shardFiles, type Course, type Shard } from "./layout.ts";
import { defaultLimits, durationMs, type Limits } from "./limits.ts";
import { merge } from "./merge.ts";
import { collectNgshare, isNgshare } from "./ngshare.ts";
import { release } from "./release.ts";
import { report } from "./report.ts";
import { restoreAll } from "./restore-command.ts";
import { linesOf, validate } from "./validate.ts";

const usage = `usage: convkernel course COMMAND

  release ASSIGNMENT       source/ASSIGNMENT/NAME.ipynb -> release/ASSIGNMENT/, if nothing is wrong with it
      --lang ko                only this language (ko/source/... -> ko/release/...)   --out DIR
  validate NOTEBOOK        for students: runs the visible checks
      --json                   the results as JSON, for programs
  grade ASSIGNMENT         submitted/STUDENT/ASSIGNMENT/ -> gradebook.convkernel.db
      --student NAME           only this one            --again        also what is graded already
      --slots N                this many at once        --shard I/N    only the I-th of N parts of the class
      --cell 30s --total 5m    limits of time; time in which a busy machine gives no processor does not count
      --memory-mb 1024 --output-mb 1 --file-mb 200 --processes 64   the other limits
      --network                lets student code use the network
      --stderr-fails           as in nbgrader: output on stderr costs a test its points
      --i-trust-them           runs student code with your rights if the system allows no walls around it
      --manual FILE            takes over points and comments from the table that report has written
  merge ASSIGNMENT FILE... gradebooks of shards into one
  restore ASSIGNMENT       repairs notebooks for nbgrader: ids, order, locked cells, names, copies, metadata
  report ASSIGNMENT        a table; or
      --csv FILE               grades as nbgrader exports them, and a column for each task
      --html [DIR]             a page of feedback for each student (feedback/ by default)
      --manual FILE            a table of the answers to grade by hand
      --due "2026-11-30 23:59" marks who was late; a time zone may follow (UTC, Asia/Seoul); points are not changed

  --course DIR             the course's folder; the current one by default
  --submitted DIR          where the submissions are; submitted/ of the course by default. Also the folder inbound/ of nbgrader's exchange, or
                           that of ngshare (with --course-id NAME where several courses have this assignment)
`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

/** Names and messages may be written by students, so control characters are removed before they reach a terminal. */
const plain = (text: string): string =>
  stripVTControlCharacters(text).replace(/[\p{Cc}\p{Bidi_Control}]/gu, (c) =>
    c === "\n" || c === "\t" ? c : "\uFFFD",
  );

const say = (line: string): void => void process.stdout.write(`${plain(line)}\n`);

function wrong(message: string): never {
  throw new CourseError(message, "see `convkernel course help`.");
}

function whole(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (!/^[1-9]\d*$/.test(value)) wrong(`expected --${name} N, a whole number from 1, got ${value}.`);
  return Number(value);
}

function duration(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  return durationMs(value) ?? wrong(`expected --${name} TIME, such as 30s or 5m, got ${value}.`);
}

/** `--html` may be given without a folder, which parseArgs does not support. */
function normalised(args: readonly string[]): string[] {
  return args.flatMap((arg, i) => (arg === "--html" && (args[i + 1] ?? "-").startsWith("-") ? ["--html="] : [arg]));
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: normalised(args),
      allowPositionals: true,
      options: {
        course: text,
        submitted: text,
        "course-id": text,
        lang: text,
        out: text,
        student: text,
        slots: text,
        shard: text,
        cell: text,
        total: text,
        "memory-mb": text,
        "output-mb": text,
        "file-mb": text,
        processes: text,
        csv: text,
        html: text,
        manual: text,
        due: text,
        again: flag,
        network: flag,
        "stderr-fails": flag,
        "i-trust-them": flag,
        json: flag,
      },
    });
  } catch (error) {
    return wrong(optionFault(error as NodeJS.ErrnoException));
  }
}

/** Node's own message explains how Node would have options written. */
function optionFault({ code, message }: NodeJS.ErrnoException): string {
  const name = /--[\w-]+|-\w/.exec(message)?.[0] ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `There is no option ${name}.`;
  if (code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return message.split("\n")[0]!;
  return message.includes("does not take")
    ? `${name} stands alone, without a value.`
    : `expected a value after ${name}.`;
}

/** Runs one command; resolves to the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, target, ...rest] = positionals;
  if (command === undefined || command === "help") {
    process.stdout.write(usage);
    return 0;
  }
  if (!COMMANDS.includes(command)) wrong(`course: there is no command "${command}".`);
  const course: Course = { root: resolve(values.course ?? ".") };
  if (!existsSync(course.root)) wrong(`There is no folder ${course.root}.`);
  if (target === undefined) wrong(`course ${command}: expected ${whatIsWanted(command, course)}.`);
  if (rest.length > 0 && command !== "merge") wrong(`course ${command}: "${rest[0]}" is one word too many.`);
  const handedIn = resolve(values.submitted ?? join(course.root, "submitted"));
  if (values.submitted !== undefined && !existsSync(handedIn)) wrong(`There is no folder ${handedIn}.`);
  const submitted = isNgshare(handedIn) ? join(course.root, "collected") : handedIn;
  if (submitted !== handedIn) collectNgshare(handedIn, submitted, target, values["course-id"]);
  const limits: Limits = {
    cellMs: duration("cell", values.cell, defaultLimits.cellMs),
    totalMs: duration("total", values.total, defaultLimits.totalMs),
    memoryMb: whole("memory-mb", values["memory-mb"], defaultLimits.memoryMb),
    outputBytes: whole("output-mb", values["output-mb"], 1) * 1_000_000,
    fileMb: whole("file-mb", values["file-mb"], defaultLimits.fileMb),
    processes: whole("processes", values.processes, defaultLimits.processes),
  };
  switch (command) {
    case "release": {
      const { lang } = values;
      if (lang !== undefined && lang !== "en" && lang !== "ko") wrong(`expected --lang en or ko, got ${lang}.`);
      (await release(course, target, { out: values.out, language: lang as "en" | "ko" | undefined, limits })).forEach(
        say,
      );
      return 0;
    }
    case "validate": {
      const validation = await validate(resolve(target), limits);
      if (values.json)
        process.stdout.write(`${JSON.stringify({ ...validation, text: linesOf(validation).join("\n") })}\n`);
      else linesOf(validation).forEach(say);
      return validation.passed ? 0 : 1;
    }
    case "grade": {
      if (values.manual !== undefined) {
        say(
          `${takeManual(course, target, resolve(values.manual))} grades by hand taken from ${basename(values.manual)}.`,
        );
        say(`Next: convkernel course report ${target}`);
        return 0;
      }
      const done = await grade(
        course,
        target,
        {
          submitted,
          limits,
          student: values.student,
          slots: whole("slots", values.slots, Math.max(1, availableParallelism())),
          shard: shardOf(values.shard),
          network: values.network,
          again: values.again,
          trust: values["i-trust-them"],
          stderrFails: values["stderr-fails"],
        },
        say,
      );
      say(`${done.graded} graded.${done.failed > 0 ? ` ${done.failed} could not be graded.` : ""}`);
      const shard = shardOf(values.shard);
      if (done.failed > 0) say("What to do: run the same command again; it takes up those that are missing.");
      else if (shard === undefined) say(`Next: convkernel course report ${target}`);
      else say(`Next, when all ${shard.of} parts are done: convkernel course merge ${target} ${shardFiles(shard.of)}`);
      return done.failed > 0 ? 1 : 0;
    }
    case "merge": {
      if (rest.length === 0) wrong("course merge: expected the gradebooks of the shards.");
      merge(course, target, rest, submitted).forEach(say);
      say(`Next: convkernel course report ${target}`);
      return 0;
    }
    case "restore":
      restoreAll(course, target, submitted).forEach(say);
      say(`Next: convkernel course grade ${target}, or nbgrader autograde ${target}`);
      return 0;
    default:
      report(course, target, { ...values, submitted }).forEach(say);
      return 0;
  }
}

const COMMANDS = ["release", "validate", "grade", "merge", "restore", "report"];

function whatIsWanted(command: string, course: Course): string {
  if (command === "validate") return "a notebook: the .ipynb that you want to hand in";
  const known = assignmentsOf(course);
  return `the name of an assignment${known.length > 0 ? `, which here is ${known.join(" or ")}` : ""}`;
}

/** An error of the system as a CourseError. Reference: https://www.sqlite.org/rescode.html */
function ofSystem(error: unknown): CourseError | undefined {
  const { code, message, syscall, path } = error as NodeJS.ErrnoException;
  const sqlite = sqliteCode(error);
  if (code === "ENOSPC" || code === "EDQUOT" || sqlite === 13)
    return new CourseError(`The disk is full: ${message}.`, "make room; what is graded is kept.");
  // For a folder that is not writable, Node sometimes says that it does not exist.
  const isOfFiles = syscall !== undefined && path !== undefined;
  if (isOfFiles || sqlite === 8 || sqlite === 14)
    return new CourseError(
      `A file or folder of the course cannot be written or read: ${message}.`,
      "look at who owns the course's folder, and whether it may be written to.",
    );
  if (sqlite === 10)
    return new CourseError(
      `The gradebook cannot be read or written: ${message}.`,
      "look whether the disk is full, or a network's folder is gone; what is graded is kept.",
    );
  if (sqlite === 11)
    return new CourseError(
      `The gradebook is damaged: ${message}.`,
      "move it away and grade again: what was handed in is still there.",
    );
  if (sqlite === 5)
    return new CourseError(
      "The gradebook is in use by another program.",
      "let that one end, then run the command again.",
    );
  return undefined;
}

function shardOf(given: string | undefined): Shard | undefined {
  if (given === undefined) return undefined;
  const match = /^([1-9]\d*)\/([1-9]\d*)$/.exec(given);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index > of) wrong(`expected --shard I/N with I from 1 to N, got ${given}.`);
  return { index, of };
}

/** Ends the process with the command's status; a known fault is reported in two lines. */
export async function run(args: readonly string[]): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      process.stderr.write("Stopped. What is graded is kept; the same command continues from there.\n");
      process.exit(130);
    });
  try {
    process.exitCode = await main(args);
  } catch (error) {
    const known = error instanceof CourseError ? error : ofSystem(error);
    if (known === undefined) throw error;
    process.stderr.write(`${plain(known.message)}\nWhat to do: ${plain(known.remedy)}\n`);
    // Other submissions may still be running; they are not waited for.
    process.exit(2);
  }
}
