"""What Jupyter's Python tools ask for by the language of a notebook: nbconvert's script, papermill's parameters.

Installed beside them by convkernel's set-up; the work is done by the kernel's own program, which its kernelspec names.
"""
import json
import subprocess
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from nbconvert.exporters import Exporter


def program():
    """The kernel's runtime, and its program for scripts beside the kernel itself."""
    node, main, *_ = KernelSpecManager().get_kernel_spec("convkernel").argv
    kernel = Path(main).parent.parent
    return [node, str(kernel / "language" / "script" / f"main{Path(main).suffix}")]


class TypeScriptExporter(Exporter):
    """A notebook as a script that runs: `jupyter nbconvert --to script`, and JupyterLab's File > Export."""

    file_extension = ".ts"
    output_mimetype = "application/typescript"

    def from_notebook_node(self, nb, resources=None, **kw):
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        done = subprocess.run(program(), input=json.dumps(notebook), capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            raise RuntimeError(f"convkernel: the script could not be made: {done.stderr.strip()}")
        return done.stdout, resources


def papermill_engine():
    """papermill's own engine. papermill has no entry point for translators, but loads engines when it starts: the translator comes along."""
    from papermill.engines import NBClientEngine
    from papermill.translators import papermill_translators

    papermill_translators.register("typescript", translator())
    return NBClientEngine


def translator():
    """How papermill writes parameters down for this kernel."""
    from papermill.translators import Translator

    class TypeScriptTranslator(Translator):
        @classmethod
        def translate_none(cls, val):
            return "null"

        @classmethod
        def translate_bool(cls, val):
            return "true" if val else "false"

        @classmethod
        def translate_int(cls, val):
            return str(val) if abs(val) < 2**53 else f"{val}n"

        @classmethod
        def translate_float(cls, val):
            return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(str(val), str(val))

        @classmethod
        def translate_str(cls, val):
            return json.dumps(str(val))

        @classmethod
        def translate_list(cls, val):
            return f"[{', '.join(cls.translate(each) for each in val)}]"

        @classmethod
        def translate_dict(cls, val):
            return f"{{ {', '.join(f'{json.dumps(str(key))}: {cls.translate(each)}' for key, each in val.items())} }}"

        @classmethod
        def comment(cls, cmt_str):
            return f"// {cmt_str}".strip()

        @classmethod
        def assign(cls, name, str_val):
            # Declared anew, whatever the notebook's own cell declared it as.
            return f"let {name} = {str_val};"

    return TypeScriptTranslator


def __getattr__(name):
    # Imported by papermill only, which need not be there.
    if name == "PapermillEngine":
        return papermill_engine()
    raise AttributeError(name)
