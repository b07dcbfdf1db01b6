"""How the data of an older release becomes that of this one.

A release that changes the shape of the triples raises ``SCHEMA_VERSION`` and adds one row: the SPARQL update that
turns version *n* into *n + 1*. Each row runs in one transaction together with the new version number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.updates import schema_update


@dataclass(frozen=True, slots=True)
class Migrations:
    """The schema version that the code reads, and the update that leads to each version from the one before."""

    current: int = 1
    steps: Mapping[int, str] = field(default_factory=dict)

    def updates_from(self, version: int) -> tuple[str, ...]:
        """Return the updates that bring data of ``version`` to the current one, in order.

        Raises:
            LookupError: if the data is newer than the code, or a step on the way is missing.

        >>> Migrations(2, {2: "CLEAR GRAPH <urn:old>"}).updates_from(1)[0].splitlines()[0]
        'CLEAR GRAPH <urn:old>;'
        >>> Migrations().updates_from(1)
        ()
        """
        if version > self.current:
            raise LookupError(f"schema {version} is newer than {self.current}")
        return tuple(f"{self.steps[step]};\n{schema_update(step)}" for step in range(version + 1, self.current + 1))


MIGRATIONS = Migrations()
"""The steps of this release."""
