/** `npm test`: sets all up and runs every check. `npm test -- unit wire` runs only the suites named. */
import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { packageRoot } from "./paths.mjs";
import { setUp } from "./set-up.mjs";
import { SetupError, fail, say, seconds } from "./steps.mjs";

const suites = {
  check: ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"],
  "check of the page's script": ["node_modules/typescript/bin/tsc", "-p", "kernel/labextension"],
  "check of the pictures' scripts": ["node_modules/typescript/bin/tsc", "-p", "src/plot/pages"],
  lint: ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings", "kernel", "src", "test"],
  format: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "kernel", "src", "test"],
  unit: ["node_modules/mocha/bin/mocha.js", "test/*.test.ts", "test/src/**/*.test.ts", "test/kernel/**/*.test.ts"],
  wire: ["node_modules/mocha/bin/mocha.js", "test/wire/**/*.test.ts"],
  notebooks: ["node_modules/mocha/bin/mocha.js", "test/notebooks/**/*.test.ts"],
  nbgrader: ["node_modules/mocha/bin/mocha.js", "test/nbgrader/**/*.test.ts"],
  servers: ["node_modules/mocha/bin/mocha.js", "test/servers/**/*.test.ts"],
  package: ["node_modules/mocha/bin/mocha.js", "test/package/**/*.test.ts"],
  browser: ["node_modules/mocha/bin/mocha.js", "test/browser/**/*.test.ts"],
};

/**
 * @param {string} node @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, output: string }>}
 */
function runSuite(node, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: packageRoot, env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal) say(`The suite's process was ended by ${signal}.`);
      resolve({ code: code ?? 1, output: stripVTControlCharacters(output) });
    });
  });
}

/** @param {string} output @param {string} word */
const count = (output, word) => Number(new RegExp(`^\\s*(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);

/** Mocha's list of failures, or the last lines of a suite that ended in another way. @param {string} output */
function whatFailed(output) {
  const at = output.search(/^\s*\d+ failing$/m);
  return (at >= 0 ? output.slice(at) : output.split("\n").slice(-30).join("\n")).trim();
}

try {
  const named = process.argv.slice(2);
  for (const name of named)
    if (!(name in suites))
      throw new SetupError(`npm test: there is no suite "${name}".`, `choose among ${Object.keys(suites).join(", ")}.`);
  const { node, python } = await setUp({ needs: "test" });
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    CONVKERNEL_PYTHON: python,
    ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
  };
  let passed = 0;
  let failed = 0;
  /** @type {string[]} */
  const told = [];
  /** @type {string[]} */
  const late = [];
  for (const [name, [script = "", ...args]] of Object.entries(suites)) {
    if (named.length > 0 && !named.includes(name)) continue;
    say(`\n== ${name} ==`);
    const from = Date.now();
    const { code, output } = await runSuite(node, [join(packageRoot, script), ...args], env);
    const isMocha = script.includes("mocha");
    const failures = isMocha ? count(output, "failing") : 0;
    passed += isMocha ? count(output, "passing") : code === 0 ? 1 : 0;
    // A suite that ends badly without a failed test (it crashed, it found none) counts as one.
    failed += code !== 0 ? Math.max(1, failures) : failures;
    say(`${name}: ${code === 0 ? "passed" : "FAILED"} in ${seconds(from)}`);
    late.push(...(output.match(/^passed at the second try: .*$/gm) ?? []));
    if (code !== 0) told.push(`== ${name} ==\n${whatFailed(output)}`);
  }
  // Told once more at the end: who reads a log of thousands of lines begins there.
  if (told.length > 0) say(`\nWhat failed:\n\n${told.join("\n\n")}`);
  if (late.length > 0) say(`\n${late.join("\n")}`);
  say(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  fail(error);
}
