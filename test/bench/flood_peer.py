"""Runs one cell in each kernel by turns, through jupyter_client: time to idle, lines received, order, memory of the process tree.

Arguments: a JSON list of {"name", "cell", "lines"}; the kernels are found by JUPYTER_PATH.
"""
import json
import queue
import statistics
import sys
import threading
import time

import psutil
from jupyter_client.manager import KernelManager


def tree_mb(pid):
    total = 0
    try:
        parent = psutil.Process(pid)
        for process in [parent, *parent.children(recursive=True)]:
            try:
                total += process.memory_info().rss
            except psutil.NoSuchProcess:
                pass
    except psutil.NoSuchProcess:
        pass
    return total / 2**20


def run(kernel):
    manager = KernelManager(kernel_name=kernel["name"])
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    pid = manager.provisioner.pid
    warm = client.execute("1")
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == warm and message["content"].get("execution_state") == "idle":
            break
    before = tree_mb(pid)
    peak = [before]
    stop = threading.Event()

    def watch():
        while not stop.wait(0.05):
            peak[0] = max(peak[0], tree_mb(pid))

    threading.Thread(target=watch, daemon=True).start()
    start = time.perf_counter()
    request = client.execute(kernel["cell"])
    text, messages, idle = [], 0, None
    while True:
        try:
            # After idle only what comes late counts, and only for a while.
            message = client.get_iopub_msg(timeout=60 if idle is None else 1)
        except queue.Empty:
            break
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "stream":
            messages += 1
            text.append((message["content"]["text"], idle is None))
            last = time.perf_counter() - start
        elif message["content"].get("execution_state") == "idle":
            idle = time.perf_counter() - start
    stop.set()
    whole = "".join(piece for piece, _ in text)
    lines = whole.split("\n")[:-1]
    late = sum(piece.count("\n") for piece, early in text if not early)
    result = {
        "seconds": max(last, idle or 0),
        "lines": len(lines),
        "late": late,
        "ordered": all(line == f"line {i}" for i, line in enumerate(lines)),
        "messages": messages,
        "idle": idle is not None,
        "before": before,
        "peak": peak[0],
    }
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return result


kernels = json.loads(sys.argv[1])
rounds = int(sys.argv[2])
results = {kernel["name"]: [] for kernel in kernels}
for _ in range(rounds):
    for kernel in kernels:
        results[kernel["name"]].append(run(kernel))
print(f"{'kernel':12}{'seconds':>9}{'lines':>9}{'behind idle':>13}{'in order':>10}{'messages':>10}{'MB before':>11}{'MB peak':>9}")
for name, runs in results.items():
    seconds = statistics.median(one["seconds"] for one in runs)
    worst = min(runs, key=lambda one: one["lines"])
    print(
        f"{name:12}{seconds:9.2f}{worst['lines']:9d}{max(one['late'] for one in runs):13d}"
        f"{'yes' if all(one['ordered'] for one in runs) else 'NO':>10}{worst['messages']:10d}"
        f"{statistics.median(one['before'] for one in runs):11.0f}{max(one['peak'] for one in runs):9.0f}"
        f"{'' if all(one['idle'] for one in runs) else '   no idle'}"
    )
