"""What several readers look things up in, read once."""

from __future__ import annotations

from functools import cache

from analysis.sources.catalog import Catalog, load_catalog
from analysis.sources.imports import make_references

# Stands in seeds where a name would stand; no message may hold it.
PERSON = "ZULAIKHA RAHASIA"
NIK = "9973010101010001"


@cache
def catalog() -> Catalog:
    return load_catalog()


@cache
def references():
    return make_references(catalog().tables)
