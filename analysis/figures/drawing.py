"""A figure as a Vega-Lite spec: without its data for the browser, with everything inside for a file.

Authoring a chart costs tens of milliseconds. The spec without data depends on options only, so it is kept once for all.
Trap: titles (some typed by users) and the address of a map's shapes (another in each of 514 kota) differ from view to
view while the drawing stays the same, so they are put in last and the spec is kept without. A drawing may therefore use
a title (`judul...`) as text only: neither measure it nor put it into an expression (tests/figures/test_templates_kept.py).
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from analysis import language
from analysis.figures.view import Figure

_KEPT = 512  # specs of some tens of kB
_MARK, _MARKED = "\ue000{}\ue001", re.compile(r"\\ue000(\w+)\\ue001")  # stands for an option put in last; as JSON
_WITH_INSET = "31"  # the one map that is drawn in another way
_templates: OrderedDict[tuple, str] = OrderedDict()
_one_at_a_time = Lock()


def template(figure: Figure, ukuran: str = "kerja") -> str:
    """The spec without data as JSON text, drawn once per chart, language, options and size ("kerja" | "paparan")."""
    from altair.utils.schemapi import debug_mode

    from analysis.output.theme import finish

    options = figure.options
    late = [name for name, text in options.items() if name.startswith("judul") and text]
    if options.get("url_prefix") is not None and options.get("lingkup") not in (None, _WITH_INSET):
        late += ["url_prefix", "lingkup"]
    marked = options | {name: _MARK.format(name) for name in late}
    key = (figure.draw, language.current(), json.dumps(marked, sort_keys=True), ukuran)
    with _one_at_a_time:
        kept = _templates.get(key)
        if kept is not None:
            _templates.move_to_end(key)
    if kept is None:
        # Altair checks every part of a chart against its schema; the tests do that, a visitor need not wait for it.
        with debug_mode(False):
            spec = finish(figure.draw(*figure.frames.values(), **marked), ukuran)
        kept = json.dumps({**spec, "datasets": {}})
        with _one_at_a_time:
            _templates[key] = kept
            while len(_templates) > _KEPT:
                _templates.popitem(last=False)
    return _MARKED.sub(lambda found: json.dumps(options[found[1]])[1:-1], kept)


def whole_spec(figure: Figure, read_shapes: Callable[[str], str | bytes], ukuran: str = "kerja") -> dict:
    """The spec as a file needs it: data and geometry inside. `read_shapes`: `sources.shapes.read_shapes`."""
    from analysis.output.export import inline_geometry
    from analysis.output.theme import records

    data = {name: records(frame) for name, frame in figure.frames.items()}
    return inline_geometry({**json.loads(template(figure, ukuran)), "datasets": data}, read_shapes)
