"""The one table from exceptions to exit codes and statuses names classes that exist."""

from __future__ import annotations

import importlib

import pytest

from app.errors import OUTCOMES, NothingFound, SeveralFound, outcome_of


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_row_names_an_exception_that_exists(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), kind), Exception)


def test_a_subclass_has_its_own_outcome_or_that_of_its_family() -> None:
    class NoSuchPlan(NothingFound):
        """A family member without a row."""

    assert outcome_of(NoSuchPlan("4655")).status == 404
    assert outcome_of(SeveralFound("20-NQ/TW")).status == 300


def test_an_unknown_error_is_a_fault_of_ours() -> None:
    assert outcome_of(ZeroDivisionError()).status == 500
