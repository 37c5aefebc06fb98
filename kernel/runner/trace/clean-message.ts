/** V8's messages mention the page objects that hold the user's variables, but the user knows only the variables. */

import { types } from "../own-util.ts";

/** Names as they appear in compiled code: `(0 , $$0.f) is not a function` and `$$0.xs is not iterable`. */
const PAGED = /\(0 , \${2,}\d+\.([\p{ID_Continue}$]+)\)|(?<![\p{ID_Continue}$])\${2,}\d+\.([\p{ID_Continue}$]+)/gu;

/** A write to a constant, which is a read-only property of a page. */
const CONSTANT = /^Cannot assign to read only property '.*' of object '\[object \$\$page\]'$/u;

/** Puts the user's names back into an error's message. Accepts anything that was thrown. */
export function cleanMessage(error: unknown): void {
  if (!types.isNativeError(error)) return;
  const message = Object.getOwnPropertyDescriptor(error, "message");
  if (typeof message?.value !== "string" || !message.writable || !message.value.includes("$$")) return;
  const value = CONSTANT.test(message.value)
    ? "Assignment to constant variable."
    : message.value.replace(PAGED, "$1$2");
  Object.defineProperty(error, "message", { ...message, value });
}
