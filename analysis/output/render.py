"""The worker process that draws: asked on stdin, answers on stdout, knows nothing but vl-convert.

vl-convert holds Python's interpreter lock for the whole drawing, which would freeze every session of
the app. Run as a script by `worker.py`; it imports no part of the app, so it starts fast and stays small.

Nobody may be left behind: when the app is killed, the pipe ends and so does this process, at the latest after the one
picture it is drawing; a picture that never ends is cut off by a clock that does not need the interpreter's lock.

A question is one line of JSON: {"make": "svg"|"png"|"pdf", ...}. An answer is one line of JSON,
{"ok": bool, "size": int}, followed by that many bytes: the picture, or the error text.
"""

import faulthandler
import json
import os
import sys
from pathlib import Path

import vl_convert


def make(question: dict) -> bytes:
    if question["make"] == "svg":
        return vl_convert.vegalite_to_svg(question["spec"]).encode()
    if question["make"] == "png":
        return vl_convert.svg_to_png(question["svg"], ppi=question["ppi"])
    return vl_convert.svg_to_pdf(question["svg"])


def answer(line: bytes) -> tuple[bool, bytes]:
    try:
        return True, make(json.loads(line))
    except Exception as error:  # whatever went wrong, the app gets the text and the worker lives on
        return False, str(error).encode()


def main(fonts: str, longest_s: str) -> None:
    vl_convert.register_font_directory(str(Path(fonts).resolve()))
    # Vega prints its warnings to stdout: they go to the log, the answers keep the pipe for themselves.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        faulthandler.dump_traceback_later(float(longest_s), exit=True)
        ok, body = answer(line)
        faulthandler.cancel_dump_traceback_later()
        try:
            answers.write(json.dumps({"ok": ok, "size": len(body)}).encode() + b"\n" + body)
            answers.flush()
        except BrokenPipeError:
            os._exit(0)  # who asked is gone; leaving in the usual way would write again


if __name__ == "__main__":
    main(*sys.argv[1:])
