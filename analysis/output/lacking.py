"""What a picture cannot be drawn without; apart from the charts, so that asking costs no import of them."""


class NoPoints(ValueError):
    """None of the areas of a map has a label point: titik_peta.csv lacks them."""
