"""Reading, checking, importing and recording: the only place that touches files."""

import pandas as pd

# Rows are picked many times per rerun, and picking Arrow-backed text costs twice what Python text does.
pd.set_option("mode.string_storage", "python")
