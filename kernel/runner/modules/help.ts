/** The page that `kernel.help()` shows: what cells can use without an import. */

/** What to write, and what it does. */
const TOPICS: readonly { readonly title: string; readonly lines: readonly (readonly [string, string])[] }[] = [
  {
    title: "Showing",
    lines: [
      ["display(value)", "shows a value in the same way as a cell's last value"],
      [
        "const shown = await display(a, { displayId: true }); await shown.update(b)",
        "shows a value, and later replaces it in place",
      ],
      [
        "display.html(...)",
        "html, markdown, latex, svg, javascript, text, png, jpeg, gif, pdf, json, vega: shows content of that type",
      ],
      ["display.raw(type, content)", "any other type, or a whole MIME bundle"],
      ["jupyter.html`...`", "html, md, svg: a value that shows itself; also as a call, jupyter.html(text)"],
      ["jupyter.image(pathOrBytes)", "a picture from a file or from bytes"],
      ['import { progress } from "convkernel"', "a bar around any loop: for (const x of progress(xs)) ..."],
      [
        '[Symbol.for("Jupyter.display")]() { return { "text/html": ... } }',
        "a method with which your own objects show themselves (jupyter.$display)",
      ],
    ],
  },
  {
    title: "Asking",
    lines: [
      ["prompt(message, fallback)", "a line of text; { password: true } hides it; null where nobody can answer"],
      ["confirm(message), alert(message)", "yes or no; a message"],
    ],
  },
  {
    title: "Packages",
    lines: [
      [
        'await kernel.install("lodash", "d3@7")',
        "installs npm packages beside the notebook; you can import them at once",
      ],
    ],
  },
  {
    title: "Graded work",
    lines: [["await kernel.validate()", "runs the saved notebook from its start and shows what its checks say"]],
  },
  {
    title: "The notebook",
    lines: [
      ["jupyter.clearOutput()", "removes the cell's output; with { wait: true } only when new output comes"],
      ["jupyter.setNextInput(text)", "fills a new cell below, or this one with { replace: true }"],
      ["jupyter.page(text)", "shows text beside the notebook"],
      ["jupyter.openComm(target), jupyter.registerTarget(target, handler)", "messages to and from widgets"],
      [
        "jupyter.broadcast(type, content), jupyter.format(value), jupyter.display",
        "any message to front ends; a value's MIME bundle; display itself",
      ],
    ],
  },
  {
    title: "Tags of a cell",
    lines: [
      ["strict", "its types are checked before it runs, and it does not run if they are wrong"],
      ["parameters", "`convkernel run NOTEBOOK -p NAME VALUE` and papermill set variables after this cell"],
      ["raises-exception", "its error does not stop the notebook"],
    ],
  },
];

/** A value that displays the page, as text and as Markdown. */
export function help(): object {
  return {
    [Symbol.for("Jupyter.display")]: () => ({ "text/plain": text(), "text/markdown": markdown() }),
  };
}

function text(): string {
  return TOPICS.map(({ title, lines }) =>
    [title, ...lines.map(([code, says]) => `  ${code}\n      ${says}`)].join("\n"),
  ).join("\n\n");
}

function markdown(): string {
  return TOPICS.map(({ title, lines }) =>
    [
      `**${title}**\n\n| write | what it does |`,
      "| --- | --- |",
      ...lines.map(([code, says]) => `| ${fenced(code)} | ${says.replaceAll("|", "\\|")} |`),
    ].join("\n"),
  ).join("\n\n");
}

/** Code that contains backticks is put between double ones. */
function fenced(code: string): string {
  return code.includes("`") ? `\`\` ${code} \`\`` : `\`${code}\``;
}
