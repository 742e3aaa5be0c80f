"""Native charts written into a slide: the chart, its looks, its intervals, and the workbook behind it.

The trap: python-pptx writes the workbook so that a name like "=1+1" becomes a formula, and knows no error bars. So the
workbook is written again here with texts as texts and the ends of the intervals in columns of their own; error bars
point at those columns and follow when somebody edits the data in PowerPoint.
"""

from __future__ import annotations

import math
from copy import deepcopy
from io import BytesIO

import xlsxwriter
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.chart import XL_TICK_LABEL_POSITION as TICK_LABELS
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from analysis import language
from analysis.language import _
from analysis.output.theme import FONT, GRID, GROUND, QUIET, TEXT
from analysis.publication.deck_charts import NativeChart, Series
from analysis.publication.deck_text import clean, shortened

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_SHEET = "Sheet1"
_LOCALES = {"id": "[$-421]", "en": "[$-409]"}
_TYPES = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
}
_POSITIONS = {"kanan": XL_LABEL_POSITION.RIGHT, "atas": XL_LABEL_POSITION.ABOVE, "kiri": XL_LABEL_POSITION.LEFT}
_LEAST_LABELLED = 0.14  # of the longest bar: a shorter one has no room for its figure
_LONGEST_NAME = 60  # characters of a row name
SMALLEST, LARGEST = 11.0, 16.0  # pt
_ROW_TEXT = 0.64  # of the height of a row


