/** Marks that a step leaves when it is done. They are written completely or not at all; one that cannot be read counts as missing. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";

/**
 * Writes a file completely or not at all: a reader sees either the old text or the new one, even if the machine stops in the middle.
 * @param {string} file @param {string} text
 */
export function writeWhole(file, text) {
  const partial = `${file}.${process.pid}.partial`;
  try {
    const descriptor = openSync(partial, "w");
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** @param {string} file @returns {Record<string, unknown> | undefined} undefined if there is none, or only part of one */
export function readStamp(file) {
  try {
    const stamp = JSON.parse(readFileSync(file, "utf8"));
    return typeof stamp === "object" && stamp !== null ? stamp : undefined;
  } catch {
    return undefined;
  }
}
