/** How wide a text is on a terminal: Chinese, Japanese and Korean characters take two columns. */

const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/;

export const isWide = (character: string): boolean => WIDE.test(character);

export const columnsOf = (text: string): number => text.length + (text.match(new RegExp(WIDE, "g"))?.length ?? 0);

/** The text, padded with spaces on the right to a given width. */
export const padColumns = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - columnsOf(text)));
