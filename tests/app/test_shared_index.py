"""``CANCU_INDEX``: the same commands with the index on PostgreSQL, and what they say when it is not to be had."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app.cli import main
from search.postgres import faults
from tests.app.conftest import SAMPLE, Run
from tests.search.postgres_server import RunningPostgres
from tests.search.shared_index import make_database, postgres

__all__ = ["postgres"]

SECRET = "mat-khau-khong-duoc-lo"


@pytest.fixture(scope="module")
def shared_store(postgres: RunningPostgres, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The sample plan, ingested with its index on the server."""
    location, store = make_database(postgres).location, tmp_path_factory.mktemp("shared") / "kho"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANCU_INDEX", location)
        assert main(["ingest", str(SAMPLE), "--store", str(store)]) == 0
    return store, location


@pytest.mark.parametrize(
    "words",
    [
        ("who", "Cơ quan nào chủ trì bảo tồn nguồn gen?"),
        ("who", "so cong thuong chu tri viec gi"),
        ("who", "Ai chịu trách nhiệm phóng vệ tinh?"),
        ("who", "who provides the funding for the plan", "--as-of", "2026-11-23"),
        ("search", "chuyển giao công nghệ cho nông dân"),
    ],
)
def test_answers_are_those_of_the_index_beside_the_store(
    words: tuple[str, ...], run: Run, shared_store: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = run(*words)
    store, location = shared_store
    monkeypatch.setenv("CANCU_INDEX", location)
    assert run(*words, store=store) == beside
    assert not (store / "index").exists(), "nothing is kept on this machine"


@pytest.mark.parametrize(
    ("location", "code", "slug"),
    [
        (f"postgresql://an:{SECRET}@127.0.0.1:1/cancu", 4, "index-unavailable"),
        (f"postgresql://an:{SECRET}@/cancu?host=/nowhere", 4, "index-unavailable"),
        (f"mysql://an:{SECRET}@127.0.0.1/cancu", 2, "index-address-wrong"),
        (f"postgresql://an:{SECRET}@kho:cong/cancu", 4, "index-unavailable"),
        (f"postgresql://an@kho/cancu?mat_khau={SECRET}", 2, "index-address-wrong"),
        (f"postgresql://an@[kho/{SECRET}", 2, "index-address-wrong"),
    ],
)
def test_what_is_wrong_is_said_without_the_password(
    location: str,
    code: int,
    slug: str,
    run: Run,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    sample_store: Path,
) -> None:
    monkeypatch.setenv("CANCU_INDEX", location)
    with caplog.at_level(logging.DEBUG):
        answered, document = run("who", "Ai chủ trì?")
        assert answered == code
        assert document["error"]["code"] == slug
        assert main(["who", "Ai chủ trì?", "--store", str(sample_store)]) == code
    told = capfd.readouterr().err
    assert "PostgreSQL" in told
    assert "CANCU_INDEX" in told
    assert SECRET not in told + caplog.text + str(document)


def test_a_wrong_password_is_refused(run: Run, postgres: RunningPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_INDEX", postgres.location("postgres", user="nobody-we-know", password=SECRET))
    code, document = run("who", "Ai chủ trì?")
    assert (code, document["error"]["code"]) == (4, "index-unavailable")
    assert "từ chối" in document["error"]["message"]


def test_without_the_driver_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_INDEX", "postgresql://an@kho/cancu")
    monkeypatch.setattr(faults, "find_spec", lambda _: None)
    code, document = run("who", "Ai chủ trì?")
    assert code == 4
    assert "cancu[postgres]" in document["error"]["message"]
