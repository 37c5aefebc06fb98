"""Runs each port's Python with PyTorch 2.13 and writes what it prints beside it, and makes a notebook of it, executed:
python test/ports/make.py [NAME ...]

Cells are cut by `# %%`. Those of prose and those that only a notebook has (magics, plots) are comments to the program. Wants torch,
torchvision, numpy, matplotlib and tqdm.
"""

import ast, base64, contextlib, io, json, os, re, struct, subprocess, sys, tempfile, types, zlib

here = os.path.dirname(os.path.abspath(__file__))
# torchvision's wheel of the package index wants operators that a CPU build of torch may lack; the transforms do not need them.
starter = "import runpy, sys, types; sys.modules['torchvision._meta_registrations'] = types.ModuleType('x'); runpy.run_path(sys.argv[1])"


def picture():
    """A small picture, as an attachment holds it."""
    rows = b"".join(b"\0" + bytes(255 * ((x // 4 + y // 4) % 2) for x in range(16)) for y in range(16))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode()


def cells_of(source):
    """Kind and text of each cell: `code`, `markdown`, or `notebook` for code that only the notebook has."""
    parts = re.split(r"^# %%(?: \[(\w+)\])?\n", source, flags=re.M)
    for kind, text in zip(parts[1::2], parts[2::2]):
        if kind is not None:
            text = re.sub(r"^# ?", "", text, flags=re.M)
        yield kind or "code", text.strip("\n")


def lines(text):
    return text.splitlines(keepends=True)


printed = io.StringIO()


def executed(source, names, count):
    """What a cell prints, and the value of its last line."""
    plain = re.sub(r"^[ \t]*(?:%%?\w.*|!.*)$", "", source, flags=re.M)
    tree = ast.parse(plain)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not plain.rstrip().endswith(";"):
        last = ast.Expression(tree.body.pop().value)
    value = None
    # One stream for all cells: a logger keeps the one that it was given first.
    printed.seek(0)
    printed.truncate()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            value = eval(compile(last, "cell", "eval"), names)
    if source.startswith("%%capture"):
        return []
    outputs = []
    if printed.getvalue():
        outputs.append({"output_type": "stream", "name": "stdout", "text": lines(printed.getvalue())})
    if value is not None:
        # Lists and figures of matplotlib have addresses in their text.
        text = repr(value)
        if "matplotlib" not in text and not text.startswith("(array("):
            data = {"text/plain": lines(text)}
            outputs.append({"output_type": "execute_result", "execution_count": count, "data": data, "metadata": {}})
    return outputs


def notebook(source):
    cells, names, count = [], {"__name__": "__main__"}, 0
    for i, (kind, text) in enumerate(cells_of(source)):
        cell = {"cell_type": "markdown", "id": f"cell-{i}", "metadata": {}, "source": lines(text)}
        if kind == "markdown":
            if "attachment:picture.png" in text:
                cell["attachments"] = {"picture.png": {"image/png": picture()}}
        else:
            count += 1
            cell = {**cell, "cell_type": "code", "execution_count": count, "outputs": executed(text, names, count)}
        cells.append(cell)
    info = {"name": "python", "version": "3.11.2", "mimetype": "text/x-python", "file_extension": ".py"}
    spec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": spec, "language_info": info}, "nbformat": 4, "nbformat_minor": 5}


if len(sys.argv) == 3 and sys.argv[1] == "--notebook":
    # In a process of its own: seeds and settings of one program are nothing to the next.
    os.environ["MPLBACKEND"] = "Agg"
    sys.modules["torchvision._meta_registrations"] = types.ModuleType("x")
    # Its bars are widgets, which only a browser shows.
    sys.modules["tqdm.notebook"] = __import__("tqdm")
    with open(sys.argv[2]) as file:
        made = notebook(file.read())
    print(json.dumps(made, indent=1, ensure_ascii=False), file=sys.__stdout__)
    sys.exit(0)

names = sys.argv[1:] or sorted(name for name in os.listdir(here) if os.path.isdir(os.path.join(here, name)))
for name in names:
    program = os.path.join(here, name, name + ".py")
    found = []
    for command in ([sys.executable, "-c", starter, program], [sys.executable, os.path.abspath(__file__), "--notebook", program]):
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"{name}: {run.stderr}")
        found.append(run.stdout)
    for file_name, text in zip(("printed.txt", name + ".ipynb"), found):
        with open(os.path.join(here, name, file_name), "w") as file:
            file.write(text)
    print(name, len(found[0].splitlines()), "lines")
