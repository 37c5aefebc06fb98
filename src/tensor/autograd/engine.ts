/**
 * Walks the graph from results to leaves.
 *
 * Order: nodes by descending sequence number. A node is made after the nodes of its inputs, so everything that feeds a
 * node's gradient comes before it. Memory: the gradient that flows into a node has a count of owners; the last one
 * frees it, and whatever the rule computed on the way is freed when the rule returns (see scope.ts).
 */

import type { Storage } from "../../backend/index.ts";
import { isContiguous, sameShape } from "../../shape/index.ts";
import type { Tensor } from "../tensor.ts";
import { AccumulateGrad } from "./edge.ts";
import { GradFn, type Edge, type InputGrad } from "./grad-fn.ts";
import { withGradMode } from "./grad-mode.ts";
import { collectStorages } from "./scope.ts";

export interface Root {
  readonly node: GradFn;
  readonly index: number;
  readonly grad: Tensor;
}

export interface Options {
  readonly retainGraph: boolean;
  readonly createGraph: boolean;
  /** Gradients to collect instead of adding them to leaves; undefined for `backward`. */
  readonly capture?: readonly { readonly node: GradFn; readonly index: number }[];
  /** The leaves to add to, if not all. */
  readonly only?: ReadonlySet<GradFn>;
}

/**
 * Gradients on their way into nodes, one slot for each output of the node. Each filled slot is one owner of its
 * storage.
 */
type Pending = Map<GradFn, (Tensor | null)[]>;

/** Runs the graph backwards from `roots`; returns the collected gradients. */
export function runBackward(roots: readonly Root[], options: Options): (Tensor | null)[] {
  const captured = Array<Tensor | null>(options.capture?.length ?? 0).fill(null);
  const targets = options.capture ? new Set(options.capture.map(({ node }) => node)) : options.only;
  const order = nodesInOrder(
    roots.map(({ node }) => node),
    targets,
  );
  const wanted = targets === undefined ? null : new Set(order);
  const pending: Pending = new Map();

  withGradMode(options.createGraph, () => {
    for (const { node, index, grad } of roots) {
      if (wanted !== null && !wanted.has(node)) continue;
      grad.memory.retain();
      deliver(pending, node, index, grad);
    }
    for (const node of order) {
      const grads = pending.get(node);
      if (grads === undefined) continue;
      pending.delete(node);
      runPreHooks(node, grads);
      options.capture?.forEach((target, i) => {
        if (target.node !== node) return;
        captured[i] = grads[target.index] ?? null;
        captured[i]?.memory.retain();
      });
      if (options.capture === undefined && node instanceof AccumulateGrad) accumulate(node.variable, grads, options);
      else if (!(node instanceof AccumulateGrad)) step(node, grads, pending, wanted, options);
      for (const grad of grads) grad?.memory.release();
    }
  });
  return captured;
}

/** Processes one node: from the gradients of its outputs to those of its inputs. */
function step(
  node: GradFn,
  grads: (Tensor | null)[],
  pending: Pending,
  wanted: ReadonlySet<GradFn> | null,
  options: Options,
): void {
  const feeds = wanted === null || node.next.some((edge) => edge !== null && wanted.has(edge.node));
  if (feeds) {
    if (options.createGraph) {
      const results = applyRule(node, grads);
      for (const [edge, grad] of results) {
        if (wanted !== null && !wanted.has(edge.node)) continue;
        grad.memory.retain();
        deliver(pending, edge.node, edge.index, grad);
      }
    } else {
      const { result: results, storages } = collectStorages(() => applyRule(node, grads));
      for (const [edge, grad] of results)
        if (wanted === null || wanted.has(edge.node)) {
          grad.memory.retain();
          deliver(pending, edge.node, edge.index, grad);
        }
      releaseAll(storages);
    }
  }
  if (!options.retainGraph) node.free();
}

