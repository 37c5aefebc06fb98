/**
 * `prompt`, `confirm` and `alert` as in browsers: they block until the front end answers. If nobody can answer (`allow_stdin` is false, as
 * when a notebook runs unattended), they return at once as if cancelled.
 */
import type { Channel } from "./channel.ts";
import { cellContext } from "./stop/context.ts";
import { KeyboardInterrupt } from "./stop/keyboard-interrupt.ts";

export interface PromptApi {
  /** Returns the line that the user types, or null. An empty line gives `fallback`. With `password`, the typed text stays hidden. */
  prompt(message?: string, fallback?: string, options?: { readonly password?: boolean }): string | null;
  confirm(message?: string): boolean;
  alert(message?: string): void;
}

/** Asks the front end for a line; null if none was given. */
export type Ask = (prompt: string, password: boolean) => string | null;

export function createAsk(channel: Channel): Ask {
  return (prompt, password) => {
    const { parent, allowStdin } = cellContext();
    if (!allowStdin) return null;
    const answer = channel.ask({ kind: "input", parent, prompt, password });
    if (answer.kind === "interrupted") throw new KeyboardInterrupt();
    return answer.kind === "text" ? answer.text : null;
  };
}

export function createPrompt(ask: Ask): PromptApi {
  return {
    prompt(message = "", fallback = "", { password = false } = {}) {
      const text = ask(fallback === "" ? String(message) : `${message} [${fallback}] `, password);
      return text === "" ? String(fallback) : text;
    },
    confirm: (message = "Confirm") => /^\s*y(es)?\s*$/i.test(ask(`${message} [y/N] `, false) ?? ""),
    alert: (message = "") => void ask(`${message} [Enter] `, false),
  };
}
