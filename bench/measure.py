"""Runs a command, and prints what it and all its children took: CPU seconds and the memory of the largest one."""

import json
import resource
import subprocess
import sys

status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == "darwin" else 1024
print(
    json.dumps(
        {
            "seconds": used.ru_utime + used.ru_stime,
            "megabytes": used.ru_maxrss * unit / 1024 / 1024,
        }
    )
)
sys.exit(status)
