"""Names on maps and lines: no name on top of another, a leader line when a name had to move."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.output.labels import place_beside, place_labels, text_size

PAGE = {"width": 600, "height": 400}


def boxes(x, y, texts):
    for left, top, text in zip(x, y, texts, strict=True):
        if not np.isnan(left):
            width, height = text_size(text, 12)
            yield left - width / 2, top - height / 2, left + width / 2, top + height / 2


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_free_name_stands_on_its_point_without_a_leader():
    x, y, moved = place_labels([300], [200], ["Kapuk"], **PAGE)
    assert (x[0], y[0], moved[0]) == (300, 200, False)


def test_two_neighbours_are_moved_apart_and_joined_to_their_points():
    # Cengkareng Barat and Cengkareng Timur lie 48 px apart and are about 100 px wide.
    x, y, moved = place_labels([300, 348], [200, 205], ["Cengkareng Barat", "Cengkareng Timur"], **PAGE)
    one, other = boxes(x, y, ["Cengkareng Barat", "Cengkareng Timur"])
    assert not overlap(one, other)
    assert moved.any()


def test_a_name_without_room_is_left_out_and_not_printed_over_another():
    crowd = [f"Kebayoran Lama Selatan {place}" for place in range(30)]
    x, _y, _moved = place_labels([300] * 30, [200] * 30, crowd, reach=30, **PAGE)
    assert 1 <= (~np.isnan(x)).sum() < 30


def test_a_name_does_not_hide_a_dot():
    _x, y, moved = place_labels([300], [200], ["Kapuk"], avoid=[(305, 202)], **PAGE)
    assert moved[0] and abs(y[0] - 202) > 6


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 400)), min_size=1, max_size=25))
def test_placed_names_never_overlap_and_stay_inside(points):
    x, y = zip(*points, strict=True)
    names = ["Kedaung Kali Angke" if place % 2 else "Kapuk" for place in range(len(points))]
    label_x, label_y, _moved = place_labels(x, y, names, **PAGE)
    placed = list(boxes(label_x, label_y, names))
    for place, box in enumerate(placed):
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= 600 and box[3] <= 400
        assert not any(overlap(box, other) for other in placed[:place])


def test_names_at_line_ends_leave_each_other_room():
    # Three lines end at nearly the same height.
    heights = place_beside([100, 100, 100], [50, 52, 54], ["DKI Jakarta", "Jakarta Barat", "Indonesia"], avoid=[])
    assert np.diff(np.sort(heights)).min() >= 12
