import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import {
  copyFiles,
  hashOfFolder,
  makeWorkspace,
  removeAbandoned,
  removeWorkspace,
} from "../../../kernel/course/workspace.ts";
import { write } from "../../support/assignment.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("a submission's folder", () => {
  const folder = temporaryFolder("workspace");
  after(() => folder.remove());

  it("stays while its grader lives, and goes when that was killed", () => {
    const mine = makeWorkspace();
    // No process has the largest possible id.
    const left = join(mine, "..", basename(mine).replace(String(process.pid), "4194304"));
    mkdirSync(left);
    removeAbandoned();
    expect([mine, left].map((path) => existsSync(path))).to.deep.equal([true, false]);
    removeWorkspace(mine);
    expect(existsSync(mine)).to.equal(false);
  });

  it("gets the assignment's files in the place of what a student handed in under their names", () => {
    write(folder.path, "student/data.txt/own.txt", "mine");
    write(folder.path, "student/pictures", "mine");
    write(folder.path, "teacher/data.txt", "numbers");
    write(folder.path, "teacher/pictures/one.txt", "1");
    const to = join(folder.path, "work");
    mkdirSync(to);
    copyFiles(join(folder.path, "student"), to);
    copyFiles(join(folder.path, "teacher"), to);
    expect(readFileSync(join(to, "data.txt"), "utf8")).to.equal("numbers");
    expect(readFileSync(join(to, "pictures", "one.txt"), "utf8")).to.equal("1");
  });

  it("gets no links, and no file beyond what may be handed in, and says so", () => {
    const from = join(folder.path, "much");
    truncateSync(write(from, "large.bin", ""), 65 * 2 ** 20);
    write(from, "small.txt", "kept");
    symlinkSync("/etc/passwd", join(from, "link"));
    const to = join(folder.path, "bounded");
    mkdirSync(to);
    expect(copyFiles(from, to)).to.have.members([
      "link: a link, not taken along",
      "large.bin: too large to be taken along",
    ]);
    expect(readFileSync(join(to, "small.txt"), "utf8")).to.equal("kept");
  });

  it("is known by its contents, without reading what is too large to be taken along", () => {
    const at = join(folder.path, "hashed");
    write(at, "a.ipynb", "{}");
    const before = hashOfFolder(at);
    expect(hashOfFolder(at)).to.equal(before);
    // More than a Buffer can hold.
    truncateSync(write(at, "huge.bin", ""), 5 * 2 ** 30);
    const huge = hashOfFolder(at);
    expect(huge).not.to.equal(before);
    write(at, "a.ipynb", "{ }");
    expect(hashOfFolder(at)).not.to.equal(huge);
  });
});
