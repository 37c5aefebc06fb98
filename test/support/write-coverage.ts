/** Writes src/COVERAGE.md. */
import { writeFileSync } from "node:fs";
import { coverage } from "./coverage.ts";

writeFileSync(new URL("../../src/COVERAGE.md", import.meta.url), await coverage());
