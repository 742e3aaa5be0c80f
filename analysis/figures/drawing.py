"""A figure as a Vega-Lite spec: without its data for the browser, with everything inside for a file.

Authoring a chart costs tens of milliseconds. The spec without data depends on options only, so it is kept once for all.
Traps: options hold names and titles, some of them typed by users, so there is no end to them and the oldest specs go.
And the address of a map's shapes is another one in each of 514 kota, so it is put in last and the spec is kept without.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from analysis import language
from analysis.figures.view import Figure

_KEPT = 512  # specs of some tens of kB
_PLACE = "@"  # stands for the address in a kept spec
_WITH_INSET = "31"  # the one map that is drawn in another way
_templates: OrderedDict[tuple, str] = OrderedDict()
_one_at_a_time = Lock()


def template(figure: Figure, ukuran: str = "kerja") -> str:
    """The spec without data as JSON text, drawn once per chart, language, options and size ("kerja" | "paparan")."""
    from altair.utils.schemapi import debug_mode

    from analysis.output.theme import finish

    options, prefix = dict(figure.options), figure.options.get("url_prefix")
    served = prefix is not None and options.get("lingkup") not in (None, _WITH_INSET)
    if served:
        options |= {"url_prefix": _PLACE, "lingkup": _PLACE}
    key = (figure.draw, language.current(), json.dumps(options, sort_keys=True), ukuran)
    with _one_at_a_time:
        kept = _templates.get(key)
        if kept is not None:
            _templates.move_to_end(key)
    if kept is None:
        # Altair checks every part of a chart against its schema; the tests do that, a visitor need not wait for it.
        with debug_mode(False):
            spec = finish(figure.draw(*figure.frames.values(), **options), ukuran)
        kept = json.dumps({**spec, "datasets": {}})
        with _one_at_a_time:
            _templates[key] = kept
            while len(_templates) > _KEPT:
                _templates.popitem(last=False)
    if not served:
        return kept
    return kept.replace(f'"{_PLACE}/', f'"{prefix}/').replace(f"/{_PLACE}.json", f"/{figure.options['lingkup']}.json")


def whole_spec(figure: Figure, read_shapes: Callable[[str], str | bytes], ukuran: str = "kerja") -> dict:
    """The spec as a file needs it: data and geometry inside. `read_shapes`: `sources.shapes.read_shapes`."""
    from analysis.output.export import inline_geometry
    from analysis.output.theme import records

    data = {name: records(frame) for name, frame in figure.frames.items()}
    return inline_geometry({**json.loads(template(figure, ukuran)), "datasets": data}, read_shapes)
