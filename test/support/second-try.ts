/**
 * Tries a failed test once more, because shared machines are sometimes slow. A test that passes only then is named, and `npm test` names it
 * again at its end.
 */
import type { Context } from "mocha";

export const mochaHooks = {
  afterEach(this: Context): void {
    const test = this.currentTest;
    // Here the retry's number is available only from a method that mocha's types do not list.
    const retry = (test as unknown as { currentRetry(): number }).currentRetry();
    if (retry > 0 && test?.state === "passed") console.log(`passed at the second try: ${test.fullTitle()}`);
  },
};
