/**
 * Each lesson, in both languages, is run from top to bottom in a fresh kernel; then, in the same kernel, the numbers in its text and the
 * answers to its exercises are checked. Nothing is fetched: drawn pictures are used at once.
 */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { english } from "../../src/check/words-en.ts";
import { korean } from "../../src/check/words-ko.ts";
import { jupyterIn, noNetwork } from "../support/jupyter.ts";
import { type Cell, type Notebook, execute, joined, readNotebook, textOf } from "../support/notebook.ts";
import { projectRoot } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { channels } from "./lessons/01-channels.ts";
import { oneNumber } from "./lessons/02-one-number.ts";
import { dotProduct } from "./lessons/03-dot-product.ts";
import { filters } from "./lessons/04-filters.ts";
import { network } from "./lessons/05-network.ts";
import { training } from "./lessons/06-training.ts";
import { better } from "./lessons/07-better.ts";
import { lookingInside } from "./lessons/08-looking-inside.ts";
import { yourOwn } from "./lessons/09-your-own.ts";
import type { Exercise, Lesson } from "./lessons/lesson.ts";
import { agrees, inRange, numbersOf, type Seeds } from "./lessons/numbers.ts";

const lessons: readonly Lesson[] = [
  channels,
  oneNumber,
  dotProduct,
  filters,
  network,
  training,
  better,
  lookingInside,
  yourOwn,
];

const measured = (file: string): Seeds =>
  JSON.parse(readFileSync(join(projectRoot, "test", "fixtures", "lessons", file), "utf8")) as Seeds;
/** From our own loop, cell by cell as in the lessons, and from PyTorch's; if both were measured, both have to fit. */
const [seeds, torchSeeds] = [measured("seeds.json"), measured("seeds-torch.json")];

const folderOf = join(projectRoot, "notebooks");
const languages = { English: "", Korean: "ko" } as const;
const read = (name: string, language: string): Notebook => readNotebook(join(folderOf, language, `${name}.ipynb`));
const codeOf = ({ cells }: Notebook): readonly Cell[] => cells.filter(({ cell_type }) => cell_type === "code");
const proseOf = ({ cells }: Notebook): string =>
  cells
    .filter(({ cell_type }) => cell_type === "markdown")
    .map(({ source }) => joined(source))
    .join("\n\n");
const tagsOf = ({ metadata }: Cell): readonly string[] => (metadata["tags"] as string[] | undefined) ?? [];

const added = (id: string, source: string): Cell => ({
  cell_type: "code",
  id,
  source,
  metadata: { tags: ["raises-exception"] },
  outputs: [],
  execution_count: null,
});

/** What `check` said about an answer: the error's sentence, or the printed text. */
const said = ({ outputs = [] }: Cell): string => outputs.map(({ evalue, text }) => evalue ?? joined(text)).join("");

const passed = /passes( \(the last try did not\))?\n?$|: (\d+) of \2 points/;

describe("the lessons", () => {
  it("are all tested, in both languages", () => {
    const notebooks = (folder: string): string[] => readdirSync(folder).filter((name) => /^\d\d-.*\.ipynb$/.test(name));
    const names = ["00-original", ...lessons.map(({ name }) => name)].map((name) => `${name}.ipynb`);
    expect(notebooks(folderOf)).to.have.members(names);
    expect(notebooks(join(folderOf, "ko"))).to.have.members(names);
  });
});

