/** The kernel's side of a live picture, as anywidget passes it to a page. */
import type { Input } from "./frame.ts";

/** @see https://anywidget.dev/en/afm/ */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, handler: (content?: unknown) => void): void;
  off(event: string, handler: (content?: unknown) => void): void;
}

export const inputOf = (model: Model): Input<unknown> => ({
  data: {},
  words: model.get("words") as Readonly<Record<string, string>>,
  language: String(model.get("language")),
});

/** Float32 numbers from bytes that came with the state. */
export function bytesIn(value: unknown): Float32Array {
  const view = value as ArrayBufferView;
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer);
}

/** A kernel that is alive answers within this many milliseconds. */
const patience = 4000;

export interface Life {
  readonly note: HTMLElement;
  /** To be called after sending something that the kernel answers with another `answer`. */
  asked(): void;
  end(): void;
}

/**
 * Watches whether the kernel still answers, because front ends do not tell when it has been restarted. If it does not, the picture stays
 * and says so, until an answer comes after all.
 */
export function followLife(model: Model, box: HTMLElement, say: (key: string) => string): Life {
  const note = document.createElement("div");
  note.className = "ck-result ck-gone";
  note.setAttribute("role", "alert");
  box.prepend(note);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answered = (): void => {
    clearTimeout(timer);
    timer = undefined;
    note.textContent = "";
  };
  model.on("change:answer", answered);
  return {
    note,
    asked() {
      timer ??= setTimeout(() => {
        note.textContent = say("gone");
      }, patience);
    },
    end() {
      clearTimeout(timer);
      model.off("change:answer", answered);
    },
  };
}

/** Milliseconds between two stills sent to the notebook. */
const stillInterval = 1000;

export interface Still {
  /** To be called when the picture has changed. */
  changed(): void;
  end(): void;
}

/**
 * Keeps a current still in the notebook, so that it shows the last state when it is opened again. Only works if the renderer around this
 * page keeps stills, as that of our JupyterLab extension does.
 */
export function followStill(model: Model, el: HTMLElement): Still {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const received = (content: unknown): void => {
    const { kind, bundle } = (content ?? {}) as { readonly kind?: unknown; readonly bundle?: unknown };
    if (kind !== "convkernel.still") return;
    el.dispatchEvent(new CustomEvent("convkernel:still", { bubbles: true, detail: bundle }));
  };
  const isKept = (): boolean => !el.dispatchEvent(new Event("convkernel:keeps", { bubbles: true, cancelable: true }));
  model.on("msg:custom", received);
  return {
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        try {
          if (isKept()) model.send({ kind: "convkernel.still" });
        } catch {
          // The kernel has just been restarted, so the last still stays.
        }
      }, stillInterval);
    },
    end() {
      clearTimeout(timer);
      model.off("msg:custom", received);
    },
  };
}
