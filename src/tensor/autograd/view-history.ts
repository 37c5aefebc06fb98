/**
 * Views and in-place operations: once a tensor or one of its views has been changed in place, the history of all of
 * them runs through the tensor they are views of.
 */

import type { Tensor } from "../tensor.ts";
import { edgeOf } from "./edge.ts";
import { GradFn, type Rule } from "./grad-fn.ts";

/** A window onto a storage. */
export interface Window {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

interface AsStrided {
  readonly base: Window;
  readonly view: Window;
}

const asStridedRule: Rule<AsStrided> = {
  name: "AsStridedBackward0",
  backward: (node, grad) => [grad.scatterWindow(node.context.base, node.context.view)],
};

/** Gives a view the history that follows from its base, after the storage was changed. */
export function refreshView(view: Tensor): void {
  const base = view.base!;
  view.viewVersion = view.memory.version;
  if (base.gradFn === null) return;
  const context: AsStrided = { base: windowOf(base), view: windowOf(view) };
  view.setHistory(new GradFn(asStridedRule, [edgeOf(base)], [], context) as GradFn, 0);
}

interface CopySlicesContext extends AsStrided {
  /** The operation on the view; its first input was the view before. */
  readonly inner: GradFn;
}

const copySlicesRule: Rule<CopySlicesContext> = {
  name: "CopySlices",
  backward(node, grad) {
    const { base, view, inner } = node.context;
    const [own, ...others] = inner.rule.backward(inner, grad.gatherWindow(base, view));
    return [node.needs(0) && grad.replaceWindow(base, view, own || null), ...others];
  },
};

class CopySlices extends GradFn<CopySlicesContext> {
  override free(): void {
    this.context.inner.free();
  }
}

/** The base was changed through its view by the operation `inner`. */
export function rebaseThroughView(view: Tensor, inner: GradFn): void {
  const base = view.base!;
  const context = { base: windowOf(base), view: windowOf(view), inner };
  const node = new CopySlices(copySlicesRule, [edgeOf(base), ...inner.next.slice(1)], [], context);
  base.setHistory(node as GradFn, 0);
  view.viewVersion = -1;
}

function windowOf({ sizes, strides, offset }: Tensor): Window {
  return { sizes, strides, offset };
}
