/** Shows a cell's HTML that contains scripts in the same way as Jupyter: inserts it unchanged, then runs its scripts in order. */
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
    // The still picture is shown until the scripts have loaded, and if they cannot run.
    return () => h("div", { class: "notebook-live", ref: box }, slots.default?.());
  },
});
