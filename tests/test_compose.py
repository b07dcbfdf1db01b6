"""``compose.yaml``: parsed, and held to what is promised of it. No Docker engine is asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings
from search.postgres.address import parse_address

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRET = re.compile(r"PASSWORD|TOKEN|SECRET")


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_runs_as_root_or_may_become_it(name: str) -> None:
    service = SERVICES[name]
    assert service["user"] not in {"root", "0", "0:0"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert service["mem_limit"]


@pytest.mark.parametrize("name", SERVICES)
def test_everything_says_whether_it_is_well(name: str) -> None:
    """The application's own check is in the Dockerfile; the servers beside it have theirs here."""
    own = SERVICES[name].get("healthcheck", {}).get("test", ["NONE"])
    in_image = SERVICES[name].get("build") is not None and "HEALTHCHECK" in (ROOT / "Dockerfile").read_text("utf-8")
    assert own[0] == "CMD" or in_image


@pytest.mark.parametrize("name", SERVICES)
def test_only_the_application_is_published_and_only_on_this_machine(name: str) -> None:
    service = SERVICES[name]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    if name in {"sparql", "chi-muc"}:
        assert "ports" not in service
        assert service["networks"] == ["ben-trong"]
    assert COMPOSE["networks"]["ben-trong"]["internal"] is True


def test_no_secret_is_written_down() -> None:
    """What is secret comes from ``cancu.env``, of which the repository has the names only."""
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert not SECRET.search(name) or re.fullmatch(r"\$\{\w+:-\}", value), name
    example = (ROOT / "docs" / "cancu.env.example").read_text("utf-8").splitlines()
    names = [line.partition("=") for line in example if line and not line.startswith("#")]
    assert {name for name, _, _ in names} == {"POSTGRES_PASSWORD", "PGPASSWORD", "CANCU_TOKEN"}
    assert {value for _, _, value in names} == {""}


def test_the_application_is_told_of_settings_that_exist() -> None:
    larger = SERVICES["cancu-lon"]["environment"]
    known = {f"CANCU_{name.upper()}" for name in Settings.model_fields} | {"CANCU_STORE_UPDATE", "CANCU_INDEX"}
    assert set(larger) <= known
    assert parse_address(larger["CANCU_INDEX"]).shown == "chi-muc:5432/cancu"
    assert set(SERVICES["cancu-lon"]["depends_on"]) == {"sparql", "chi-muc"}
