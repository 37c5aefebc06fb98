"""Puts convkernel_jupyter into the environment of this Python, as pip would; prints where. Without a network, in a tenth of a second."""
import base64
import hashlib
import os
import shutil
import sysconfig
from pathlib import Path

VERSION = "2"
folder = Path(sysconfig.get_path("purelib"))
info = folder / f"convkernel_jupyter-{VERSION}.dist-info"
files = {
    folder / "convkernel_jupyter.py": (Path(__file__).parent / "convkernel_jupyter.py").read_bytes(),
    info / "METADATA": f"Metadata-Version: 2.1\nName: convkernel-jupyter\nVersion: {VERSION}\n".encode(),
    info / "INSTALLER": b"convkernel\n",
    info / "WHEEL": b"Wheel-Version: 1.0\nGenerator: convkernel\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    info / "entry_points.txt": (
        b"[nbconvert.exporters.script]\ntypescript = convkernel_jupyter:TypeScriptExporter\n\n"
        b"[papermill.engine]\nconvkernel = convkernel_jupyter:PapermillEngine\n"
    ),
}
record = "".join(
    f"{path.relative_to(folder).as_posix()},sha256="
    f"{base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\n"
    for path, data in files.items()
)
files[info / "RECORD"] = f"{record}{info.name}/RECORD,,\n".encode()
for old in folder.glob("convkernel_jupyter-*.dist-info"):
    if old != info:
        shutil.rmtree(old)
info.mkdir(parents=True, exist_ok=True)
for path, data in files.items():
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)
print(folder / "convkernel_jupyter.py")
