/**
 * The language as notebooks record it. Front ends write it into every notebook that they open with this kernel; the committed lessons
 * contain exactly this (a test compares them), so that opening one changes nothing.
 */
import { manifest } from "../contract/package-root.ts";
import type { KernelInfo } from "./protocol.ts";

export const languageInfo: KernelInfo["language_info"] = {
  name: "typescript",
  version: manifest.dependencies.typescript,
  mimetype: "application/typescript",
  file_extension: ".ts",
  pygments_lexer: "typescript",
  codemirror_mode: "typescript",
  nbconvert_exporter: "script",
};
