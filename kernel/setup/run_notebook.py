"""Runs a notebook without a browser and prints each cell with its output. usage: NOTEBOOK KERNEL [PARAMETERS]"""
import json
import os
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

path, kernel, *more = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
parameters = json.loads(more[0]) if more else {}


def set_parameters():
    """Adds a cell that declares them anew behind the one that is tagged for it."""
    tagged = [at for at, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        print(f"{path}: no cell is tagged parameters, so they are set before the first one.", file=sys.stderr)
    for name in parameters:
        if tagged and not re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", notebook.cells[tagged[0]].source):
            sys.exit(f"{path}: its cell tagged parameters has no {name}.")
    lines = [f"let {name} = {value};" for name, value in parameters.items()]
    cell = nbformat.v4.new_code_cell("\n".join(lines), metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(tagged[0] + 1 if tagged else 0, cell)


if parameters:
    set_parameters()
# Colours are for people: a file or another program gets the text alone.
colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ


def text_of(output):
    if output.output_type == "stream":
        return output.text.rstrip("\n")
    if output.output_type == "error":
        return "\n".join(output.traceback)
    data = output.data
    return data.get("text/plain") or f"[{', '.join(sorted(data))}]"


def plain(text):
    return text if colours else re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def show(cell):
    if cell.cell_type != "code":
        return
    print(f"In [{cell.execution_count}]:")
    print(cell.source)
    print()
    for output in cell.outputs:
        print(plain(text_of(output)))
        print()
    sys.stdout.flush()


def executed(cell, cell_index, execute_reply):
    show(cell)


client = NotebookClient(
    notebook,
    timeout=None,
    kernel_name=kernel,
    resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
    on_cell_executed=executed,
)
try:
    client.execute()
except CellExecutionError:
    # The cell was shown with its error already.
    sys.exit(1)
