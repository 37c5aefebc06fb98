/** Several at once, and the next one made ready meanwhile. */

/**
 * Works through the items in `slots` lanes. `prepare` is begun for a lane's next item while its present one is worked on, so that start-up
 * costs no time where there are more items than lanes.
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
