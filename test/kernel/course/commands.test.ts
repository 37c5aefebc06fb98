/**
 * The course commands on a small assignment, with real runners. Tests behind walls need Linux with user namespaces, and say so if there are
 * none.
 */
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { takeManual } from "../../../kernel/course/by-hand.ts";
import { main } from "../../../kernel/course/main.ts";
import { Gradebook } from "../../../kernel/course/gradebook.ts";
import { grade, shardOf } from "../../../kernel/course/grade.ts";
import { whyNoWalls } from "../../../kernel/course/isolation.ts";
import { defaultLimits } from "../../../kernel/course/limits.ts";
import { readNotebook, type Notebook } from "../../../kernel/course/notebook.ts";
import { restoreAll } from "../../../kernel/course/restore-command.ts";
import { release } from "../../../kernel/course/release.ts";
import { releaseOf } from "../../../kernel/course/release-notebook.ts";
import { report } from "../../../kernel/course/report.ts";
import { linesOf, validate } from "../../../kernel/course/validate.ts";
import { answer, doubling, edited, locked, notebook, own, test, write } from "../../support/assignment.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const limits = { ...defaultLimits, cellMs: 15_000, totalMs: 60_000 };
const quick = { ...limits, cellMs: 5000 };

describe("course", function () {
  this.timeout(180_000);
  const folder = temporaryFolder("course");
  const course = { root: folder.path };
  const submitted = join(folder.path, "submitted");
  let released: Notebook;
  const options = {
    submitted,
    slots: 2,
    limits,
    network: false,
    again: false,
    trust: whyNoWalls() !== null,
    stderrFails: false,
  };
  const right = { q1: "const twice = (x: number) => x + x;", q2: "const thrice = (x: number) => 3 * x;" };
  const handIn = (student: string, notebook: Notebook | string, name = "double.ipynb"): string =>
    write(submitted, join(student, "a1", name), notebook);
  const pointsOf = (student: string): (number | null)[] => {
    const book = new Gradebook(join(folder.path, "gradebook.convkernel.db"), "a1");
    try {
      return book.of(student)!.tasks.map(({ points }) => points);
    } finally {
      book.close();
    }
  };

  before(async () => {
    write(folder.path, "source/a1/double.ipynb", doubling);
    write(folder.path, "source/a1/data.txt", "numbers");
    write(folder.path, "ko/source/a1/double.ipynb", edited(doubling, { intro: "# 두 배", why: "그래서." }));
    const said = await release(course, "a1", { limits });
    expect(said[0]).to.equal(
      "a1: 2 automatic tasks (5 points), 2 by hand (3). The solution passes all tests; the released notebook passes none.",
    );
    released = readNotebook(join(folder.path, "release", "a1", "double.ipynb"));
  });
  after(() => folder.remove());

  describe("release", () => {
    it("writes both languages, beside the assignment's files", () => {
      expect(existsSync(join(folder.path, "release", "a1", "data.txt"))).to.equal(true);
      expect(existsSync(join(folder.path, "ko", "release", "a1", "double.ipynb"))).to.equal(true);
    });

    it("counts the hidden checks of each test", () => {
      const hidden = released.cells.flatMap(({ metadata }) => metadata.convkernel?.hidden ?? []);
      expect(hidden).to.deep.equal([1, 2]);
    });

    it("has the count said where points are, in the notebook's language", () => {
      const korean = readNotebook(join(folder.path, "ko", "release", "a1", "double.ipynb"));
      const heads = [released, korean].map(({ cells }) =>
        ["q1-test", "q2-test"].map((id) => cells.find((cell) => cell.id === id)!.source.split("\n")[0]),
      );
      expect(heads).to.deep.equal([
        ['check.count("one", twice(1), 2);', "check.later(2); // so many more checks run when this is graded"],
        ['check.count("one", twice(1), 2);', "check.later(2); // 채점할 때 이만큼 더 검사합니다"],
      ]);
    });

    const refused: [name: string, sources: Record<string, string>, why: RegExp][] = [
      [
        "a solution whose place no statement can take",
        {
          q1: "class Two {\n  // BEGIN SOLUTION\n  two = 2;\n  // END SOLUTION\n}\nconst twice = (x: number) => 2 * x;",
        },
        /q1: what students get cannot run \(.+\)\. Mark the body of a function as the solution/,
      ],
      [
        "a solution that fails",
        { q1: "// BEGIN SOLUTION\nconst twice = (x: number) => x;\n// END SOLUTION" },
        /q1-test: the solution fails its own test/,
      ],
      [
        "a solution that fails by a cell above, and names it",
        { setup: 'throw new Error("no data");' },
        /q1-test: the solution fails its own test: .*; above it setup stopped: no data/,
      ],
      [
        "a test that passes untouched",
        { "q1-test": "1 + 1 > 0;" },
        /q1-test: the released notebook gets 2 of 2 points untouched/,
      ],
      [
        "credit that lies in the hidden part",
        { "q2-test": "let points = 0;\n// BEGIN HIDDEN TESTS\npoints = thrice(1);\n// END HIDDEN TESTS\npoints" },
        /q2-test: without its hidden part the test gives 0 of 3 points/,
      ],
    ];
    for (const [name, sources, why] of refused)
      it(`refuses ${name}, and writes nothing`, async () => {
        write(folder.path, "source/bad/double.ipynb", edited(doubling, sources));
        let message = "";
        await release(course, "bad", { limits }).catch((error: Error) => (message = error.message));
        expect(message).to.match(why);
        expect(existsSync(join(folder.path, "release", "bad"))).to.equal(false);
      });
  });

  describe("validate", () => {
    const validated = async (notebook: Notebook): Promise<{ lines: readonly string[]; passed: boolean }> => {
      const validation = await validate(write(folder.path, "mine/double.ipynb", notebook), limits);
      return { lines: linesOf(validation), passed: validation.passed };
    };

    it("says what passes and how many checks come later", async () => {
      const { lines, passed } = await validated(edited(released, right));
      expect(passed).to.equal(true);
      expect(lines[0]).to.equal("q1-test  Twice    the visible check passes; 1 more when it is graded");
      expect(lines[1]).to.match(/^q2-test {2}Thrice +the visible check passes; 2 more/);
      expect(lines.at(-1)).to.equal("2 of 2 automatic tasks pass their visible checks.");
    });

    it("says so of every test behind an answer that is not done yet", async () => {
      const twoTests = notebook(
        locked("setup", 'import { check } from "convkernel";'),
        answer("q", "const f = (x: number) => x;"),
        test("t1", 1, 'check.count("f", f(1), 1);'),
        test("t2", 1, 'check.points("f", 1, (c) => c.count("f", () => f(2), 2));'),
      );
      const { lines } = await validated(releaseOf(twoTests, "en"));
      expect(lines.slice(0, 2)).to.deep.equal(["t1  t1   not done yet", "t2  t2   not done yet"]);
    });

    it("says what is not done yet, and what is wrong, in the notebook's language", async () => {
      const korean = readNotebook(join(folder.path, "ko", "release", "a1", "double.ipynb"));
      const { lines, passed } = await validated(edited(korean, { q1: "const twice = (x: number) => 1;" }));
      expect(passed).to.equal(false);
      expect(lines[0]).to.match(/하나 차이입니다/);
      expect(lines[1]).to.match(/아직 풀지 않았습니다/);
    });
  });

  describe("grade", () => {
    before(async () => {
      handIn("ada", edited(released, { ...right, why: "So." }));
      handIn("ben", released);
      handIn("cy", edited(released, { ...right, q2: "const thrice = (x: number) => 3;" }));
      handIn("dot", edited(released, { ...right, q1: "const twice = (x: number) => { while (true) {} }" }));
      handIn("eve", {
        ...released,
        cells: edited(released, right).cells.flatMap((cell) =>
          cell.id === "q1-test" ? [own("x", 'console.log("hm"); process.abort();'), cell] : [cell],
        ),
      });
      handIn("fay", "{");
      handIn("jo", edited(released, { ...right, q1: "await new Promise(() => {});\nconst twice = 1;" }));
      handIn("kai", edited(released, { ...right, q1: 'throw new Error("oh");\nconst twice = 1;' }));
      // An answer that finds a hidden test in the process's memory can print it, as this one does.
      const found = 'check.count("hidden-seven", twice(7), 14);';
      handIn("ivy", edited(released, { ...right, q2: `${right.q2}\nconsole.log('${found}'); console.log("fine");` }));
      // Prints three megabytes, and is right.
      handIn(
        "hal",
        edited(released, {
          ...right,
          q1: 'const twice = (x: number) => { for (let i = 0; i < 300; i++) console.log("y".repeat(1e4)); return 2 * x; };',
        }),
      );
      const korean = readNotebook(join(folder.path, "ko", "release", "a1", "double.ipynb"));
      handIn("김민지", edited(korean, right), "double (1).ipynb");
      symlinkSync(join(folder.path, "source", "a1", "double.ipynb"), join(submitted, "ada", "a1", "leak.txt"));
      const lines: string[] = [];
      const done = await grade(course, "a1", { ...options, limits: quick }, (line) => lines.push(line));
      expect(done, lines.join("\n")).to.deep.equal({ graded: 11, failed: 0 });
    });

    it("gives every submission its points", () => {
      expect(pointsOf("ada")).to.deep.equal([2, 3, null, null]);
      expect(pointsOf("ben")).to.deep.equal([0, 0, 0, null]);
      // Only one of three parts is right: 3 x 1 = 3.
      expect(pointsOf("cy")).to.deep.equal([2, 1, 0, null]);
      expect(pointsOf("dot")).to.deep.equal([0, 3, 0, null]);
      expect(pointsOf("fay")).to.deep.equal([0, 0, 0, 0]);
      expect(pointsOf("hal")).to.deep.equal([2, 3, 0, null]);
      expect(pointsOf("김민지")).to.deep.equal([2, 3, 0, null]);
    });

    it("names the cell that took too long, or that the test fails of", () => {
      const book = new Gradebook(join(folder.path, "gradebook.convkernel.db"), "a1");
      expect(book.of("ben")!.tasks[0]!.why).to.equal("not done yet");
      expect(book.of("dot")!.tasks[0]!.why).to.equal("time limit (5 s) in cell 5 (q1-test)");
      expect(book.of("jo")!.tasks[0]!.why).to.equal("time limit (5 s) in cell 4 (q1)");
      expect(book.of("kai")!.tasks[0]!.why).to.equal("the answer stopped in cell 4 (q1): Error: oh");
      book.close();
    });

    it("keeps a flood out of what it keeps", () => {
      const kept = readFileSync(join(folder.path, "graded", "hal", "a1", "double.ipynb"), "utf8");
      expect(kept.length).to.be.lessThan(1.2 * limits.outputBytes);
      expect(kept).to.contain("more output than 1 MB: cut off here");
    });

    it("runs locked cells again after a lost process, and names the cell that lost it", () => {
      // The answers ran in the lost process.
      expect(pointsOf("eve")).to.deep.equal([0, 3, 0, null]);
      const book = new Gradebook(join(folder.path, "gradebook.convkernel.db"), "a1");
      expect(book.of("eve")!.notes.join()).to.match(/the process was lost in cell 5/);
      expect(book.of("ada")!.notes).to.deep.equal(["leak.txt: a link, not taken along"]);
      book.close();
    });

    it("passes over what is graded, and grades again what was handed in anew", async () => {
      handIn("ben", edited(released, right));
      const lines: string[] = [];
      await grade(course, "a1", options, (line) => lines.push(line));
      expect(lines.filter((line) => line.startsWith("["))).to.have.length(1);
      expect(lines).to.include("10 of 11 are graded already.");
      expect(pointsOf("ben")).to.deep.equal([2, 3, 0, null]);
    });

    it("touches only the task whose test has changed", async () => {
      const book = (): Gradebook => new Gradebook(join(folder.path, "gradebook.convkernel.db"), "a1");
      const before = book();
      before.setManual("ada", "why", 1.5, "short");
      before.close();
      const harder = test("q1-test", 2, 'check.count("one", twice(1), 2);\ncheck.count("big", twice(1e6), 2e6);');
      write(folder.path, "source/a1/double.ipynb", {
        ...doubling,
        cells: doubling.cells.map((cell) => (cell.id === "q1-test" ? harder : cell)),
      });
      write(folder.path, "ko/source/a1/double.ipynb", {
        ...doubling,
        cells: doubling.cells.map((cell) => (cell.id === "q1-test" ? harder : cell)),
      });
      await grade(course, "a1", { ...options, student: "ada" }, () => {});
      expect(pointsOf("ada")).to.deep.equal([2, 3, 1.5, null]);
      write(folder.path, "source/a1/double.ipynb", doubling);
      write(folder.path, "ko/source/a1/double.ipynb", doubling);
    });

    it("keeps points by hand with the answer they were given for, whatever else is handed in anew", async () => {
      const book = new Gradebook(join(folder.path, "gradebook.convkernel.db"), "a1");
      book.setManual("cy", "why", 1, "thin");
      book.close();
      handIn("ada", edited(released, { ...right, q1: "const twice = (x: number) => 2 * x;", why: "So." }));
      handIn("cy", edited(released, { ...right, q2: "const thrice = (x: number) => 3;", why: "Another answer." }));
      await grade(course, "a1", options, () => {});
      expect(pointsOf("ada")).to.deep.equal([2, 3, 1.5, null]);
      expect(pointsOf("cy")).to.deep.equal([2, 1, null, null]);
    });

    it("names what it looked for where nobody has handed in", async () => {
      let error: unknown;
      await grade(course, "a1", { ...options, student: "nobody" }, () => {}).catch(
        (reason: unknown) => (error = reason),
      );
      expect(String(error)).to.match(/Nobody has handed in a1 as nobody/);
    });

    it("grades shards into gradebooks of their own, and merges them to the same table", async () => {
      const shards = [1, 2].map((index) => ({ index, of: 2 }));
      for (const shard of shards) await grade(course, "a1", { ...options, limits: quick, shard }, () => {});
      const whole = new Gradebook(join(folder.path, "gradebook.convkernel.db"), "a1");
      const expected = whole
        .all()
        .map(({ student, tasks }) => [student, tasks.map(({ points, manual }) => (manual ? null : points))]);
      whole.close();
      const merged = new Gradebook(join(folder.path, "merged.db"), "a1");
      for (const { index } of shards) merged.merge(join(folder.path, `gradebook.convkernel.${index}-of-2.db`));
      expect(
        merged
          .all()
          .map(({ student, tasks }) => [student, tasks.map(({ points, manual }) => (manual ? null : points))]),
      ).to.deep.equal(expected);
      merged.close();
      expect(new Set(expected.map(([student]) => shardOf(String(student), 2)))).to.deep.equal(new Set([1, 2]));
    });
  });

  describe("report", () => {
    it("writes nbgrader's columns and one for each task", () => {
      write(submitted, "ada/a1/timestamp.txt", "2026-03-01 10:00:00.000000 UTC\n");
      report(course, "a1", { submitted, csv: join(folder.path, "grades.csv") });
      const [head, first] = readFileSync(join(folder.path, "grades.csv"), "utf8").split("\r\n");
      expect(head).to.equal(
        "\uFEFFassignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score,q1-test,q2-test,why,draw",
      );
      expect(first).to.equal("a1,,2026-03-01 10:00:00.000000 UTC,ada,,,,6.5,0,6.5,8,2,3,1.5,");
    });

    it("gives points by hand out and takes them in", () => {
      const file = join(folder.path, "manual.csv");
      report(course, "a1", { submitted, manual: file });
      const text = readFileSync(file, "utf8");
      expect(text).to.contain("ada,why,Why,1.5,2,short,So.");
      writeFileSync(file, text.replace("ada,draw,Draw it,,1,", "ada,draw,Draw it,1,1,nice"));
      expect(() => report(course, "a1", { submitted, manual: file })).to.throw(
        /manual\.csv holds points or comments that were not taken yet, for ada\.$/,
      );
      expect(takeManual(course, "a1", file)).to.be.greaterThan(1);
      report(course, "a1", { submitted, manual: file });
      expect(readFileSync(file, "utf8")).to.contain("ada,draw,Draw it,1,1,nice");
      expect(() => report(course, "a1", { submitted, manual: join(folder.path, "source/a1/data.txt") })).to.throw(
        /data\.txt is there and is no table of grades by hand/,
      );
      expect(pointsOf("ada")).to.deep.equal([2, 3, 1.5, 1]);
      writeFileSync(file, "student,task,points,comment\r\nada,draw,7,\r\nzoe,draw,1,\r\n");
      expect(() => takeManual(course, "a1", file)).to.throw(
        /row 2: expected points from 0 to 1, got "7"\n {2}row 3: "zoe" has no task/,
      );
    });

    it("writes feedback without the code of a test, which reads without looking", () => {
      report(course, "a1", { submitted, html: "" });
      const page = readFileSync(join(folder.path, "feedback", "cy", "a1", "double.html"), "utf8");
      expect(page).to.match(/<html lang="en">/);
      expect(page.match(/<h1>/g)).to.have.length(1);
      expect(page).to.contain("<h2>Thrice: 1 of 3 points</h2>");
      expect(page).to.contain("const thrice = (x: number) =&gt; 3;");
      expect(page).not.to.match(/hidden-seven|c\.count|HIDDEN|<script|http/);
    });

    it("withholds what holds a line of a hidden test, and tells the teacher", () => {
      report(course, "a1", { submitted, html: "" });
      const page = readFileSync(join(folder.path, "feedback", "ivy", "a1", "double.html"), "utf8");
      // The line is in the answer too, which was written without knowing the test.
      expect(page.match(/hidden-seven/g)).to.have.length(1);
      expect(page).to.contain("(not shown: it holds a part of a test)");
      expect(report(course, "a1", { submitted }).join("\n")).to.match(/ivy .*q2: printed a line of a hidden test/);
    });
  });

  describe("report --due", () => {
    const lines = (due: string): string => report(course, "a1", { submitted, due }).join("\n");

    it("says who was late by how much, whatever zone the time is told in, and of whom nothing is known", () => {
      // Handed in at 10:00 UTC.
      expect(lines("2026-03-01 16:55 Asia/Seoul")).to.match(/^ada .* late by 2 h 5 min$/m);
      expect(lines("2026-03-01 11:00 UTC")).to.match(/^ada(?!.*(late|known))/m);
      expect(lines("2026-03-01 11:00 UTC")).to.match(/^ben .*time not known$/m);
      expect(() => lines("tomorrow")).to.throw(/expected --due TIME, such as .* got "tomorrow"/);
    });

    it("stands in the table of grades, with its zone", () => {
      report(course, "a1", { submitted, due: "2026-03-01 11:00 UTC", csv: join(folder.path, "due.csv") });
      expect(readFileSync(join(folder.path, "due.csv"), "utf8")).to.contain(
        "a1,2026-03-01 11:00 UTC,2026-03-01 10:00:00.000000 UTC,ada,",
      );
    });
  });

  describe("restore", () => {
    it("heals what was handed in and keeps the file as it was", () => {
      handIn("gus", {
        ...edited(released, right),
        cells: edited(released, right).cells.filter(({ id }) => id !== "q1-test"),
      });
      const lines = restoreAll(course, "a1", submitted);
      expect(lines.find((line) => line.startsWith("ada"))).to.equal("ada: nothing to mend");
      expect(lines).to.include("gus: q1-test: the cell was missing and was put back");
      expect(lines).to.include("fay: cannot be mended, the file is cut off: it ends in the middle");
      const healed = readNotebook(join(submitted, "gus", "a1", "double.ipynb"));
      expect(healed.cells.map(({ id }) => id)).to.include("q1-test");
      expect(JSON.stringify(healed)).not.to.match(/hidden-seven/);
      expect(existsSync(join(submitted, "gus", "a1", "double.ipynb.handed-in"))).to.equal(true);
    });
  });

  describe("the command line", () => {
    const refused: [args: string[], message: RegExp][] = [
      [["grade"], /expected the name of an assignment, which here is a1 or bad/],
      [["report", "a1", "--csv"], /expected a value after --csv/],
      [["report", "a1", "--again=1"], /--again stands alone, without a value/],
      [["sing", "a1"], /there is no command "sing"/],
      [["grade", "a1", "--slots", "0"], /expected --slots N, a whole number from 1, got 0/],
      [["grade", "a1", "--cell", "fast"], /expected --cell TIME, such as 30s or 5m, got fast/],
      [["grade", "a1", "--shard", "3/2"], /expected --shard I\/N/],
      [["grade", "a1", "--colour"], /There is no option --colour/],
      [["release", "a1", "a2"], /"a2" is one word too many/],
      [["release", "a1", "--lang", "fr"], /expected --lang en or ko, got fr/],
      [["release", "zzz"], /There is no assignment "zzz"/],
      [["merge", "a1"], /expected the gradebooks of the shards/],
      [["merge", "a1", "nothing.db"], /There is no gradebook nothing\.db/],
      [["release", "../a1"], /"..\/a1" is no name of an assignment/],
      [
        ["grade", "twice"],
        /twice cannot be graded:\n {2}double\.ipynb: cell \d+ \(intro\): its cell id "intro" is another cell's too/,
      ],
      [["grade", "a1", "--manual", "korean.csv"], /korean\.csv is not in UTF-8/],
    ];
    before(() => {
      write(folder.path, "source/twice/double.ipynb", { ...doubling, cells: [...doubling.cells, doubling.cells[0]!] });
      // 김 in the encoding of Korean Windows.
      writeFileSync(
        join(folder.path, "korean.csv"),
        Buffer.concat([Buffer.from("student,task,points,comment\r\n"), Buffer.from([0xb1, 0xe8])]),
      );
    });
    for (const [args, message] of refused)
      it(`refuses ${args.join(" ")}`, async () => {
        let said = "";
        const given = args.map((arg) => (arg === "korean.csv" ? join(folder.path, arg) : arg));
        await main([...given, "--course", folder.path]).catch((error: Error) => (said = error.message));
        expect(said).to.match(message);
      });
  });
});
