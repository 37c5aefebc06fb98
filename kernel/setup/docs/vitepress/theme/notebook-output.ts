/** HTML of a cell with scripts in it, shown as Jupyter does: set as it is, then its scripts run in their order. */
import { withBase } from "vitepress";
import { defineComponent, h, onMounted, ref } from "vue";

export default defineComponent({
  props: { src: { type: String, required: true } },
  setup({ src }, { slots }) {
    const box = ref<HTMLElement>();
    onMounted(async () => {
      const answer = await fetch(withBase(src));
      if (!answer.ok || box.value === undefined) return;
      box.value.innerHTML = await answer.text();
      for (const script of box.value.querySelectorAll("script")) {
        const live = document.createElement("script");
        for (const { name, value } of script.attributes) live.setAttribute(name, value);
        live.textContent = script.textContent;
        script.replaceWith(live);
      }
    });
    // The still picture stands there until the scripts have come, and where they cannot run.
    return () => h("div", { class: "notebook-live", ref: box }, slots.default?.());
  },
});
