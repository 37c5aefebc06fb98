/**
 * Frames to messages and back: identities, `<IDS|MSG>`, signature, header, parent header, metadata, content, buffers.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import { isTooDeep, wellFormedJson } from "./json-bounds.ts";
import { PROTOCOL_VERSION } from "./protocol.ts";
import type { Header, Incoming, Outgoing } from "./protocol.ts";

const DELIMITER = Buffer.from("<IDS|MSG>");
/** As many signatures are remembered as jupyter_client's own session does. */
const REMEMBERED = 65_536;
/** In bytes. A request's header is sent back with every message that answers it. */
const MAX_HEADER = 65_536;
const MAX_METADATA = 16 * 2 ** 20;
/** In bytes. Binary data travels in buffers, so only cells are long, and those are refused far below this size. */
const MAX_CONTENT = 64 * 2 ** 20;
const EMPTY = Buffer.from("{}");

export type Decoded =
  { readonly kind: "message"; readonly message: Incoming } | { readonly kind: "dropped"; readonly reason: string };

export interface WireOptions {
  /** An empty key switches signatures off. */
  readonly key: string;
  /** `hmac-` and the name of a hash, as the connection file has it. */
  readonly signatureScheme: string;
  readonly username?: string;
}

/** One session: the id that all messages of this process carry, and the key that signs them. */
export class Wire {
  readonly session = randomUUID();
  readonly #key: string;
  readonly #hash: string;
  readonly #username: string;
  readonly #seen = new LRUCache<string, true>({ max: REMEMBERED });

  /** @throws RangeError for a signature scheme other than HMAC over a hash that Node knows. */
  constructor(options: WireOptions) {
    const hash = /^hmac-(\w+)$/.exec(options.signatureScheme)?.[1];
    if (hash === undefined) {
      throw new RangeError(`connection file: expected signature_scheme hmac-sha256, got ${options.signatureScheme}`);
    }
    this.#key = options.key;
    this.#hash = hash;
    this.#username = options.username ?? "kernel";
    this.#sign([]);
  }

  /** Reads the frames of one message. A message that is malformed, wrongly signed or sent twice is dropped, with the reason. */
  decode(frames: readonly Uint8Array[]): Decoded {
    const at = frames.findIndex((frame) => DELIMITER.equals(frame));
    if (at < 0) return dropped("no <IDS|MSG> delimiter");
    const [signature, ...parts] = frames.slice(at + 1);
    if (signature === undefined || parts.length < 4) {
      return dropped(`expected 4 parts after the signature, got ${parts.length}`);
    }
    const [header, parentHeader, metadata, content, ...buffers] = parts as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    if (this.#key !== "") {
      const expected = this.#sign([header, parentHeader, metadata, content]);
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
        return dropped("wrong signature");
      const text = Buffer.from(signature).toString("latin1");
      if (this.#seen.has(text)) return dropped("the same signature twice");
      this.#seen.set(text, true);
    }
    const bounds = [MAX_HEADER, MAX_HEADER, MAX_METADATA];
    const large = [header, parentHeader, metadata].findIndex((part, index) => part.byteLength > bounds[index]!);
    if (large >= 0)
      return dropped(`a ${["header", "parent header", "metadata"][large]} of more than ${bounds[large]} bytes`);
    const oversized = content.byteLength > MAX_CONTENT ? content.byteLength : undefined;
    let json: unknown[];
    try {
      const texts = [header, parentHeader, metadata, oversized === undefined ? content : EMPTY].map((part) =>
        Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString(),
      );
      if (texts.some(isTooDeep)) return dropped("JSON that is nested too deep");
      json = texts.map((text) => JSON.parse(text) as unknown);
    } catch {
      return dropped("not JSON");
    }
    if (!json.every(isObject)) return dropped("a part is not a JSON object");
    const [head, parent, meta, body] = json as [Header, Partial<Header>, Incoming["metadata"], Incoming["content"]];
    if (typeof head.msg_type !== "string" || typeof head.msg_id !== "string") {
      return dropped("a header without msg_type or msg_id");
    }
    return {
      kind: "message",
      message: {
        // Copied, because identities are kept for a long time, and zeromq's frames and Node's small buffers share memory with much else.
        identities: frames.slice(0, at).map((frame) => new Uint8Array(frame)),
        header: head,
        parentHeader: parent,
        metadata: meta,
        content: body,
        buffers,
        ...(oversized !== undefined && { oversized }),
      },
    };
  }

  /** Frames of a message, with a fresh id and the present date. */
  encode(message: Outgoing): Uint8Array[] {
    const header: Header = {
      msg_id: message.id ?? randomUUID(),
      session: this.session,
      username: this.#username,
      date: new Date().toISOString(),
      msg_type: message.type,
      version: PROTOCOL_VERSION,
    };
    const parts = [header, message.parent, message.metadata ?? {}, message.content].map((part) =>
      Buffer.from(wellFormedJson(part)),
    );
    const signature = this.#key === "" ? Buffer.alloc(0) : this.#sign(parts);
    const prefix = message.channel === "iopub" ? topic(this.session, message) : (message.identities ?? []);
    return [...prefix, DELIMITER, signature, ...parts, ...(message.buffers ?? [])];
  }

  #sign(parts: readonly Uint8Array[]): Buffer {
    const hmac = createHmac(this.#hash, this.#key);
    for (const part of parts) hmac.update(part);
    // The signature travels as hexadecimal text.
    return Buffer.from(hmac.digest("hex"));
  }
}

/** JEP 65: the topic of a welcome is the subscription itself, and an empty one has no frame. */
function topic(session: string, message: Outgoing): readonly Uint8Array[] {
  if (message.type !== "iopub_welcome") return [Buffer.from(`kernel.${session}.${message.type}`)];
  return message.identities ?? [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function dropped(reason: string): Decoded {
  return { kind: "dropped", reason };
}
