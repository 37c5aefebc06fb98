/** Works on several items at once, and prepares the next ones meanwhile. */

/**
 * Works through the items in `slots` lanes. `prepare` is called for a lane's next item while the current one is being worked on, so that
 * start-up costs no time if there are more items than lanes.
 */
export async function inSlots<Item, Ready>(
  items: readonly Item[],
  slots: number,
  prepare: (item: Item) => Ready,
  work: (item: Item, ready: Ready) => Promise<void>,
): Promise<void> {
  let next = 0;
  const take = (): { item: Item; ready: Ready } | undefined => {
    if (next >= items.length) return undefined;
    const item = items[next++]!;
    return { item, ready: prepare(item) };
  };
  const lane = async (): Promise<void> => {
    for (let now = take(); now !== undefined;) {
      const following = take();
      await work(now.item, now.ready);
      now = following;
    }
  };
  await Promise.all(Array.from({ length: Math.min(slots, items.length) }, lane));
}
