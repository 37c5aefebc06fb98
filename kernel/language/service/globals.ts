/**
 * Declarations of what cells find without importing it. A string, because the build of this package is the compiler alone,
 * which copies no `.d.ts` files.
 */
export const globals = `/// <reference types="node" />
`;
