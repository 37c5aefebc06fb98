/** `npm test`: sets everything up and runs every check. `npm test -- unit wire` runs only the named suites. */
import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { cacheFolder, packageRoot } from "./paths.mjs";
import { setUp } from "./set-up.mjs";
import { SetupError, fail, say, seconds } from "./steps.mjs";

/** @type {Readonly<Record<string, readonly string[]>>} */
const suites = {
  check: ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"],
  "check of the page's script": ["node_modules/typescript/bin/tsc", "-p", "kernel/labextension"],
  "check of the pictures' scripts": ["node_modules/typescript/bin/tsc", "-p", "src/plot/pages"],
  lint: ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings", "kernel", "src", "test"],
  format: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "kernel", "src", "test"],
  unit: [
    "node_modules/mocha/bin/mocha.js",
    "test/*.test.ts",
    "test/ports/*.test.ts",
    "test/src/**/*.test.ts",
    "test/kernel/**/*.test.ts",
  ],
  wire: ["node_modules/mocha/bin/mocha.js", "test/wire/**/*.test.ts"],
  notebooks: ["node_modules/mocha/bin/mocha.js", "test/notebooks/**/*.test.ts"],
  nbgrader: ["node_modules/mocha/bin/mocha.js", "test/nbgrader/**/*.test.ts"],
  servers: ["node_modules/mocha/bin/mocha.js", "test/servers/**/*.test.ts"],
  package: ["node_modules/mocha/bin/mocha.js", "test/package/**/*.test.ts"],
  browser: ["node_modules/mocha/bin/mocha.js", "test/browser/**/*.test.ts"],
};

/** Suites that keep the processor busy run one after another; the others run in parallel with them, because they mostly wait. */
const busy = new Set(["unit", "wire", "package"]);

/** @typedef {{ name: string, code: number, output: string }} Outcome */

/**
 * @param {string} name @param {string} node @param {NodeJS.ProcessEnv} env @param {boolean} live whether the output is shown as it comes
 * @returns {Promise<Outcome>}
 */
function runSuite(name, node, env, live) {
  return new Promise((resolve, reject) => {
    const [script = "", ...args] = suites[name] ?? [];
    const child = spawn(node, [join(packageRoot, script), ...args], {
      cwd: packageRoot,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const from = Date.now();
    let output = "";
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      output += chunk.toString();
      if (live) process.stdout.write(chunk);
    };
    if (live) say(`\n== ${name} ==`);
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal) output += `The suite's process was ended by ${signal}.\n`;
      const end = `${name}: ${code === 0 ? "passed" : "FAILED"} in ${seconds(from)}`;
      say(live ? end : `(beside it, ${end})`);
      resolve({ name, code: code ?? 1, output: `${output}${end}\n` });
    });
  });
}

/** @param {readonly string[]} names @param {(name: string) => Promise<Outcome>} run */
async function inTurn(names, run) {
  const outcomes = [];
  for (const name of names) outcomes.push(await run(name));
  return outcomes;
}

/** @param {string} output @param {string} word */
const count = (output, word) => Number(new RegExp(`^\\s*(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);

/** Mocha's list of failures, or the last lines if a suite ended in another way. @param {string} output */
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
    // The tests start hundreds of processes, most of which load the same TypeScript.
    NODE_COMPILE_CACHE: join(cacheFolder, "code"),
    ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
  };
  const chosen = Object.keys(suites).filter((name) => named.length === 0 || named.includes(name));
  const first = named.length === 0 ? chosen.filter((name) => busy.has(name)) : chosen;
  const beside = chosen.filter((name) => !first.includes(name));
  const [shown, held] = await Promise.all([
    inTurn(first, (name) => runSuite(name, node, env, true)),
    inTurn(beside, (name) => runSuite(name, node, env, false)),
  ]);
  for (const { name, output } of held) say(`\n== ${name} ==\n${output}`);
  let passed = 0;
  let failed = 0;
  /** @type {string[]} */
  const told = [];
  /** @type {string[]} */
  const late = [];
  for (const { name, code, output: colored } of [...shown, ...held]) {
    const output = stripVTControlCharacters(colored);
    const isMocha = suites[name]?.[0]?.includes("mocha") === true;
    const failures = isMocha ? count(output, "failing") : 0;
    passed += isMocha ? count(output, "passing") : code === 0 ? 1 : 0;
    // A suite that fails without a failed test (it crashed, or found no tests) counts as one failure.
    failed += code !== 0 ? Math.max(1, failures) : failures;
    late.push(...(output.match(/^passed at the second try: .*$/gm) ?? []));
    if (code !== 0) told.push(`== ${name} ==\n${whatFailed(output)}`);
  }
  // Repeated at the end, because that is where readers of a log of thousands of lines begin.
  if (told.length > 0) say(`\nWhat failed:\n\n${told.join("\n\n")}`);
  if (late.length > 0) say(`\n${late.join("\n")}`);
  say(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  fail(error);
}
