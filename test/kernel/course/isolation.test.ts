/**
 * The walls around student code, from inside. They need Linux with user namespaces; elsewhere the test only checks that the reason is
 * given.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { packageRoot } from "../../../kernel/contract/package-root.ts";
import { modulesAround, privateFolders, wallsAround, whyNoWalls } from "../../../kernel/course/isolation.ts";
import { defaultLimits } from "../../../kernel/course/limits.ts";
import { temporaryFolder } from "../../support/temporary.ts";

describe("modulesAround", () => {
  it("is the whole folder of modules that an installed package lies in", () => {
    expect(modulesAround("/home/kim/class/node_modules/convkernel")).to.equal("/home/kim/class/node_modules");
    const linked = "/home/kim/class/node_modules/.pnpm/convkernel@1/node_modules/convkernel";
    expect(modulesAround(linked)).to.equal("/home/kim/class/node_modules");
  });

  it("is the package itself in a clone", () => {
    expect(modulesAround("/home/kim/convkernel")).to.equal("/home/kim/convkernel");
  });
});

const why = whyNoWalls();
if (why !== null)
  describe("wallsAround", () => {
    it("cannot be tried here", () => expect(why).to.be.a("string"));
  });
else
  describe("wallsAround", function () {
    this.timeout(60_000);
    const folder = temporaryFolder("walls");
    const course = join(folder.path, "it's a course");
    const work = join(folder.path, "work");
    mkdirSync(join(course, "source"), { recursive: true });
    mkdirSync(work);
    writeFileSync(join(course, "source", "a1.ipynb"), "solution");
    after(() => folder.remove());

    const command = wallsAround({
      work,
      // As in an installation, the package is in a hidden folder.
      hide: [...privateFolders(course), dirname(packageRoot)],
      network: false,
      limits: { ...defaultLimits, fileMb: 8 },
    });
    const inside = (script: string): string => {
      const [program, ...args] = [...command, "sh", "-c", script];
      const { stdout, stderr, status } = spawnSync(program!, args, {
        encoding: "utf8",
        env: { ...process.env, SECRET_TOKEN: "of the teacher" },
      });
      expect(status, stderr).to.equal(0);
      return stdout.trim();
    };

    const readSolution = `cat '${course.replaceAll("'", `'\\''`)}/source/a1.ipynb' 2>/dev/null`;

    it("show neither the course nor the home nor other folders of the moment", () => {
      expect(inside(`${readSolution}; ls ~root /var/tmp; true`)).not.to.match(/solution/);
      expect(inside(`ls -A ${JSON.stringify(process.env["HOME"] ?? "/root")} 2>/dev/null; true`)).to.equal("");
    });

    it("leave the package and the runtime readable", () => {
      expect(inside(`head -c 1 ${packageRoot}/package.json && ${process.execPath} -p '6 * 7'`)).to.equal("{42");
    });

    it("let only the own folder be written to", () => {
      const places = [
        packageRoot,
        // If the clone itself is among the temporary files, its folder belongs to those the student may see.
        ...(packageRoot.startsWith(`${tmpdir()}/`) ? [] : [dirname(packageRoot)]),
        "/etc",
        "/var/tmp",
        "/dev",
        "/dev/shm",
        "/run",
        "/sys",
        "/proc/sys",
      ];
      const tries = places.map((place) => `touch ${place}/x 2>/dev/null && echo ${place}`).join("; ");
      expect(inside(`${tries}; touch own && echo own`)).to.equal("own");
    });

    it("cannot be taken down from inside", () => {
      const tries = ["umount -l /tmp", "mount -o remount,rw,bind /", "unshare -rm umount -l /tmp"].join(" || ");
      expect(
        inside(`(${tries}) 2>/dev/null && echo down; ${readSolution}; touch /etc/x 2>/dev/null || echo up`),
      ).to.equal("up");
    });

    it("keep the teacher's variables, processes and network away", () => {
      expect(inside("env")).not.to.contain("of the teacher");
      // This shell is the first process, and ls the second one.
      expect(inside("ls /proc | grep -c '^[0-9]'").length).to.equal(1);
      expect(inside("cat /proc/net/dev | grep -v '|' | cut -d: -f1 | tr -d ' '")).to.equal("lo");
    });

    it("bound what is written", () => {
      expect(inside("head -c 20000000 /dev/zero > big 2>/dev/null; wc -c < big; rm big")).to.equal(String(8 * 2 ** 20));
    });

    it("let the runner end itself, as it does when its grader has gone", () => {
      const [program, ...args] = [...command, "sh", "-c", "kill -9 $$; sleep 600"];
      const { status, signal } = spawnSync(program!, args, { encoding: "utf8", timeout: 30_000 });
      expect([status, signal]).to.deep.equal([137, null]);
    });

    it("end all that is inside when they are ended", async () => {
      const [program, ...args] = [...command, "sh", "-c", "echo up; sleep 600 & sleep 600"];
      const child = spawn(program!, args, { stdio: ["ignore", "pipe", "inherit"] });
      await once(child.stdout, "data");
      child.kill("SIGKILL");
      // The pipe closes when the last process that holds it has gone.
      await once(child.stdout, "close");
    });
  });
