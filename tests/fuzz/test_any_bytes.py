"""Good files changed anywhere end in rows or in sentences; the same changes on every run."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.all_readers import NAMES, reader
from tests.fuzz.property import bounded

# What means something to one of the readers, in places where nobody expects it.
SIGNS = [
    b"", b"\x00", b"\x1f", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b";", b",", b"\t", b"\n", b"\r", b"\n\n", b"sep=;\n", b"-1", b"1e999",
    b"NaN", b"-Infinity", b"null", b"[]", b"{}", b"[[", b"<", b"&#0;", b"9" * 16, b"99" + b"7" * 14, b"31.74", b"3174070004", b"2099", b"Jumlah",
    b"=1+1", b"\xe2\x80\xae", b"\xc2\xa0", b"\xf0\x9f\x98\x80", b"%", b"..", b"a.a.a", b"\\u0000", b"\\ud800", b"PAR1", b"PK\x03\x04",
]  # fmt: skip
change = st.tuples(
    st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(SIGNS), st.binary(max_size=8)), st.booleans()
)


def changed(data: bytes, changes: list[tuple[float, int, bytes, bool]]) -> bytes:
    """`data` with a few pieces cut out, put in or said twice."""
    for share, length, put, twice in changes:
        place = int(share * len(data))
        data = data[:place] + put + (data[max(0, place - length) :] if twice else data[place + length :])
    return data


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_file_ends_in_rows_or_sentences(name):
    seeds = reader(name).seeds()

    @settings(max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(seeds), st.lists(change, min_size=1, max_size=4))
    def check(seed, changes):
        reader(name).read(changed(seed, changes))

    with bounded(60):
        check()
