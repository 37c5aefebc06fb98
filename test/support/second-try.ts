/**
 * A test that fails is tried once more: machines that others use too are late now and then. Whoever passes only then is named, and
 * `npm test` names it again at its end.
 */
import type { Context } from "mocha";

export const mochaHooks = {
  afterEach(this: Context): void {
    const test = this.currentTest;
    // At this point the retry's own number is only in a method that mocha's types do not name.
    const retry = (test as unknown as { currentRetry(): number }).currentRetry();
    if (retry > 0 && test?.state === "passed") console.log(`passed at the second try: ${test.fullTitle()}`);
  },
};
