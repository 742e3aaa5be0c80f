"""A folder behind an address (fsspec): an object store such as s3://bucket/prefix, or memory://.

Trap: an object appears whole or not at all, but not every file system that fsspec knows is an object store. A half
file there does not match the hash in its name and is left out. Credentials come from the usual environment
(AWS_ACCESS_KEY_ID ...); the words of a driver may repeat them and are not passed on.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property

from analysis.sources.store.errors import StoreError
from analysis.sources.store.places import without_credentials

# A silent server must not hold a save for minutes.
_WAIT = {"connect_timeout": 5, "read_timeout": 20, "retries": {"max_attempts": 2}}
_PROBE = ".periksa"
_OPTIONS = {scheme: {"config_kwargs": _WAIT} for scheme in ("s3", "s3a")}


class Address:
    """Saves as objects under one prefix."""

    slow = True

    def __init__(self, address: str):
        self._address, self.location = address, without_credentials(address)
        self._scheme = address.partition("://")[0].lower()

    @cached_property
    def _opened(self) -> tuple:
        """The file system and the prefix in it."""
        import fsspec

        try:
            # Other offices add files, so nothing that was listed before may be remembered.
            options = _OPTIONS.get(self._scheme, {})
            return fsspec.core.url_to_fs(self._address, use_listings_cache=False, **options)
        except ImportError:
            package = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs"}
            raise StoreError("perlu_paket", self.location, package.get(self._scheme, "fsspec")) from None
        except ValueError:
            raise StoreError("alamat_asing", self.location) from None

    def _ask(self, question):
        """`question(file system, prefix)`, with every trouble as a sentence."""
        try:
            return question(*self._opened)
        except (StoreError, FileExistsError):
            raise
        except Exception as error:
            refused = isinstance(error, PermissionError) or "Credentials" in type(error).__name__
            raise StoreError("izin" if refused else "tak_terjangkau", self.location) from None

    def beside(self, name: str) -> Address:
        return Address(f"{self._address.rstrip('/')}/{name}")

    def names(self) -> list[str]:
        def listed(system, prefix):
            try:
                found = system.ls(prefix, detail=True)
            except FileNotFoundError:
                return []
            names = [entry["name"].rpartition("/")[2] for entry in found if entry["type"] == "file"]
            return [name for name in names if name and not name.startswith(".")]

        return self._ask(listed)

    def mark(self, name: str) -> object:
        return self._ask(lambda system, prefix: str(system.ukey(f"{prefix}/{name}")))

    def read(self, names: list[str]) -> dict[str, bytes]:
        def fetched(system, prefix):
            paths = {f"{prefix}/{name}": name for name in names}
            found = system.cat(list(paths), on_error="omit")
            return {paths[path]: data for path, data in found.items() if path in paths}

        return self._ask(fetched)

    def add(self, name: str, data: bytes) -> None:
        self._ask(lambda system, prefix: system.pipe_file(f"{prefix}/{name}", data, mode="create"))

    def check(self) -> None:
        self.names()

        def written(system, prefix):
            # One hidden name for all times: an account that may not remove it leaves this one object, which is no save.
            system.pipe_file(f"{prefix}/{_PROBE}", b"Konvergensi")
            with suppress(Exception):
                system.rm_file(f"{prefix}/{_PROBE}")

        self._ask(written)
