/** How the files of a data set get onto this machine: found where they are, unpacked from an archive, or downloaded. */
import { existsSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { checkAhead, checkFile, keepChecks } from "./checks.ts";
import { addressesFor, type Source } from "./fetch/addresses.ts";
import { makeFolder } from "./fetch/folder.ts";
import { cellSignal } from "./fetch/interrupt.ts";
import { Lock } from "./fetch/lock.ts";
import { Progress, size } from "./fetch/progress.ts";
import { sizeOf } from "./fetch/transfer.ts";
import { explained, Missing, supply, type Bundle } from "./supply.ts";
import { asItIs, joined, reason, type Reason } from "./words.ts";

/** A bundle whose files are all present and intact. */
export interface Found<B extends Bundle> {
  readonly bundle: B;
  readonly root: string;
  /** The folder with the files. */
  readonly folder: string;
}

const NOT_FOUND = "Dataset not found or corrupted. You can use { download: true } to download it";

/**
 * The first bundle whose files are all in `root` or in its subfolder.
 * @throws Error if there is none; it names each file that is missing or damaged. Damaged files may be somebody's work.
 */
export function locate<B extends Bundle>(bundles: readonly B[], root: string): Found<B> {
  const faults: Reason[] = [];
  let isDamaged = false;
  for (const bundle of bundles) {
    for (const folder of foldersOf(bundle, root)) {
      const states = bundle.files.map((file) => ({ file, state: checkFile(join(folder, file.name), file.md5) }));
      if (states.every(({ state }) => state.kind === "good")) {
        keepChecks(
          folder,
          bundle.files.map(({ name }) => name),
        );
        return { bundle, root, folder };
      }
      const wrong = states.filter(({ state }) => state.kind === "wrong");
      const missing = states.filter(({ state }) => state.kind === "missing").map(({ file }) => file.name);
      if (missing.length === states.length) continue;
      isDamaged ||= wrong.length > 0;
      for (const { file, state } of wrong) {
        const md5 = state.kind === "wrong" ? state.md5 : "";
        const path = join(folder, file.name);
        faults.push(asItIs(`${path} is damaged or another file: its MD5 is ${md5}, expected ${file.md5}`));
      }
      if (missing.length > 0) faults.push(reason("lacks", { folder, files: missing.join(", ") }));
    }
  }
  if (isDamaged) throw new Error(`${NOT_FOUND}, after moving away what is damaged. ${joined(faults, "; ").message}`);
  const lack = faults.length > 0 ? joined(faults, "; ") : reason("noneThere", { root });
  throw new Missing(`${NOT_FOUND}. ${lack.message}`, { brief: reason("fetches", { lack }).told });
}

/** Below the root, where archives put it; or the root itself, if somebody names the inner folder. */
const foldersOf = ({ folder }: Bundle, root: string): readonly string[] => [join(root, folder), root];

/** Makes sure that the files are somewhere `locate` finds them, and returns where. */
export async function obtain<B extends Bundle>(
  name: string,
  bundles: readonly B[],
  root: string,
  source: Source,
): Promise<Found<B>> {
  const signal = cellSignal();
  const addresses = addressesFor(source);
  let trouble: unknown;
  const look = async (place: string): Promise<Found<B> | undefined> => {
    await checkAhead(filesIn(bundles, place), signal);
    try {
      return locate(bundles, place);
    } catch (error) {
      if (place === root) trouble = error;
      return undefined;
    }
  };
  for (const place of [root, ...addresses.local]) {
    const found = await look(place);
    if (found === undefined) continue;
    if (source.download) console.log("Files already downloaded and verified");
    return found;
  }
  // Damaged files are not replaced.
  if (!(trouble instanceof Missing) || (!source.download && source.archive === undefined)) throw trouble;
  const isNew = !existsSync(root);
  const lock = await lockFor(bundles[0]!, root, signal);
  try {
    // The previous owner of the lock may have fetched them.
    const found = await look(root);
    if (found !== undefined) return found;
    await supply(name, bundles, root, { source, addresses, signal, lock });
    return (await look(root)) ?? Promise.reject(trouble);
  } catch (error) {
    lock.release();
    if (isNew) removeIfEmpty(root);
    throw explained(error, bundles[0]!, root);
  } finally {
    lock.release();
  }
}

/** A folder that was created for nothing. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not empty.
  }
}

const filesIn = (bundles: readonly Bundle[], root: string): [string, string | null][] =>
  bundles.flatMap((bundle) =>
    foldersOf(bundle, root).flatMap((folder) =>
      bundle.files.map(({ name, md5 }): [string, string | null] => [join(folder, name), md5]),
    ),
  );

async function lockFor(bundle: Bundle, root: string, signal: AbortSignal | undefined): Promise<Lock> {
  const what = bundle.archive?.name ?? bundle.folder.replaceAll("/", "-");
  const path = join(root, `.${what}.lock`);
  const line = new Progress(what);
  try {
    makeFolder(root);
    return await Lock.take(path, {
      signal,
      waiting: ({ pid, host, since, total }) => {
        const there = sizeOf(join(root, `${what}.part`));
        const share = total
          ? `, ${Math.floor((100 * there) / total)}% of ${size(total)}`
          : there > 0
            ? `, ${size(there)}`
            : "";
        line.show(
          `Waiting: process ${pid} on ${host} has been fetching ${what} since ${since.slice(11, 19)} UTC${share}`,
        );
      },
    });
  } catch (error) {
    throw explained(error, bundle, root);
  } finally {
    line.end();
  }
}
