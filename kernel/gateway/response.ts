/** The launcher's answer: where the kernel can be reached, readable only for the gateway that asked. */
import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import type { Launch } from "./options.ts";

/** The form of the answer: a key for AES, encrypted by RSA, and the data encrypted by that key. The gateway prescribes both ciphers. */
const VERSION = 1;
const CONNECT_MS = 30_000;

/** @throws TypeError if the text is no key */
export function readPublicKey(text: string): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
  } catch (error) {
    throw new TypeError(`expected --public-key to be an RSA key in base64, got ${text.slice(0, 20)}`, { cause: error });
  }
}

/** The answer as it is sent: base64 of JSON. */
export function encrypt(info: object, key: KeyObject): string {
  const secret = randomBytes(16);
  const cipher = createCipheriv("aes-128-ecb", secret, null);
  const data = Buffer.concat([cipher.update(JSON.stringify(info), "utf8"), cipher.final()]);
  const sealed = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret);
  const answer = { version: VERSION, key: sealed.toString("base64"), conn_info: data.toString("base64") };
  return Buffer.from(JSON.stringify(answer)).toString("base64");
}

/** @throws Error if the gateway cannot be reached */
export async function answer({ host, port }: Launch["response"], text: string): Promise<void> {
  const socket = connect({ host, port, timeout: CONNECT_MS });
  socket.once("timeout", () => socket.destroy(new Error(`no answer in ${CONNECT_MS / 1000} s`)));
  try {
    await once(socket, "connect");
    socket.end(text);
    // The gateway closes the connection when it has read everything.
    await once(socket.resume(), "close");
  } catch (error) {
    throw new Error(`the gateway at ${host}:${port} cannot be reached: ${(error as Error).message}`, { cause: error });
  }
}
