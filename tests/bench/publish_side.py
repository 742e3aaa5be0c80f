"""Pictures for the public: one warm PNG per template, and a batch with one map for each of the 267 kelurahan."""

from __future__ import annotations

import time
from collections.abc import Iterator

from analysis.output import export, maps, theme
from analysis.output.batch import Job, draw_batch
from analysis.output.captions import Caption
from analysis.output.templates import TEMPLATES, Dress, template_names, template_png
from analysis.output.worker import ExportError
from tests.bench.report import Measure, median
from tests.bench.usage import children_running
from tests.output import examples
from tests.output.pages import read_shapes

ROUNDS = 5
WORKERS = 2
CITIES = ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75"]
DRESS = Dress("Pemerintah Provinsi DKI Jakarta")


def _caption(nama: str) -> Caption:
    return Caption(
        judul=f"{nama} di antara kelurahan lain di kotanya",
        subjudul="Balita pendek per 100 balita diukur, per kelurahan",
        sumber="Sumber: Data contoh (sintetis)",
        catatan="Batas indikatif, bukan batas administrasi resmi. © kontributor OpenStreetMap.",
        alt=f"Peta kelurahan; {nama} diberi garis tebal.",
        contoh=True,
    )


def _city(kode: str) -> tuple[dict, list[dict]]:
    """The spec of a city's map and the rows of its kelurahan."""
    rows = examples.measure(kode, 0)
    frame, legend = maps.map_frame(rows, examples.points(), lokus_codes=examples.LOKUS, lingkup=kode)
    chart = maps.draw_map(frame.assign(terpilih=False), legend, judul="Balita pendek per 100", lingkup=kode)
    spec = export.inline_geometry(theme.finish(chart), read_shapes)
    return spec, spec["datasets"]["data"]


class Maps:
    """One job per kelurahan: the map of its city with its outline."""

    def __len__(self) -> int:
        return sum(len(examples.kelurahan(kode)) for kode in CITIES)

    def __iter__(self) -> Iterator[Job]:
        for kode in CITIES:
            spec, rows = _city(kode)
            for chosen in rows:
                code = chosen["kode_kelurahan"]
                marked = [{**row, "terpilih": row["kode_kelurahan"] == code} for row in rows]
                drawn = {**spec, "datasets": {**spec["datasets"], "data": marked}}
                yield Job(f"{code}.png", drawn, _caption(chosen["nama"]), TEMPLATES["slide_16_9"], DRESS)


def measure_pictures() -> list[Measure]:
    """Wall time of one picture, the drawing process already running."""
    spec, rows = _city("31.73")
    names = template_names()
    found = []
    for code, template in TEMPLATES.items():
        times = []
        for _round in range(ROUNDS + 1):
            started = time.perf_counter()
            template_png(spec, _caption("Kapuk"), template, DRESS)
            times.append(time.perf_counter() - started)
        found.append(Measure(f"{names[code]}, peta {len(rows)} kelurahan", median(times[1:]), "dtk", 1))
    return found


def measure_batch() -> list[Measure]:
    """Wall time of all 267, and how evenly the processes shared the work."""
    jobs, before = Maps(), children_running("render.py")
    started, own = time.perf_counter(), time.process_time()
    size, done, used = 0, 0, {}
    for _name, picture in draw_batch(jobs, workers=WORKERS):
        if isinstance(picture, ExportError):
            raise picture
        size, done = size + len(picture), done + 1
        if done == len(jobs):
            running = children_running("render.py")
            used = {pid: seconds for pid, seconds in running.items() if pid not in before}
    wall, own = time.perf_counter() - started, time.process_time() - own
    shares = " dan ".join(f"{seconds:.0f}" for seconds in used.values())
    note = f"{size / 1e6:.0f} MB; CPU pembuat gambar {shares} dtk, proses utama {own:.0f} dtk"
    return [Measure(f"{done} PNG dengan {WORKERS} pembuat gambar", wall, "dtk", 240, note)]
