/**
 * The walls around a student's code, where the system lets us build them: namespaces of its own for network, processes and files, without
 * being root. Reference: https://man7.org/linux/man-pages/man1/unshare.1.html
 */
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, sep } from "node:path";
import type { Limits } from "./limits.ts";

export interface Walls {
  /** The student's own folder: the only one that can be written to. */
  readonly work: string;
  /** Folders of which nothing may be seen. */
  readonly hide: readonly string[];
  /** What must stay readable inside hidden folders: the package, the runtime. */
  readonly keep: readonly string[];
  readonly network: boolean;
  readonly limits: Limits;
}

const flags = (network: boolean): string[] => [
  "--user",
  "--map-root-user",
  "--mount",
  ...(network ? [] : ["--net"]),
  "--ipc",
  "--pid",
  "--fork",
  "--kill-child",
  "--mount-proc",
];

/** Why there can be no walls here; null where there can. */
export function whyNoWalls(): string | null {
  if (process.platform !== "linux") return `${process.platform} has no namespaces`;
  const { status, stderr, error } = spawnSync("unshare", [...flags(false), "sh", "-c", "mount -t tmpfs none /mnt"], {
    encoding: "utf8",
    timeout: 10_000,
  });
  if (error !== undefined) return "the program unshare (util-linux) is not there";
  return status === 0 ? null : `this system does not allow them: ${stderr.trim().split("\n")[0] ?? "unshare failed"}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

/** The command in front of the runner's own. */
export function wallsAround({ work, hide, keep, network, limits }: Walls): readonly string[] {
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path);
  const hidden = outermost(hide.filter(existsSync).map(real));
  // Only what would vanish has to be brought back.
  const kept = outermost([...keep, dirname(dirname(process.execPath))].filter(existsSync).map(real)).filter((path) =>
    hidden.some((folder) => inside(path, folder)),
  );
  const own = real(work);
  const stage = ["/mnt", "/media", "/srv"].find((path) => existsSync(path)) ?? "/tmp";
  const back = [...kept, own];
  const lines = [
    "set -e",
    `mount -t tmpfs none ${stage}`,
    ...back.map((path, i) => `mkdir ${stage}/${i} && mount --bind ${quoted(path)} ${stage}/${i}`),
    ...hidden.map((path) => `mount -t tmpfs -o mode=755 none ${quoted(path)}`),
    ...back.map((path, i) => `mkdir -p ${quoted(path)} && mount --bind ${stage}/${i} ${quoted(path)}`),
    ...kept.map((path) => `mount -o remount,ro,bind ${quoted(path)}`),
    `umount -l ${stage}`,
    // The rest of the system is for reading, as far as this system lets that be said.
    "mount -o remount,ro,bind / 2>/dev/null || true",
    `cd ${quoted(own)}`,
    fileLimit(limits),
    'exec "$@"',
  ];
  return ["unshare", ...flags(network), "sh", "-c", lines.join("\n"), "sh"];
}

/** Without walls the size of files is limited all the same, where there is a shell to do it. */
export function limitsOnly(limits: Limits): readonly string[] | undefined {
  if (process.platform === "win32") return undefined;
  return ["sh", "-c", `${fileLimit(limits)}\nexec "$@"`, "sh"];
}

/** sh counts files in blocks of 512 bytes. */
const fileLimit = ({ fileMb }: Limits): string => `ulimit -f ${fileMb * 2048}`;

/** Without those that lie inside others. */
const outermost = (paths: readonly string[]): string[] =>
  [...new Set(paths)].filter((path) => !paths.some((other) => other !== path && inside(path, other)));

/** What is never a student's to see: the course, the teacher's home, what others keep for the moment. */
export const privateFolders = (courseRoot: string): readonly string[] => [courseRoot, homedir(), tmpdir()];
