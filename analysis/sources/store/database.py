"""A PostgreSQL database: one table of immutable saves, and one for each other kind of record.

The database itself refuses to change or remove a record (a trigger), whoever asks. A role that may only SELECT and
INSERT is enough once the table exists.
"""

from __future__ import annotations

from functools import cached_property

from analysis.sources.store.errors import StoreError
from analysis.sources.store.places import without_credentials

# A row that is written and taken back, to see whether rows can be written.
_PROBE = ".periksa"
# Two offices may open a new database at the same moment: one of them makes the table.
_LOCK = "select pg_advisory_xact_lock(731900)"
# Statements are written for the saves; other records have a table of their own name, made the same way.
_ENDINGS = {"simpanan": ".parquet"}
_MAKE = (
    "create table if not exists simpanan ("
    "id text primary key, dibuat timestamptz not null default now(), data bytea not null)",
    "create or replace function simpanan_tetap() returns trigger language plpgsql as "
    "$$ begin raise exception 'simpanan tidak dapat diubah atau dihapus'; end $$",
    "create or replace trigger simpanan_tetap before update or delete or truncate on simpanan "
    "for each statement execute function simpanan_tetap()",
)


class Database:
    """Records as rows of one table (id, dibuat, data); `table` is a name of ours, never anybody's text."""

    slow = True

    def __init__(self, address: str, table: str = "simpanan"):
        self._address, self.location = address, without_credentials(address)
        self._table, self._ending = table, _ENDINGS.get(table, ".json")

    def beside(self, name: str) -> Database:
        return Database(self._address, name)

    def _said(self, statement: str):
        import sqlalchemy

        return sqlalchemy.text(statement.replace("simpanan", self._table))

    @cached_property
    def _engine(self):
        """Connections to the database, its table there."""
        import sqlalchemy

        url = sqlalchemy.make_url(self._address).set(drivername="postgresql+psycopg")
        # The values of a statement are whole saves: they never reach a message or a log.
        engine = sqlalchemy.create_engine(
            url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 5}
        )
        with engine.begin() as connection:
            if connection.execute(self._said("select to_regclass('simpanan')")).scalar() is None:
                for statement in (_LOCK, *_MAKE):
                    connection.execute(self._said(statement))
        return engine

    def _ask(self, statement: str, *, keep: bool = True, **values) -> list:
        """The rows that a statement gives, with every trouble as a sentence. Without `keep` it leaves nothing behind."""
        try:
            import sqlalchemy

            with self._engine.connect() as connection:
                result = connection.execute(self._said(statement), values)
                rows = result.all() if result.returns_rows else []
                if keep:
                    connection.commit()
                return rows
        except ImportError:
            raise StoreError("perlu_paket", self.location, "SQLAlchemy, psycopg") from None
        except sqlalchemy.exc.IntegrityError:
            raise FileExistsError from None
        except (sqlalchemy.exc.ArgumentError, ValueError):
            raise StoreError("alamat_asing", self.location) from None
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise StoreError(_kind(error), self.location) from None

    def names(self) -> list[str]:
        return [f"{id}{self._ending}" for (id,) in self._ask("select id from simpanan")]

    def mark(self, name: str) -> object:
        return None  # a row never changes

    def read(self, names: list[str]) -> dict[str, bytes]:
        ids = [name.removesuffix(self._ending) for name in names]
        rows = self._ask("select id, data from simpanan where id = any(:ids)", ids=ids)
        return {f"{id}{self._ending}": bytes(data) for id, data in rows}

    def add(self, name: str, data: bytes) -> None:
        self._ask("insert into simpanan (id, data) values (:id, :data)", id=name.removesuffix(self._ending), data=data)

    def check(self) -> None:
        self._ask("insert into simpanan (id, data) values (:id, :data)", keep=False, id=_PROBE, data=b"Konvergensi")
        self._ask("select 1 from simpanan limit 1")


def _kind(error: Exception) -> str:
    """The kind of trouble by PostgreSQL's own code: 53100 disk full, 25006 read only, 28 and 42501 rights."""
    code = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    if code == "53100":
        return "penuh"
    if code == "25006":
        return "hanya_baca"
    return "izin" if code.startswith("28") or code == "42501" else "tak_terjangkau"
