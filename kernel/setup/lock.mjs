/**
 * One set-up at a time in a folder. The lock is a file that its owner touches while it works; a lock whose owner is gone, or has not
 * touched it for a minute, is taken over.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { say } from "./steps.mjs";

const silent = 60_000;

/** @typedef {{ pid: number, host: string, token: string }} Owner */

/** @param {string} file @returns {Owner | undefined} undefined if the file is gone or names no owner */
function ownerOf(file) {
  try {
    const owner = JSON.parse(readFileSync(file, "utf8"));
    return typeof owner?.pid === "number" ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {string} file */
function isLeftBehind(file) {
  const owner = ownerOf(file);
  if (owner !== undefined && owner.host === hostname() && !lives(owner.pid)) return true;
  try {
    // An owner on another machine cannot be checked, and one that has not written its name yet has only just started.
    return Date.now() - statSync(file).mtimeMs > silent;
  } catch {
    return false;
  }
}

/** @param {string} file @param {Owner} me @returns {boolean} whether it is ours now */
function take(file, me) {
  // Linked rather than written, so that nobody ever sees a lock without its owner's name.
  const mine = `${file}.${me.token}`;
  writeFileSync(mine, JSON.stringify(me));
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Removes an abandoned lock, and only that one: another process may have replaced it meanwhile. @param {string} file */
function clear(file) {
  const left = ownerOf(file)?.token;
  const aside = `${file}.left.${process.pid}`;
  try {
    renameSync(file, aside);
    if (ownerOf(aside)?.token !== left) linkSync(aside, file);
  } catch {
    // Another waiting process was quicker.
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Does the work while holding the lock, so that nobody else with the same lock works.
 * @template T
 * @param {string} file @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function locked(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  const me = { pid: process.pid, host: hostname(), token: `${process.pid}.${Date.now().toString(36)}` };
  for (let told = 0; !take(file, me);) {
    if (isLeftBehind(file)) {
      clear(file);
      continue;
    }
    const owner = ownerOf(file);
    if (owner !== undefined && Date.now() - told > 15_000) {
      say(`  … another set-up (process ${owner.pid}) is at work in this folder; waiting for it`);
      told = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const beat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // The folder was removed while we were working; the work itself will report that.
    }
  }, 2000);
  // Also released if a step calls process.exit().
  const release = () => {
    if (ownerOf(file)?.token === me.token) rmSync(file, { force: true });
  };
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off("exit", release);
    release();
  }
}
