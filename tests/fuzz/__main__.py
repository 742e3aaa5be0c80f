"""`python3 run.py fuzz [SECONDS] [READER]`: atheris tries every reader of people's files in turn, guided by coverage.

A finding is written to tests/kasus/fuzz/<reader>-<hash>.bin, told with its traceback, and ends the run with code 1.
Traps: libFuzzer keeps a process for good, so each reader has one of its own, forked after everything was imported once;
and it stops at the first fault, so faults are caught here, each kind of them is kept once, and the run goes on.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from tests.fuzz.all_readers import CASES, NAMES, reader
from tests.fuzz.property import LARGEST, SECONDS

ROOT = Path(__file__).resolve().parents[2]
USUAL_SECONDS = 60
_INSTRUMENTED = ["analysis", "pages"]
# Of one input, in megabytes, with everything that is imported.
_MOST_MEMORY = 2_000


def main(words: list[str]) -> int:
    """0 when nothing was found, 1 when something was, 2 for words that are none of ours."""
    names = [word for word in words if word in NAMES]
    numbers = [word for word in words if word.isdigit() and int(word) > 0]
    if len(names) + len(numbers) != len(words) or len(names) > 1 or len(numbers) > 1:
        print(f"python3 run.py fuzz [DETIK] [PEMBACA]; pembaca: {', '.join(NAMES)}")
        return 2
    if not sys.platform.startswith("linux"):
        print("Uji acak dengan atheris hanya jalan di Linux; uji hypothesis tetap jalan di mana saja.")
        return 0
    import atheris

    from analysis import language

    language.use("id")
    with atheris.instrument_imports(include=_INSTRUMENTED, enable_loader_override=False):
        modules = {name: reader(name) for name in names or NAMES}
    each = max(1, round(int((numbers or [USUAL_SECONDS])[0]) / len(modules)))
    found = 0
    for name, module in modules.items():
        found += _in_turn(name, module, each)
    print(f"{found} temuan" + (f"; lihat {CASES.relative_to(ROOT)}" if found else ""), flush=True)
    return 1 if found else 0


def _in_turn(name: str, module: ModuleType, seconds: int) -> int:
    """One reader in a process of its own; how many findings it left."""
    with tempfile.TemporaryDirectory() as folder:
        log, begun = Path(folder) / "log", time.monotonic()
        child = os.fork()
        if not child:
            _fuzz(name, module, seconds, Path(folder), log)
        _, status = os.waitpid(child, 0)
        text = log.read_text(errors="replace")
        for stopped in Path(folder).glob("henti-*"):
            # Ended by libFuzzer itself: too slow, too large, or a fault below Python.
            text += f"\nTEMUAN {_keep(name, stopped.read_bytes())} ({stopped.name.split('-')[1]})\n"
    kept = re.findall(r"^TEMUAN .*(?:\n(?:  .*|[A-Za-z_.]+(?:Error|Exception|TooSlow).*))*", text, re.MULTILINE)
    runs, covered = re.findall(r"^#(\d+)", text, re.MULTILINE), re.findall(r"cov: (\d+) ft: (\d+)", text)
    spans = covered[-1] if covered else ("0", "0")
    print(
        f"{name:14} {time.monotonic() - begun:6.0f} s {runs[-1] if runs else 0:>9} kali, cakupan {spans[0]} ({spans[1]})",
        end="",
    )
    print(f", {len(kept)} temuan", flush=True)
    for one in kept:
        print(one, flush=True)
    if status and not kept:
        print(text[-2_000:], flush=True)
        return 1
    return len(kept)


def _fuzz(name: str, module: ModuleType, seconds: int, folder: Path, log: Path) -> None:
    """The life of a forked process. Never returns."""
    import atheris

    target = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.dup2(target, 1)
    os.dup2(target, 2)
    try:
        corpus = folder / "awal"
        corpus.mkdir()
        with atheris.instrument_imports(include=_INSTRUMENTED, enable_loader_override=False):
            for place, seed in enumerate(module.seeds()):
                (corpus / str(place)).write_bytes(seed)
                module.read(seed)  # what is imported late is instrumented too
        options = [
            f"-max_total_time={seconds}",
            f"-timeout={6 * SECONDS}",
            f"-max_len={LARGEST}",
            f"-rss_limit_mb={_MOST_MEMORY}",
        ]
        atheris.Setup([name, *options, f"-artifact_prefix={folder}/henti-", str(corpus)], _caught(name, module.read))
        atheris.Fuzz()
    except BaseException:
        traceback.print_exc()
        os._exit(70)
    finally:
        os._exit(0)


def _caught(name: str, read: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """`read` that keeps each kind of fault once and goes on."""
    seen = set()

    def one(data: bytes) -> None:
        try:
            read(data)
        except Exception as error:
            kind = _kind(error)
            if kind not in seen:
                seen.add(kind)
                lines = "".join(traceback.format_exception(error)).rstrip()
                indented = "\n".join(f"  {line}" for line in lines.splitlines()[-14:])
                os.write(2, f"\nTEMUAN {_keep(name, data)}\n{indented}\n".encode(errors="replace"))

    return one


def _kind(error: BaseException) -> tuple[object, ...]:
    """Faults of one kind: the same error from the same line of ours."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if str(ROOT) in frame.filename]
    ours = [(frame.filename, frame.lineno) for frame in frames if "/site-packages/" not in frame.filename]
    return (type(error).__name__, *(ours[-1] if ours else ()), *(ours[-2] if len(ours) > 1 else ()))


def _keep(name: str, data: bytes) -> str:
    CASES.mkdir(parents=True, exist_ok=True)
    path = CASES / f"{name}-{hashlib.sha256(data).hexdigest()[:10]}.bin"
    path.write_bytes(data)
    return path.name


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
