"""Runs a notebook without a browser and prints each cell with its output. usage: NOTEBOOK KERNEL"""
import os
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

path, kernel = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
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
