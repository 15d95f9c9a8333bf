"""Runs a command and says what it took: `measure.py OUT COMMAND...`; its output goes to OUT and OUT.err.

A process of its own for each measurement: the resources of ended children are kept as a sum and a maximum.
"""

import json
import resource
import subprocess
import sys
import time

out, command = sys.argv[1], sys.argv[2:]
with open(out, "wb") as stdout, open(out + ".err", "wb") as stderr:
    began = time.perf_counter()
    status = subprocess.run(command, stdout=stdout, stderr=stderr, stdin=subprocess.DEVNULL).returncode
    wall = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
json.dump(
    {"status": status, "wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak_kib": used.ru_maxrss}, sys.stdout
)
