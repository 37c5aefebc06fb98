"""Makes executed notebooks of the programs beside it, with NumPy 2.4 and matplotlib: python test/ports-numpy/make.py [NAME ...]"""

import glob, os, subprocess, sys

here = os.path.dirname(os.path.abspath(__file__))
maker = os.path.join(here, "..", "ports", "make.py")
names = sys.argv[1:] or sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(here, "*.py")) if "make" not in path)
for name in names:
    run = subprocess.run([sys.executable, maker, "--notebook", os.path.join(here, name + ".py")], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{name}: {run.stderr}")
    with open(os.path.join(here, name + ".ipynb"), "w") as file:
        file.write(run.stdout)
    print(name)
