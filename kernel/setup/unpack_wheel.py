"""Takes the two TensorFlow libraries and the headers that the addon needs out of the wheel. usage: FOLDER_OF_WHEEL TARGET"""
import glob
import os
import shutil
import sys
import zipfile

LIBRARIES = ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2")
HEADERS = tuple("tensorflow/include/" + name for name in ("tensorflow/c/", "tensorflow/core/platform/", "tsl/", "xla/", "absl/"))

folder, target = sys.argv[1:]
(wheel,) = glob.glob(os.path.join(folder, "*.whl"))
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in LIBRARIES:
            path = os.path.join(target, "lib", os.path.basename(name))
        elif name.startswith(HEADERS) and not name.endswith("/"):
            path = os.path.join(target, name.removeprefix("tensorflow/"))
        else:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, "wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 22)
