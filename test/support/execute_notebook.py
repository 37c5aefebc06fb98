"""Executes a notebook with nbclient, errors allowed. usage: NOTEBOOK RESULT (both .ipynb; the kernel runs in NOTEBOOK's folder)"""
import os
import sys

import nbformat
from nbclient import NotebookClient

source, target = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
folder = os.path.dirname(os.path.abspath(source))
client = NotebookClient(
    notebook, timeout=120, kernel_name="convkernel", allow_errors=True, resources={"metadata": {"path": folder}}
)
client.execute()
nbformat.write(notebook, target)
