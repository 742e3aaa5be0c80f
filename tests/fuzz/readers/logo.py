"""A logo for pictures: PNG, JPEG, SVG."""

from __future__ import annotations

import io

from analysis.output.logo import BadLogo, read_logo
from tests.fuzz.property import told


def read(data: bytes) -> None:
    try:
        found = read_logo.__wrapped__(data)
    except BadLogo as error:
        told([error])
        return
    assert found.png.startswith(b"\x89PNG") and found.aspect > 0


def seeds() -> list[bytes]:
    from PIL import Image

    found = []
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind, mode, options in (
        ("PNG", "RGBA", {}),
        ("PNG", "P", {}),
        ("JPEG", "RGB", {"exif": exif}),
        ("JPEG", "CMYK", {}),
    ):
        file = io.BytesIO()
        Image.new(mode, (9, 6)).save(file, kind, **options)
        found.append(file.getvalue())
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><g id="a"><path d="M0 0h20v10z"/></g><use href="#a"/></svg>'
    return [*found, svg, b'<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="60"><circle r="9"/></svg>']