for (const lesson of lessons)
  describe(`the lesson ${lesson.name}`, function () {
    this.timeout(600_000);
    const folder = temporaryFolder("lesson");
    const env = jupyterIn(folder.path, noNetwork);
    const sources = { English: read(lesson.name, ""), Korean: read(lesson.name, "ko") };
    const ran = new Map<string, ReadonlyMap<string, Cell>>();
    after(() => folder.remove());

    before(async () => {
      // Both at once: each kernel waits for its type service half of the time.
      await Promise.all(
        Object.entries(languages).map(async ([language, name]) => {
          const place = join(folder.path, language, name);
          mkdirSync(place, { recursive: true });
          const notebook = sources[language as keyof typeof languages];
          const extra = language === "English" ? questionsOf(lesson, notebook) : [];
          const { cells } = await execute({ ...notebook, cells: [...notebook.cells.map(small), ...extra] }, place, env);
          ran.set(language, new Map(cells.map((cell) => [cell.id, cell])));
        }),
      );
    });

    const small = (cell: Cell): Cell => {
      let source = joined(cell.source);
      if (cell.cell_type !== "code") return cell;
      for (const [from, to] of [["download: true, ", ""] as const, ...(lesson.small ?? [])])
        source = source.replaceAll(from, to);
      return { ...cell, source };
    };

    it("has the same code cells and the same cells in Korean", () => {
      expect(codeOf(sources.Korean)).to.deep.equal(codeOf(sources.English));
      expect(sources.Korean.cells.map(({ id }) => id)).to.deep.equal(sources.English.cells.map(({ id }) => id));
    });

    it("is committed without outputs", () => {
      for (const notebook of Object.values(sources))
        for (const cell of codeOf(notebook))
          expect(cell, cell.id).to.deep.include({ execution_count: null, outputs: [] });
    });

    it("has short cells, and its first idea within the first two", () => {
      for (const { id, source } of codeOf(sources.English))
        expect(joined(source).split("\n").length, id).to.be.below(11);
      expect(codeOf(sources.English)[0]!.source.length).to.be.below(9);
    });

    it("finds its changes for small settings in the code", () => {
      const code = codeOf(sources.English).map(({ source }) => joined(source));
      for (const [from] of lesson.small ?? [])
        expect(
          code.some((text) => text.includes(from)),
          from,
        ).to.equal(true);
    });

    for (const language of ["English", "Korean"] as const)
      it(`runs from top to bottom in ${language}, without errors but those on purpose, and without type errors`, () => {
        for (const { id } of codeOf(sources[language])) {
          const cell = ran.get(language)!.get(id)!;
          const outputs = cell.outputs ?? [];
          const isOnPurpose = tagsOf(cell).includes("raises-exception");
          const errors = outputs.filter(({ output_type }) => output_type === "error");
          if (isOnPurpose) expect(errors.length, `${id} is to fail`).to.equal(1);
          else
            expect(
              errors.map(({ evalue }) => evalue),
              id,
            ).to.deep.equal([]);
          expect(
            outputs.filter(({ name }) => name === "stderr"),
            id,
          ).to.deep.equal([]);
          expect(textOf(cell), id).not.to.match(/\(?TS\d{4,5}\)?/);
        }
      });

    it("keeps an answer covered where nothing was guessed: what shows it stands in the next cell", () => {
      for (const [language, words] of [
        ["English", english],
        ["Korean", korean],
      ] as const)
        for (const { id, source } of codeOf(sources[language])) {
          if (!joined(source).includes("predict.check(")) continue;
          const outputs = ran.get(language)!.get(id)!.outputs ?? [];
          const lines = outputs.map(({ output_type, text }) => (output_type === "stream" ? joined(text) : output_type));
          expect(lines.join("").replace(`${words.guessFirst}\n`, ""), id).to.equal(`${words.guessKept}\n`);
        }
    });

    it("speaks Korean in the Korean notebook", () => {
      for (const exercise of lesson.exercises)
        expect(said(ran.get("Korean")!.get(exercise.check)!)).to.match(/[가-힣]/);
    });

    it("says no number in its text that is not computed here", () => {
      const { claims, ranges = {}, photographs = {} } = lesson;
      const known = new Set([claims, ranges, photographs].flatMap(Object.keys).flatMap(numbersOf));
      for (const [language, notebook] of Object.entries(sources))
        expect(
          numbersOf(proseOf(notebook)).filter((number) => !known.has(number)),
          language,
        ).to.deep.equal([]);
    });

    it("says the same numbers in Korean", () => {
      expect(numbersOf(proseOf(sources.Korean)).toSorted()).to.deep.equal(
        numbersOf(proseOf(sources.English)).toSorted(),
      );
    });

    it("says numbers that are true", () => {
      const claims = ran.get("English")!.get("claims")!;
      expect(claims.outputs?.map(({ evalue }) => evalue).filter(Boolean)).to.deep.equal([]);
      const found = JSON.parse(/\{.*\}/.exec(textOf(claims))![0]) as Record<string, number>;
      const prose = proseOf(sources.English);
      for (const [text, value] of Object.entries(found)) {
        expect(prose, "the number is in the text").to.include(text);
        expect(agrees(text, value), `${text} in the text is ${value}`).to.equal(true);
      }
      expect(Object.keys(found)).to.have.members(Object.keys(lesson.claims));
    });

    if (lesson.photographs !== undefined)
      it("says numbers that were measured on photographs", () => {
        const rows = JSON.parse(
          readFileSync(join(projectRoot, "test", "fixtures", "lessons", "photographs.json"), "utf8"),
        ) as Record<string, number>;
        for (const [text, row] of Object.entries(lesson.photographs!)) {
          expect(proseOf(sources.English)).to.include(text);
          expect(agrees(text, rows[row]!), `${row}: ${rows[row]} is ${text}`).to.equal(true);
        }
      });

    if (lesson.ranges !== undefined)
      it("says ranges that all seeds lie in, no wider than they need", () => {
        for (const [text, row] of Object.entries(lesson.ranges!)) {
          expect(proseOf(sources.English)).to.include(text);
          const known = [seeds, torchSeeds].flatMap((rows) => (rows[row] === undefined ? [] : [rows[row]]));
          expect(known, row).not.to.deep.equal([]);
          for (const values of known)
            expect(inRange(text, values), `${row}: ${values.join(" ")} in ${text}`).to.equal(true);
        }
      });

    for (const kind of lesson.measured ?? [])
      it(`holds the ${kind} measurements as they were made`, () => {
        const text = textOf(ran.get("English")!.get(`measured-${kind}`)!);
        const found = JSON.parse(/\{.*\}/.exec(text)![0]) as Record<string, number[]>;
        expect(Object.keys(found)).to.have.length.at.least(4);
        for (const [name, values] of Object.entries(found)) {
          const key = `${kind}: ${name}, validation`;
          expect(values, name).to.deep.equal(seeds[key]!.map((value) => Number(value.toFixed(3))));
        }
      });

    it("has answers to all of its exercises here", () => {
      const asking = codeOf(sources.English).filter(({ source }) => /\bcheck\.\w+\(/.test(joined(source)));
      expect(asking.map(({ id }) => id)).to.deep.equal(lesson.exercises.map(({ check }) => check));
    });

    for (const exercise of lesson.exercises)
      describe(`exercise ${exercise.answer}`, () => {
        const answers = (what: string): string[] =>
          [...ran.get("English")!.values()].filter(({ id }) => id.startsWith(`${exercise.check}-${what}`)).map(said);

        it("waits for an answer", () => {
          expect(said(ran.get("English")!.get(exercise.check)!)).to.match(/\w+: ./);
        });

        it("takes the right answer", () => {
          expect(answers("right")).to.have.length(1);
          expect(answers("right")[0]).to.match(passed);
        });

        it("tells six wrong ones apart", () => {
          const all = answers("wrong");
          expect(all).to.have.length(exercise.wrong.length).and.to.have.length.at.least(6);
          for (const text of all) expect(text).not.to.match(passed);
          expect(new Set(all).size, all.join("\n")).to.equal(all.length);
          // At least four of the six are distinguished by the sentence itself, and not only by the number in it.
          const words = new Set(all.map((text) => text.replace(/[−-]?\d[\d.]*(e[+-]?\d+)?/g, "#")));
          expect(words.size, [...words].join("\n")).to.be.at.least(4);
          for (const text of all) expect(text.replace(/got .*|shape is \[.*?\]/, "")).not.to.match(exercise.secret);
        });

        it("does not tell the answer anywhere in the notebook", () => {
          for (const notebook of Object.values(sources)) {
            const text = notebook.cells.map(({ source }) => joined(source)).join("\n");
            expect(text).not.to.match(exercise.secret);
            expect(text).not.to.include(exercise.right);
          }
        });
      });
  });

/** Cells after the lesson's own: its claims, and each answer followed by the cell that checks it. */
function questionsOf({ claims, exercises, measured = [] }: Lesson, notebook: Notebook): readonly Cell[] {
  const values = Object.entries(claims).map(([text, expression]) => `${JSON.stringify(text)}: Number(${expression})`);
  const checkOf = ({ check }: Exercise): string => joined(notebook.cells.find(({ id }) => id === check)!.source);
  return [
    added("claims", `console.log(JSON.stringify({ ${values.join(", ")} }))`),
    ...measured.map((kind) => added(`measured-${kind}`, `console.log(JSON.stringify(${kind}))`)),
    ...exercises.flatMap((exercise) =>
      [...exercise.wrong, exercise.right].flatMap((code, i) => {
        const name = i < exercise.wrong.length ? `wrong-${i}` : "right";
        return [added(`${exercise.answer}-given-${name}`, code), added(`${exercise.check}-${name}`, checkOf(exercise))];
      }),
    ),
  ];
}
