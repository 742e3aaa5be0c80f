"""Every chart of every page and tab has its table twin, and what a click on it chooses is also chosen by name."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_every_page import PAGES, open_page

# The rows of tabs: under its key the session keeps which tab of a row is open, and only that one is drawn.
TABS = (
    "situasi",
    "usulan",
    "daftar",
    "profil",
    "rencana",
    "kegiatan_menurut",
    "skenario_tab",
    "reviu",
    "publikasi",
    "pengukuran",
    "manajemen",
    "metode",
    "pengelolaan",
)


def labels_of_tabs(block) -> list[list[str]]:
    """The labels of every row of tabs below a block."""
    below = list(getattr(block, "children", {}).values())
    tabs = [tab.label for tab in below if tab.type == "tab"]
    return [labels for part in below for labels in labels_of_tabs(part)] + ([tabs] if tabs else [])


def rows_of_tabs(app: AppTest) -> dict[str, list[str]]:
    """Key -> labels of each row of tabs on the page."""
    rows = labels_of_tabs(app.main)
    keys = {key: app.session_state[key] for key in TABS if key in app.session_state}
    found = {key: labels for labels in rows for key, shown in keys.items() if shown in labels}
    assert len(found) == len(rows), "a row of tabs whose key is not in TABS"
    return found


def filled_tables(app: AppTest) -> int:
    return sum(not table.value.empty for table in app.dataframe)


def check_view(app: AppTest) -> int:
    """What a view shows as a picture it also shows as a table, and offers by name; how many pictures it has."""
    charts = app.get("vega_lite_chart")
    # A chart that answers to a click is a widget and has an id.
    if any(chart.proto.id for chart in charts):
        assert any(box.key == "kelurahan" for box in app.selectbox), "only a mouse chooses a kelurahan here"
    twins = [toggle for toggle in app.toggle if toggle.key.endswith("_tabel")]
    assert len(twins) == len(charts)
    before, closed = filled_tables(app), [toggle for toggle in twins if not toggle.value]
    for toggle in closed:
        toggle.set_value(True)
    assert not app.run().exception
    assert filled_tables(app) == before + len(closed)
    return len(charts)


def walk_tabs(app: AppTest, done: set[str]) -> int:
    """Check what is shown, then every tab not yet opened; tabs inside a tab come to light with it."""
    charts = check_view(app)
    for key, labels in rows_of_tabs(app).items():
        for label in labels:
            if f"{key} {label}" not in done and key in app.session_state:
                done.add(f"{key} {label}")
                app.session_state[key] = label
                charts += walk_tabs(app.run(), done)
    return charts


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_has_a_table_and_a_choice_by_name(page):
    charts = walk_tabs(open_page(page, kota="31.73", kelurahan="31.73.01.1005"), set())
    assert charts or page in ("paparan", "publikasi", "manajemen_data", "metode_sumber", "pengelolaan")
