"""Reading, checking, importing and recording: the only place that touches files."""
