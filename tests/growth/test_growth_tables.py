from dataclasses import replace

import numpy as np
import pytest

from analysis.growth.tables import DAYS, check_tables, load_tables


def test_published_rows_stand_where_they_are_looked_up():
    """WHO expanded tables: boys 0 and 1856 days, girls 91 days, boys 45.0 cm and girls 120.0 cm."""
    t = load_tables()
    assert t.tbu[:, 0].tolist() == [1, 49.8842, 0.03795]
    assert t.bbu[:, DAYS].tolist() == [0.3809, 3.2322, 0.14171]
    assert t.lilau[:, DAYS + 91].tolist() == [-0.1733, 13.0245, 0.08262]
    assert t.bbtb[:, t.start[0, 0]].tolist() == [-0.3521, 2.441, 0.09182]
    assert t.bbtb[1, t.start[1, 1] + 550] == 22.8173  # 120.0 cm is row 550 after 65.0


def test_what_has_no_standard_has_no_values():
    t = load_tables()
    assert np.isnan(t.lilau[:, :91]).all() and not np.isnan(t.lilau[:, 91:DAYS]).any()
    assert np.isnan(t.bbtb[:, -1]).all() and np.isnan(t.tbu[:, 2 * DAYS]).all()
    assert t.bbtb.shape[1] == 2 * 651 + 2 * 551 + 1


def test_changed_table_is_refused():
    """One value off by one unit in the last place is enough."""
    good = load_tables()
    wrong = good.bbu.copy()
    wrong[1, 500] = np.nextafter(wrong[1, 500], np.inf)
    with pytest.raises(ValueError, match="differ from the WHO tables"):
        check_tables(replace(good, bbu=wrong))
