/** The addon's build without the compiler: a shell here splits at spaces, as make and its shell would. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { copySetUp } from "../../support/set-up-copy.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const BUILD = `set -e
for word in $CXXFLAGS; do
  [ "$word" = -include ] || cat "$word" > seen.h
done
for folder in $npm_config_nodedir/include/node deps/include; do
  cat $folder/some.h > seen.h
done
mkdir -p lib/napi-v8
echo built > lib/napi-v8/tfjs_binding.node
`;

describe("the addon over the wheel", () => {
  const folder = temporaryFolder("addon");
  after(() => folder.remove());

  it("is built in a project whose path has blanks and other letters, and leaves nothing but itself", async () => {
    const copy = copySetUp(join(folder.path, "새 폴더", "conv kernel"));
    const addon = join(copy.root, ".native", "node_modules", "@tensorflow", "tfjs-node");
    const headers = join(folder.path, "a runtime");
    const files = {
      [join(addon, "package.json")]: `{ "scripts": { "build-addon-from-source": "sh binding/build.sh" } }`,
      [join(addon, "binding.gyp")]: "{}",
      [join(addon, "binding", "build.sh")]: BUILD,
      [join(addon, "deps", "include", "some.h")]: "",
      [join(headers, "include", "node", "some.h")]: "",
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(file, ".."), { recursive: true });
      writeFileSync(file, text);
    }
    await copy.evaluate(
      `(await load("native-wheel")).buildAddon(process.execPath, ${JSON.stringify(addon)}, ${JSON.stringify(headers)})`,
    );
    expect(readFileSync(join(addon, "lib", "napi-v8", "tfjs_binding.node"), "utf8")).to.equal("built\n");
  });
});
