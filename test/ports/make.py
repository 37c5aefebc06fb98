"""Runs each port's Python with PyTorch 2.13 and writes what it prints beside it: python test/ports/make.py [NAME ...]"""

import os, subprocess, sys, tempfile

here = os.path.dirname(os.path.abspath(__file__))
names = sys.argv[1:] or sorted(name for name in os.listdir(here) if os.path.isdir(os.path.join(here, name)))
# torchvision's wheel of the package index wants operators that a CPU build of torch may lack; the transforms do not need them.
starter = "import runpy, sys, types; sys.modules['torchvision._meta_registrations'] = types.ModuleType('x'); runpy.run_path(sys.argv[1])"
for name in names:
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(here, name, name + ".py")
        run = subprocess.run([sys.executable, "-c", starter, program], cwd=folder, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{name}: {run.stderr}")
    with open(os.path.join(here, name, "printed.txt"), "w") as file:
        file.write(run.stdout)
    print(name, len(run.stdout.splitlines()), "lines")
