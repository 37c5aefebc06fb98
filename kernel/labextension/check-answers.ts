/**
 * The button "Check answers" above graded notebooks: saves, runs the notebook from its start in a separate kernel, and shows the result of
 * each task. The notebook's own kernel is not disturbed, whatever runs there.
 */
import type { App, Dialogs, NotebookContext, NotebookPanel, Plugin, Widget, WidgetClass } from "./jupyterlab.ts";

const validationType = "application/vnd.convkernel.validation+json";

const english = {
  button: "Check answers",
  tip: "Saves the notebook, runs it from its start and says how each task stands",
  busy: "Checking …",
  title: "How your answers stand",
  task: "Task",
  result: "Result",
  failed: "The answers could not be checked",
  close: "Close",
};
const korean: typeof english = {
  button: "답 확인하기",
  tip: "노트북을 저장하고 처음부터 실행하여 문제마다 결과를 알려 줍니다",
  busy: "확인하는 중 …",
  title: "답을 확인한 결과",
  task: "문제",
  result: "결과",
  failed: "답을 확인하지 못했습니다",
  close: "닫기",
};

interface Validation {
  readonly language: string;
  readonly tasks: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: "passes" | "fails" | "untouched" | "manual";
    readonly says: string;
  }[];
  readonly total: string;
}

/** Visual signs beside the words. */
const SIGNS = { passes: "✓", fails: "✗", untouched: "–", manual: "–" };

interface Saved {
  readonly cells?: readonly { readonly metadata?: { readonly nbgrader?: { readonly grade?: boolean } } }[];
  readonly metadata?: {
    readonly kernelspec?: { readonly name?: string; readonly language?: string };
    readonly convkernel?: { readonly lang?: string };
  };
}

const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

/** A table of tasks, with the total below it. */
function tableOf({ tasks, total, language }: Validation, words: typeof english): HTMLElement {
  const head = element("tr", {}, [
    element("th", { scope: "col", textContent: words.task }),
    element("th", { scope: "col", textContent: words.result }),
  ]);
  const titles = tasks.map(({ title }) => title);
  const rows = tasks.map(({ id, title, state, says }) =>
    element("tr", {}, [
      // Tests below the same heading are told apart by their ids.
      element("th", {
        scope: "row",
        textContent: titles.filter((other) => other === title).length > 1 ? `${title} (${id})` : title,
      }),
      element("td", {}, [`${SIGNS[state]} ${says}`]),
    ]),
  );
  const table = element("table", {}, [element("thead", {}, [head]), element("tbody", {}, rows)]);
  for (const cell of table.querySelectorAll<HTMLElement>("th, td"))
    cell.style.cssText = "text-align: left; vertical-align: top; padding: 4px 16px 4px 0; font-weight: normal";
  for (const cell of head.children) (cell as HTMLElement).style.fontWeight = "600";
  const body = element("div", { lang: language }, [table, element("p", { textContent: total })]);
  body.style.maxWidth = "44rem";
  return body;
}

/** Runs the saved notebook. @throws Error with the kernel's message if that fails */
async function validated(app: App, { path, sessionContext }: NotebookContext, saved: Saved): Promise<Validation> {
  const name = sessionContext.session?.kernel?.name ?? saved.metadata?.kernelspec?.name ?? "convkernel";
  const kernel = await app.serviceManager.kernels.startNew({ name, path });
  try {
    const code = `await kernel.validate(${JSON.stringify(path.split("/").at(-1))})`;
    const running = kernel.requestExecute({ code, store_history: false, allow_stdin: false });
    let validation: Validation | undefined;
    let why = "";
    running.onIOPub = ({ header, content }) => {
      if (header.msg_type === "error") why = String(content["evalue"]);
      if (header.msg_type !== "execute_result") return;
      validation = (content["data"] as Record<string, unknown>)[validationType] as Validation | undefined;
    };
    await running.done;
    if (validation === undefined) throw new Error(why || `the kernel ${name} does not know how`);
    return validation;
  } finally {
    await kernel.shutdown().catch(() => {});
    kernel.dispose();
  }
}

function addButton(
  app: App,
  Widget: WidgetClass,
  dialogs: Dialogs,
  panel: NotebookPanel,
  context: NotebookContext,
): Widget {
  const saved = (): Saved => context.model.toJSON() as Saved;
  const words = saved().metadata?.convkernel?.lang === "ko" ? korean : english;
  const button = element("button", { textContent: words.button, title: words.tip, type: "button" });
  button.className = "jp-ToolbarButtonComponent convkernel-check-answers";
  button.style.cssText =
    "cursor: pointer; border: 1px solid var(--jp-border-color1); padding: 0 8px; height: 24px; color: inherit; background: none";
  const show = async (title: string, node: HTMLElement): Promise<void> => {
    const body = new Widget();
    body.node.append(node);
    await dialogs.showDialog({ title, body, buttons: [dialogs.Dialog.okButton({ label: words.close })] });
  };
  const rest = (): void => {
    button.ariaBusy = null;
    button.textContent = words.button;
  };
  const check = async (): Promise<void> => {
    // The button is not disabled, because keyboard users would then lose the focus.
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    button.textContent = words.busy;
    try {
      await context.save();
      const validation = await validated(app, context, saved());
      rest();
      await show(words.title, tableOf(validation, words));
    } catch (error) {
      rest();
      await show(words.failed, element("p", { textContent: (error as Error).message }));
    }
  };
  button.addEventListener("click", () => void check());
  const widget = new Widget();
  widget.node.append(button);
  panel.toolbar.insertItem(10, "convkernel-check-answers", widget);
  return widget;
}

const isGraded = ({ cells = [], metadata }: Saved): boolean =>
  metadata?.kernelspec?.language === "typescript" && cells.some((cell) => cell.metadata?.nbgrader?.grade === true);

export const checkAnswers = (Widget: WidgetClass, dialogs: Dialogs): Plugin => ({
  id: "convkernel:check-answers",
  autoStart: true,
  activate: (app) =>
    void app.docRegistry.addWidgetExtension("Notebook", {
      createNew(panel, context) {
        let widget: Widget | undefined;
        const made = {
          isDisposed: false,
          dispose() {
            made.isDisposed = true;
            widget?.dispose();
          },
        };
        void context.ready.then(() => {
          if (!made.isDisposed && isGraded(context.model.toJSON() as Saved))
            widget = addButton(app, Widget, dialogs, panel, context);
        });
        return made;
      },
    }),
});
