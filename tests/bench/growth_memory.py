"""`python -m tests.bench.growth_memory N`: scores N children once in this fresh process and prints what that took.

The peak of a process never falls, so what scoring adds is counted from what the process holds just before. To be
started through `tests.bench.usage`, whose docstring says why.
"""

from __future__ import annotations

import json
import os
import sys

from analysis.growth.scoring import score_growth
from tests.bench.growth_rows import make_children
from tests.bench.usage import cpu_seconds, peak_mb, resident_mb


def main(n: int) -> None:
    frame = make_children(n)
    before = resident_mb(os.getpid())
    kept = []
    cpu = cpu_seconds(lambda: kept.append(score_growth(frame)))
    print(json.dumps({"cpu": cpu, "extra_mb": peak_mb() - before}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
