/** The kernel's side of a live picture, as anywidget hands it to a page. */
import type { Input } from "./frame.ts";

/** @see https://anywidget.dev/en/afm/ */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, handler: () => void): void;
  off(event: string, handler: () => void): void;
  /** False when the kernel is gone; not every front end says so. */
  readonly comm_live?: boolean;
}

export const inputOf = (model: Model): Input<unknown> => ({
  data: {},
  words: model.get("words") as Readonly<Record<string, string>>,
  language: String(model.get("language")),
});

/** Float32 numbers out of bytes that came beside the state. */
export function bytesIn(value: unknown): Float32Array {
  const view = value as ArrayBufferView;
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer);
}

/** When the kernel is gone nothing can be changed any more: the picture stays, and says so. */
export function followLife(model: Model, box: HTMLElement, say: (key: string) => string): () => void {
  const note = document.createElement("div");
  note.className = "ck-result ck-gone";
  note.setAttribute("role", "status");
  const look = (): void => {
    if (model.comm_live !== false) return;
    note.textContent = say("gone");
    box.prepend(note);
    for (const control of box.querySelectorAll<HTMLInputElement>("input, select, button")) control.disabled = true;
  };
  model.on("comm_live_update", look);
  look();
  return () => model.off("comm_live_update", look);
}
