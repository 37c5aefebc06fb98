/** MIME bundles as Jupyter wants them: strings, base64 for bytes, JSON values for JSON types. */
import type { MimeBundle } from "../../contract/runner.ts";
import { errorText, inspectText } from "./inspect-text.ts";

const Json = JSON;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The most characters that one type's content may have. Larger content makes servers, browsers and notebook files fail in various ways. */
const MAX_CONTENT = 50_000_000;

export function bytesToText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** The type of an image, judged by its first bytes, or undefined. */
export function imageType(bytes: Uint8Array): "image/png" | "image/jpeg" | undefined {
  if (PNG.every((byte, i) => bytes[i] === byte)) return "image/png";
  const end = bytes.length;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9;
  return isJpeg ? "image/jpeg" : undefined;
}

/**
 * A bundle that is safe to send: bytes become base64, content that JSON cannot hold or that is too large becomes a note, and undefined and
 * functions are removed.
 */
export function cleanBundle(bundle: MimeBundle): MimeBundle {
  const clean: Record<string, unknown> = {};
  const notes: string[] = [];
  for (const [type, content] of Object.entries(bundle)) {
    if (content === undefined || typeof content === "function") continue;
    const size = sizeOf(type, content);
    if (size > MAX_CONTENT) notes.push(tooLarge(type, size));
    else if (typeof content === "string") clean[type] = content;
    else if (content instanceof Uint8Array) clean[type] = bytesToText(content);
    else clean[type] = isJson(type) ? jsonValue(content) : inspectText(content);
  }
  return notes.length === 0 ? clean : { ...clean, "text/plain": notes.join("\n") };
}

/** Size in characters, as far as it can be known without producing them. */
function sizeOf(type: string, content: unknown): number {
  if (typeof content === "string") return content.length;
  if (content instanceof Uint8Array) return Math.ceil(content.length / 3) * 4;
  if (!isJson(type)) return 0;
  try {
    return Json.stringify(content).length;
  } catch (error) {
    // The string would be too long for V8; any other error becomes a note.
    return error instanceof RangeError && /string length/.test(error.message) ? Infinity : 0;
  }
}

function tooLarge(type: string, size: number): string {
  const count = size === Infinity ? "more than half a billion" : size.toLocaleString("en-US");
  const most = MAX_CONTENT.toLocaleString("en-US");
  return `[${type} of ${count} characters is not shown: at most ${most} are. Write it to a file instead.]`;
}

/** Metadata that is safe to send: values that JSON cannot hold become a note. */
export function cleanMetadata(metadata: MimeBundle): MimeBundle {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, jsonValue(value)]));
}

/** Text, image, audio and video types hold strings, all others any JSON value. */
function isJson(type: string): boolean {
  return !/^(text|image|audio|video)\//.test(type);
}

function jsonValue(content: unknown): unknown {
  try {
    Json.stringify(content);
    return content;
  } catch (error) {
    return `not representable as JSON (${errorText(error).split("\n")[0]})`;
  }
}
