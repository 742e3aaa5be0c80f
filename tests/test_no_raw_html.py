"""Text becomes a page's own HTML or script in two known places, from constants of this repository only."""

import ast

from tests.test_layers import ROOT, files_under

# What these two modules put into the page: texts that stand in the modules themselves, translated words and colours.
CONSTANT = {
    "pages/parts/frame.py": {"_STYLE % _('Pilih berkas')", "accessible.style()", "accessible.script()"},
    "pages/parts/briefing_look.py": {"root", "_STYLE", "KEYS"},
}
RAW = {"unsafe_allow_html", "unsafe_allow_javascript"}
# Ways of Streamlit's to show a page of somebody else's making.
FOREIGN = {"iframe", "components", "html"}


def calls():
    for path in [ROOT / "streamlit_app.py", *files_under("pages")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path.relative_to(ROOT).as_posix(), node


def test_markup_of_our_own_is_written_in_two_places_from_constants():
    written = {}
    for path, node in calls():
        if isinstance(node.func, ast.Attribute) and node.func.attr == "html":
            parts = [part.value for part in node.args[0].values if isinstance(part, ast.FormattedValue)]
            written[path] = {ast.unparse(part) for part in parts}
    assert written == CONSTANT


def test_no_other_call_may_read_text_as_markup():
    raw = {(path, word.arg) for path, node in calls() for word in node.keywords if word.arg in RAW}
    assert raw == {(path, "unsafe_allow_javascript") for path in CONSTANT}
    foreign = {
        (path, node.func.attr)
        for path, node in calls()
        if isinstance(node.func, ast.Attribute) and node.func.attr in FOREIGN
    }
    assert foreign == {(path, "html") for path in CONSTANT}


def test_no_chart_carries_an_address():
    """A mark with `href` or `url` would open what stands in a row; only the shapes of a map come from an address."""
    channels = {
        (path.name, word.arg)
        for path in files_under("analysis/output")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg in ("href", "url")
    }
    assert channels == {("map_layers.py", "url")}