def add_chart(slide, chart: NativeChart, box, alt: str):
    """The graphic frame of `chart` in `box` (left, top, width, height in pt) with its alt text."""
    data = _xy_data(chart) if chart.kind == "scatter" else _category_data(chart)
    frame = slide.shapes.add_chart(_TYPES[chart.kind], *(Pt(side) for side in box), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
    drawn = frame.chart
    _behind(drawn, chart)
    _look(drawn, chart, box)
    return frame


def number_format(digits: int, dates: bool = False) -> str:
    """The format code of figures in the language in use; office programs take the signs from their own settings."""
    locale = _LOCALES[language.current()]
    if dates:
        return f"{locale}d mmm"
    return f"{locale}#,##0" + ("." + "0" * digits if digits else "")


def _category_data(chart: NativeChart) -> CategoryChartData:
    data = CategoryChartData(number_format=number_format(chart.digits))
    data.categories = [_name(name) for name in chart.categories]
    for series in chart.series:
        data.add_series(clean(series.name), series.values)
    return data


def _name(name: str) -> str:
    return shortened(clean(name), _LONGEST_NAME)


def _xy_data(chart: NativeChart) -> XyChartData:
    data = XyChartData(number_format=number_format(chart.digits))
    for series in _scatter_series(chart):
        added = data.add_series(clean(series.name))
        for x, y in zip(series.x, series.values, strict=True):
            added.add_data_point(x, y)
    return data


def _scatter_series(chart: NativeChart) -> list[Series]:
    """The series with their known points only."""
    return [_known(series) for series in chart.series]


def _known(series: Series) -> Series:
    kept = [place for place, (x, y) in enumerate(zip(series.x, series.values, strict=True)) if None not in (x, y)]
    pick = lambda values: tuple(values[place] for place in kept) if values else ()  # noqa: E731
    return Series(
        series.name, pick(series.values), pick(series.low), pick(series.high), pick(series.x), series.colour, {},
        series.look, series.labels, pick(series.texts), series.texts_side,
    )  # fmt: skip


# ---- the workbook


def _behind(drawn: Chart, chart: NativeChart) -> None:
    """The workbook with everything that is drawn, and error bars that point at it."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_SHEET)
        if chart.kind == "scatter":
            _write_points(sheet, drawn, _scatter_series(chart))
        else:
            look = book.add_format({"num_format": "yyyy-mm-dd"}) if chart.dates else None
            _write_rows(sheet, drawn, chart, look)
    drawn.part.chart_workbook.update_from_xlsx_blob(file.getvalue())


def _write_rows(sheet, drawn: Chart, chart: NativeChart, look) -> None:
    for row, name in enumerate(chart.categories, 1):
        sheet.write_string(row, 0, _name(name))
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, clean(series.name))
        _write_column(sheet, 1, column, series.values, look)
    column = len(chart.series) + 1
    elements = drawn._chartSpace.findall(f".//{{{_C}}}ser")
    for place, series in enumerate(chart.series):
        if series.has_intervals:
            _write_ends(sheet, 0, place + 1, column, series, series.values)
            _add_error_bars(elements[place], chart.kind, 1, column + 2, series, series.values)
            column += 4


def _write_points(sheet, drawn: Chart, found: list[Series]) -> None:
    """Series below each other, as python-pptx refers to them: x in A, y in B, the name above the y."""
    elements = drawn._chartSpace.findall(f".//{{{_C}}}ser")
    top = 0
    for element, series in zip(elements, found, strict=True):
        sheet.write_string(top, 1, clean(series.name))
        _write_column(sheet, top + 1, 0, series.x)
        _write_column(sheet, top + 1, 1, series.values)
        for place, text in enumerate(series.texts, 1):
            sheet.write_string(top + place, 2, clean(text))
        if series.has_intervals:
            _write_ends(sheet, top, 0, 3, series, series.x)
            _add_error_bars(element, "scatter", top + 1, 5, series, series.x)
        top += len(series.values) + 2


def _write_column(sheet, top: int, column: int, values, look=None) -> None:
    for row, value in enumerate(values, top):
        if value is not None:
            sheet.write_number(row, column, value, look)


def _write_ends(sheet, top: int, value_column: int, column: int, series: Series, middles) -> None:
    """Lower and upper end, and how far they lie from the value, as formulas."""
    name = clean(series.name)
    for place, word in enumerate((_("batas bawah"), _("batas atas"), "minus", "plus")):
        sheet.write_string(top, column + place, f"{name} – {word}")
    _write_column(sheet, top + 1, column, series.low)
    _write_column(sheet, top + 1, column + 1, series.high)
    for row, (middle, low, high) in enumerate(zip(middles, series.low, series.high, strict=True), top + 1):
        if None in (middle, low, high):
            continue
        cell, lower, upper = (xl_rowcol_to_cell(row, at) for at in (value_column, column, column + 1))
        sheet.write_formula(row, column + 2, f"={cell}-{lower}", None, middle - low)
        sheet.write_formula(row, column + 3, f"={upper}-{cell}", None, high - middle)


def _add_error_bars(element, kind: str, top: int, column: int, series: Series, middles) -> None:
    """`c:errBars` of one series: custom ends, the minus in `column`, the plus beside it."""
    bars = etree.SubElement(element, f"{{{_C}}}errBars")
    if kind != "bar":  # a bar knows its own direction
        etree.SubElement(bars, f"{{{_C}}}errDir", val="x" if kind == "scatter" else "y")
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "1")):
        etree.SubElement(bars, f"{{{_C}}}{tag}", val=value)
    ends = {"plus": (column + 1, series.high, 1), "minus": (column, series.low, -1)}
    for tag, (at, values, sign) in ends.items():
        holder = etree.SubElement(etree.SubElement(bars, f"{{{_C}}}{tag}"), f"{{{_C}}}numRef")
        letter = xl_col_to_name(at)
        formula = etree.SubElement(holder, f"{{{_C}}}f")
        formula.text = f"{_SHEET}!${letter}${top + 1}:${letter}${top + len(values)}"
        cache = etree.SubElement(holder, f"{{{_C}}}numCache")
        etree.SubElement(cache, f"{{{_C}}}formatCode").text = "General"
        etree.SubElement(cache, f"{{{_C}}}ptCount", val=str(len(values)))
        for place, (middle, end) in enumerate(zip(middles, values, strict=True)):
            if middle is not None and end is not None:
                point = etree.SubElement(cache, f"{{{_C}}}pt", idx=str(place))
                etree.SubElement(point, f"{{{_C}}}v").text = repr(round(sign * (end - middle), 6))
    bars.append(_line(1.75, TEXT))
    # Order matters to PowerPoint: error bars stand right before the data of a series.
    data = next(child for child in element if child.tag in (f"{{{_C}}}cat", f"{{{_C}}}xVal", f"{{{_C}}}val"))
    data.addprevious(bars)


def _line(width: float, colour: str):
    return etree.fromstring(
        f'<c:spPr xmlns:c="{_C}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<a:ln w="{round(width * 12700)}" cap="rnd"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill></a:ln></c:spPr>'
    )


# ---- how it looks


def _look(drawn: Chart, chart: NativeChart, box) -> None:
    size = _text_size(chart, box)
    drawn.font.name, drawn.font.size = FONT, Pt(size)
    drawn.font.color.rgb = _rgb(TEXT)
    drawn.has_title = False
    drawn._chartSpace.chart.get_or_add_autoTitleDeleted().set("val", "1")
    drawn.has_legend = chart.legend
    if chart.legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    found = _scatter_series(chart) if chart.kind == "scatter" else list(chart.series)
    for series, native in zip(found, drawn.plots[0].series, strict=True):
        _series_look(native, series, chart, size)
    {"bar": _bar_axes, "line": _line_axes, "scatter": _scatter_axes}[chart.kind](drawn, chart, size)
    _set_language(drawn)


def _text_size(chart: NativeChart, box) -> float:
    if chart.kind != "bar" or not chart.categories:
        return LARGEST
    row = (box[3] - 50 - 24 * chart.legend) / len(chart.categories)
    return round(min(LARGEST, max(SMALLEST, row * _ROW_TEXT)) * 2) / 2


def _series_look(native, series: Series, chart: NativeChart, size: float) -> None:
    if chart.kind == "bar":
        _bar_look(native, series, size)
    else:
        _mark_look(native, series)
    if series.labels and chart.kind == "line":
        labels = native.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.ABOVE
        labels.number_format, labels.number_format_is_linked = number_format(chart.digits), False
        labels.font.bold, labels.font.size = True, Pt(size)
        labels.font.color.rgb = _rgb(series.colour)
        _move_labels_down(labels._element, series, chart)
    elif series.labels:
        _bar_labels(native, series, chart, size)
    for place, text in enumerate(series.texts):
        if clean(text):
            label = native.points[place].data_label
            label.text_frame.text = clean(text)
            label.position = _POSITIONS[series.texts_side]
            run = label.text_frame.paragraphs[0].runs[0]
            run.font.size, run.font.bold = Pt(size - 3), True
            run.font.color.rgb = _rgb(TEXT)


def _move_labels_down(labels, series: Series, chart: NativeChart) -> None:
    """A figure stands below its point where another line passes above."""
    for place, value in enumerate(series.values):
        others = [one.values[place] for one in chart.series if one is not series]
        if value is None or not any(other is not None and other >= value for other in others):
            continue
        own = etree.Element(f"{{{_C}}}dLbl")
        etree.SubElement(own, f"{{{_C}}}idx", val=str(place))
        kept = (child for child in labels if child.tag not in (f"{{{_C}}}dLbl", f"{{{_C}}}showLeaderLines"))
        own.extend(deepcopy(child) for child in kept)
        own.find(f"{{{_C}}}dLblPos").set("val", "b")
        labels.insert(len(labels.findall(f"{{{_C}}}dLbl")), own)


def _bar_look(native, series: Series, size: float) -> None:
    native.invert_if_negative = False
    if series.look == "tepi":
        native.format.fill.background()
        native.format.line.color.rgb, native.format.line.width = _rgb(series.colour), Pt(1.5)
        return
    _fill(native.format.fill, series.colour)
    for place, colour in series.colours.items():
        if colour != series.colour:
            _fill(native.points[place].format.fill, colour)


def _bar_labels(native, series: Series, chart: NativeChart, size: float) -> None:
    """Figures inside the foot of their bars; on a bar too short for it the figure is left to the axis."""
    labels = native.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.INSIDE_BASE
    labels.number_format, labels.number_format_is_linked = number_format(chart.digits, chart.dates), False
    labels.font.bold, labels.font.size = True, Pt(size)
    labels.font.color.rgb = _rgb(GROUND)
    if chart.dates:
        return
    known = [value for one in chart.series for value in (*one.values, *one.high) if value is not None]
    longest = max(known, default=0)
    for place, value in enumerate(series.values):
        if value is not None and value < longest * _LEAST_LABELLED:
            _delete_label(labels._element, place)


def _delete_label(labels, place: int) -> None:
    label = etree.Element(f"{{{_C}}}dLbl")
    etree.SubElement(label, f"{{{_C}}}idx", val=str(place))
    etree.SubElement(label, f"{{{_C}}}delete", val="1")
    labels.insert(len(labels.findall(f"{{{_C}}}dLbl")), label)


def _mark_look(native, series: Series) -> None:
    line, marker = native.format.line, native.marker
    if hasattr(native, "smooth"):
        native.smooth = False
    if series.look in ("garis", "putus"):
        line.color.rgb, line.width = _rgb(series.colour), Pt(2.5 if series.look == "garis" else 1.75)
        if series.look == "putus":
            line.dash_style = MSO_LINE.DASH
    else:
        line.fill.background()
    if series.look == "putus" and series.x:
        marker.style = XL_MARKER_STYLE.NONE
        return
    if series.look == "putus":
        marker.style = XL_MARKER_STYLE.DASH
    else:
        marker.style = XL_MARKER_STYLE.DIAMOND if series.look == "kosong" else XL_MARKER_STYLE.CIRCLE
    marker.size = 10 if series.look in ("kosong", "putus") else 9
    _fill(marker.format.fill, series.colour)
    marker.format.line.color.rgb = _rgb(series.colour)


def _bar_axes(drawn: Chart, chart: NativeChart, size: float) -> None:
    plot = drawn.plots[0]
    outlined = any(series.look == "tepi" for series in chart.series)
    plot.gap_width, plot.overlap = 45, 100 if outlined or len(chart.series) == 1 else 0
    rows, values = drawn.category_axis, drawn.value_axis
    rows.reverse_order = True
    rows.has_major_gridlines = False
    _quiet_axis(rows, line=True)
    rows.tick_labels.font.size = Pt(size)
    rows.tick_label_position = TICK_LABELS.LOW
    _name_every_row(rows._element)
    _value_axis(values, chart.axis, chart.digits, size, chart.kind)
    # The figures stay below although the rows run down.
    values._element.find(qn("c:crosses")).set("val", "max")
    if chart.dates:
        _calendar(values, [value for one in chart.series for value in one.values if value is not None])
    else:
        _span_axis(values, chart)


def _name_every_row(axis) -> None:
    """Programs leave out every second name where they think that room is short."""
    skip = etree.Element(f"{{{_C}}}tickLblSkip", val="1")
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _span_axis(axis, chart: NativeChart) -> None:
    """From zero to beyond the longest interval, which programs leave out when they choose the end themselves."""
    known = [value for one in chart.series for value in (*one.values, *one.low, *one.high) if value is not None]
    if not known or min(known) < 0 or max(known) == 0:
        return
    axis.minimum_scale, axis.major_unit = 0, _step(max(known))
    axis.maximum_scale = axis.major_unit * math.ceil(round(max(known) / axis.major_unit, 6))


def _step(most: float) -> float:
    """A round distance between gridlines, at most seven of them."""
    rough = most / 7
    power = 10 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _calendar(axis, days: list[float]) -> None:
    """An axis from some weeks before the first date, so that every bar holds its date, in steps of whole months."""
    span = max(days) - min(days)
    axis.minimum_scale = float(round(min(days) - max(60, 0.5 * span)))
    axis.maximum_scale = float(round(max(days) + max(10, 0.05 * span)))
    axis.major_unit = float(max(30, round((axis.maximum_scale - axis.minimum_scale) / 5 / 30) * 30))
    axis.tick_labels.number_format = f"{_LOCALES[language.current()]}mmm yyyy"


def _line_axes(drawn: Chart, chart: NativeChart, size: float) -> None:
    _span_gaps(drawn)
    years, values = drawn.category_axis, drawn.value_axis
    years.has_major_gridlines = False
    _quiet_axis(years, line=True)
    years.tick_labels.font.size = Pt(size)
    years.tick_label_position = TICK_LABELS.LOW
    _value_axis(values, chart.axis, chart.digits, size, chart.kind)
    _span_axis(values, chart)


def _scatter_axes(drawn: Chart, chart: NativeChart, size: float) -> None:
    across, up = drawn.category_axis, drawn.value_axis
    _value_axis(across, chart.axis_x, chart.digits_x, size, "bar")
    _value_axis(up, chart.axis, chart.digits, size, "line")
    for axis, side in ((across, "x"), (up, "values")):
        known = [value for series in chart.series for value in getattr(series, side) if value is not None]
        room = (max(known) - min(known)) * 0.04 or 1
        floor = min(known) - room
        axis.minimum_scale = 0 if min(known) >= 0 > floor else _tidy(floor)
        axis.maximum_scale = _tidy(max(known) + room, up=True)


def _tidy(value: float, up: bool = False) -> float:
    whole = int(value // 1)
    return float(whole + 1 if up else whole)


def _value_axis(axis, title: str, digits: int, size: float, kind: str) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _rgb(GRID)
    axis.major_gridlines.format.line.width = Pt(0.75)
    _quiet_axis(axis)
    axis.tick_labels.font.size = Pt(min(size, 14))
    axis.tick_labels.font.color.rgb = _rgb(QUIET)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format(0), False
    axis.tick_label_position = TICK_LABELS.NEXT_TO_AXIS if kind == "bar" else TICK_LABELS.LOW
    axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")
    axis.has_title = bool(title)
    if title:
        frame = axis.axis_title.text_frame
        frame.text = clean(title)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(min(size, 14)), False
        font.color.rgb = _rgb(QUIET)


def _quiet_axis(axis, line: bool = False) -> None:
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    if line:
        axis.format.line.color.rgb = _rgb(GRID)
    else:
        axis.format.line.fill.background()


def _span_gaps(drawn: Chart) -> None:
    """Years without data leave no hole in a line; series that must not be joined are series of their own."""
    blanks = drawn._chartSpace.chart.find(qn("c:dispBlanksAs"))
    if blanks is not None:
        blanks.set("val", "span")


def _set_language(drawn: Chart) -> None:
    """The language of the texts of the chart."""
    tag = {"id": "id-ID", "en": "en-US"}[language.current()]
    for properties in drawn._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        properties.set("lang", tag)
    space = drawn._chartSpace
    if space.find(qn("c:lang")) is None:
        element = etree.Element(f"{{{_C}}}lang", val=tag)
        before = space.find(qn("c:date1904"))
        before.addnext(element) if before is not None else space.insert(0, element)


def _fill(fill, colour: str) -> None:
    fill.solid()
    fill.fore_color.rgb = _rgb(colour)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())
