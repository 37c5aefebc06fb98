/** A page's script as the module that anywidget loads. */
import { pageScripts } from "../page-scripts.ts";

export const esmOf = (name: "kernel-editor" | "dashboard"): string =>
  `${pageScripts[name]}\nexport default { render: ({ model, el }) => page.render(model, el) };`;
