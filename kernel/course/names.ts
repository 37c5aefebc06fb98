/** Lists of names in a message. */

/** How many names of a long list are shown. */
const NAMED = 5;

export const listed = (names: readonly string[]): string =>
  names.length <= NAMED ? names.join(", ") : `${names.slice(0, NAMED).join(", ")} and ${names.length - NAMED} more`;
