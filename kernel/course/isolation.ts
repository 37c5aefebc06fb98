/**
 * The walls around a student's code, if the system lets us build them: separate namespaces for network, processes and files, without being
 * root. Reference: https://man7.org/linux/man-pages/man7/user_namespaces.7.html
 */
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, sep } from "node:path";
import { packageRoot } from "../contract/package-root.ts";
import type { Limits } from "./limits.ts";

export interface Walls {
  /** The student's own folder: this and the folder for temporary files are the only writable ones. */
  readonly work: string;
  /** Folders that must be hidden. */
  readonly hide: readonly string[];
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

/** An inner namespace has no rights over the mounts of the outer one, so no wall can be taken down from inside it. */
const INNER = ["unshare", "--user", "--map-root-user", "--mount"];

/** Why no walls can be built here; null if they can. */
export function whyNoWalls(): string | null {
  if (process.platform !== "linux") return `${process.platform} has no namespaces`;
  const probe = ["sh", "-c", `mount -t tmpfs none /mnt && exec ${INNER.join(" ")} true`];
  const { status, stderr, error } = spawnSync("unshare", [...flags(false), ...probe], {
    encoding: "utf8",
    timeout: 10_000,
  });
  if (error !== undefined) return "the program unshare (util-linux) is not there";
  return status === 0 ? null : `this system does not allow them: ${stderr.trim().split("\n")[0] ?? "unshare failed"}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

/** The packages that an installed package imports are beside it in the project's node_modules or, if it is linked, inside it. */
export function modulesAround(packageFolder: string): string {
  const modules = `${sep}node_modules`;
  const at = packageFolder.indexOf(modules + sep);
  return at < 0 ? packageFolder : packageFolder.slice(0, at + modules.length);
}

/** What must stay readable inside hidden folders: the package with what it imports, and the runtime. */
const needed = (): string[] => [modulesAround(realPath(packageRoot)), dirname(dirname(realPath(process.execPath)))];

/** The command in front of the runner's own. */
export function wallsAround({ work, hide, network, limits }: Walls): readonly string[] {
  const hidden = outermost([...hide, ...SOCKETS].filter(existsSync).map(realPath));
  // Only paths that would vanish have to be mounted again.
  const kept = outermost([...needed(), ...(network ? NAMES : [])].filter(existsSync)).filter((path) =>
    hidden.some((folder) => inside(path, folder)),
  );
  const own = realPath(work);
  const stage = ["/mnt", "/media", "/srv"].find((path) => existsSync(path)) ?? "/opt";
  const back = [...kept, own];
  const scratch = realPath(tmpdir());
  const lines = [
    "set -e",
    `mount -t tmpfs none ${stage}`,
    ...back.map((path, i) => `mkdir ${stage}/${i} && mount --bind ${quoted(path)} ${stage}/${i}`),
    ...ownDevices(`${stage}/dev`),
    ...hidden.map((path) => `mount -t tmpfs -o mode=755,size=${limits.fileMb}m none ${quoted(path)}`),
    ...back.map((path, i) => `mkdir -p ${quoted(path)} && mount --bind ${stage}/${i} ${quoted(path)}`),
    `umount -l ${stage}`,
    // A teacher who is root outside is root in here as well, for settings of the whole system.
    "for path in /proc/sys /proc/sysrq-trigger /proc/irq /proc/bus; do [ ! -e $path ] || mount --bind $path $path; done",
    // Everything else becomes read-only. Flags that a mount had must stay, or the system refuses.
    "while read -r _ _ _ _ point options _; do",
    `  case "$point" in ${quoted(own)}|${quoted(scratch)}|/dev/*|/proc) continue ;; esac`,
    '  case "$options" in ro|ro,*) continue ;; esac',
    '  mount -o "remount,bind,ro${options#rw}" "$(printf %b "$point")" 2>/dev/null || true',
    "done < /proc/self/mountinfo",
    `cd ${quoted(own)}`,
    fileLimit(limits),
    // Not with exec: the first process of a namespace cannot be killed from inside, and a runner whose grader is gone must be able to end
    // itself.
    `${INNER.join(" ")} ${bareEnvironment(own)} "$@" || exit $?`,
  ];
  return ["unshare", ...flags(network), "sh", "-c", lines.join("\n"), "sh"];
}

/** Devices that programs expect; for a teacher who is root, the others include disks. */
const ownDevices = (stage: string): string[] => [
  `mkdir ${stage} && mount -t tmpfs -o mode=755,size=64m none ${stage} && mkdir ${stage}/shm`,
  `for name in null zero full random urandom; do : > ${stage}/$name && mount --bind /dev/$name ${stage}/$name; done`,
  `ln -s /proc/self/fd ${stage}/fd`,
  `mount --rbind ${stage} /dev`,
];

/** Where a system keeps its services' sockets, which a network namespace does not block. */
const SOCKETS = ["/run", "/var/run"];
/** Those that a network needs in order to resolve names. */
const NAMES = ["/run/systemd/resolve", "/run/resolvconf"];

/** Environment variables that a student's code may see; a teacher's environment contains keys and tokens. */
const PASSED = /^(PATH|LANG|LC_\w+|TZ|CONVKERNEL_\w+|NODE_COMPILE_CACHE|LD_LIBRARY_PATH)$/;

const bareEnvironment = (home: string): string => {
  const passed = Object.keys(process.env).filter((name) => PASSED.test(name));
  // The runner's mark is set when the runner is started.
  const names = new Set([...passed, "CONVKERNEL_RUNNER"]);
  return ["env -i", `HOME=${quoted(home)}`, ...[...names].map((name) => `${name}="$${name}"`)].join(" ");
};

/** Without walls, file sizes are still limited, if there is a shell to do it. */
export function limitsOnly(limits: Limits): readonly string[] | undefined {
  if (process.platform === "win32") return undefined;
  return ["sh", "-c", `${fileLimit(limits)}\nexec "$@"`, "sh"];
}

/** sh counts files in blocks of 512 bytes. */
const fileLimit = ({ fileMb }: Limits): string => `ulimit -f ${fileMb * 2048}`;

/** The paths, without those that lie inside others. */
const outermost = (paths: readonly string[]): string[] =>
  [...new Set(paths)].filter((path) => !paths.some((other) => other !== path && inside(path, other)));

/** Folders that a student must never see: the course, the teacher's home, other users' temporary files. */
export const privateFolders = (courseRoot: string): readonly string[] => [
  courseRoot,
  homedir(),
  tmpdir(),
  "/tmp",
  "/var/tmp",
];