/** Brings the gradients that the rule returned to the inputs' shapes and dtypes. */
function applyRule(node: GradFn, grads: (Tensor | null)[]): [Edge, Tensor][] {
  const { outputs, rule, next } = node;
  node.checkNotFreed();
  let answer: readonly InputGrad[];
  if (outputs === undefined) answer = rule.backward(node, grads[0]!);
  else {
    const filled = outputs.map((_, i) => grads[i] ?? null);
    answer = rule.backward(node, filled[0]!, ...filled.slice(1));
  }
  const results: [Edge, Tensor][] = [];
  for (let i = 0; i < next.length; i++) {
    const edge = next[i]!;
    const grad = answer[i];
    if (edge === null || !grad) continue;
    results.push([edge, fitted(grad, edge, node)]);
  }
  return results;
}

function fitted(grad: Tensor, { shape, dtype }: Edge, node: GradFn): Tensor {
  let result = grad;
  if (!sameShape(result.sizes, shape)) {
    const lead = grad.sizes.length - shape.length;
    if (lead < 0 || shape.some((size, d) => size !== 1 && size !== grad.sizes[d + lead]))
      throw new RangeError(
        `Function ${node.rule.name} returned an invalid gradient at index ${node.next.findIndex((edge) => edge?.shape === shape)} - got [${grad.sizes.join(", ")}] but expected shape compatible with [${shape.join(", ")}]`,
      );
    result = result.sumToSize([...shape]);
  }
  return result.dtype === dtype ? result : result.to(dtype);
}

/** Adds a gradient to those that have already arrived at the node. */
function deliver(pending: Pending, node: GradFn, index: number, grad: Tensor): void {
  let slots = pending.get(node);
  if (slots === undefined) pending.set(node, (slots = []));
  const before = slots[index];
  if (before === undefined || before === null) {
    slots[index] = grad;
    return;
  }
  slots[index] = before.add(grad);
  before.memory.release();
  grad.memory.release();
}

/** Hooks see the gradient and may replace it; they may keep what they have seen. */
function runPreHooks(node: GradFn, grads: (Tensor | null)[]): void {
  if (node.preHooks === null) return;
  for (const hook of node.preHooks) {
    const grad = grads[hook.index];
    if (grad === undefined || grad === null) continue;
    grad.memory.retain();
    const replacement = hook.call(grad);
    if (replacement === undefined || replacement === grad) continue;
    if (!sameShape(replacement.sizes, grad.sizes))
      throw new RangeError(
        `hook has changed the size of value: expected ${grad.shape.toString()}, got ${replacement.shape.toString()}`,
      );
    grad.memory.release();
    replacement.memory.retain();
    grads[hook.index] = replacement;
  }
}

/** Adds to a leaf's `grad`. */
function accumulate(variable: Tensor, grads: (Tensor | null)[], options: Options): void {
  const grad = grads[0];
  if (grad === undefined || grad === null) return;
  const { autograd } = variable;
  const before = autograd.grad;
  if (options.createGraph) {
    autograd.grad = before === null ? grad.clone() : before.add(grad);
    return;
  }
  if (before !== null) {
    before.add_(grad);
    return;
  }
  autograd.gradSeen = false;
  if (grad.memory.owners === 1 && grad.isDense && isContiguous(grad.sizes, grad.strides)) {
    grad.memory.retain();
    autograd.grad = grad.base === null ? grad : grad.detach();
  } else autograd.grad = grad.clone();
}

function releaseAll(storages: readonly Storage[]): void {
  for (const storage of storages) storage.release();
}

/** Every node that the gradient can reach; or only those on a path to `targets`. */
function nodesInOrder(roots: readonly GradFn[], targets: ReadonlySet<GradFn> | undefined): GradFn[] {
  const seen = new Set<GradFn>();
  const stack = [...roots];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const edge of node.next) if (edge !== null && !seen.has(edge.node)) stack.push(edge.node);
  }
  const leaves: GradFn[] = [];
  const nodes: GradFn[] = [];
  for (const node of seen) (node instanceof AccumulateGrad ? leaves : nodes).push(node);
  nodes.sort((a, b) => b.sequence - a.sequence);
  const order = [...nodes, ...leaves];
  if (targets === undefined) return order;
  const needed = new Set<GradFn>();
  for (const node of order.toReversed())
    if (targets.has(node) || node.next.some((edge) => edge !== null && needed.has(edge.node))) needed.add(node);
  return order.filter((node) => needed.has(node));
}
