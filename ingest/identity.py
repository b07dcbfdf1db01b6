"""Which mentions are of one document.

Reads phrases in reading order; writes groups of their places: the same number (with another year, another
document), the same name, a short or incomplete mention where exactly one document fits. Ambiguous mentions join
nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from ingest.lexicon import Lexicon
from ingest.name_keys import NameKeys
from ingest.numbers import DocumentNumber
from ingest.phrases import Phrase
from ingest.text import fold

_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_MIN_PREFIX = 5
"""Words of a name that must be there before it can be the beginning of a longer one."""


class MentionIndex:
    """Which mentions are of one document: by number (and year), by name, by short form."""

    def __init__(self, text: str, lexicon: Lexicon, keys: NameKeys) -> None:
        self.text = text
        self.lexicon = lexicon
        self.keys = keys
        self._groups: dict[str, list[int]] = {}
        self._years: dict[str, int | None] = {}
        self._days: dict[str, dt.date] = {}
        self._names: dict[str, str] = {}
        self._serials: dict[tuple[str, str], set[str]] = {}
        self.ambiguous: list[int] = []
        self._dated: dict[str, int] = {}
        self._longer: dict[str, str] = {}
        self._sorted: list[str] = []
        self._yearless: dict[str, set[str]] = {}

    def groups(self) -> Iterator[list[int]]:
        """Return the places of each document's mentions."""
        yield from self._groups.values()

    def put_number(self, phrase: Phrase, place: int) -> None:
        """Take a numbered mention."""
        number = phrase.number
        if number is None:
            return
        key = self._key_of(number.key, phrase.date)
        if number.year is None:
            key = self._with_year(phrase) or key
        if number.type_code is None and number.year is not None:
            key = self._with_type(number, phrase.type) or key
        self._groups.setdefault(key, []).append(place)
        if number.year is not None:
            self._yearless.setdefault(f"{number.serial.lstrip('0')}/{'/'.join(number.codes)}".upper(), set()).add(key)
        if phrase.date and self._years.get(key) is None:
            self._years[key] = phrase.date.year
            self._days[key] = phrase.date
        kind = fold(phrase.type or "")
        for serial in {number.serial, number.serial.lstrip("0")}:
            self._serials.setdefault((kind, serial), set()).add(key)
        if phrase.name is not None:
            self._remember(self.keys.key(phrase.name.of(self.text)), key)

    def _key_of(self, key: str, date: dt.date | None) -> str:
        """Return the group of a number: a second one where the printed years differ."""
        year = self._years.get(key)
        if date is None or year is None or year == date.year:
            return key
        return f"{key}@{date.year}" if _year_in(key) is None else key

    def _with_year(self, phrase: Phrase) -> str | None:
        """Return the one group whose number is this one with its year ("176/NĐ-CP" of 176/1999/NĐ-CP), of one day."""
        number = phrase.number
        if number is None or number.party:
            return None
        fits = self._yearless.get(f"{number.serial.lstrip('0')}/{'/'.join(number.codes)}".upper(), set())
        if phrase.date is not None:
            fits = {key for key in fits if self._days.get(key) == phrase.date}
        return next(iter(fits)) if len(fits) == 1 else None

    def _with_type(self, number: DocumentNumber, kind: str | None) -> str | None:
        """Return the group whose number has the type code that this one lost ("Thông tư số 89/1998/BTC")."""
        row = next((row for row in self.lexicon.document_types if row.label == kind), None)
        codes = row.codes if row else ()
        keys = (
            f"{number.serial}/{number.year}/{code}/{'/'.join(number.issuers)}".upper().lstrip("0") for code in codes
        )
        return next((key for key in keys if key in self._groups), None)

    def _remember(self, name: str, key: str) -> None:
        if self._names.setdefault(name, key) != key:
            self._names[name] = ""

    def know_aliases(self, aliases: Mapping[str, str]) -> None:
        """Take the short names that the text gives to numbers."""
        self._names.update({name: key for name, key in aliases.items() if key in self._groups})

    def know_names(self, names: Sequence[tuple[str, dt.date | None]]) -> None:
        """See all names first: which are dated otherwise than the number of that name, which begin another one."""
        keys = {key for key, _ in names}
        for key, date in names:
            numbered = self._names.get(key)
            year = _year_in(numbered or "")
            if date is not None and year is not None and year != date.year:
                self._dated[key] = date.year
        self._sorted = sorted(keys | set(self._names))
        for key in keys:
            if len(key.split()) < _MIN_PREFIX or key in self.keys.known:
                continue
            if (longer := self._only_longer(key)) is not None:
                self._longer[key] = longer

    def _only_longer(self, key: str) -> str | None:
        """Return the one name that begins with ``key`` and goes on, or None."""
        start = bisect_left(self._sorted, key + " ")
        longer = [name for name in self._sorted[start : start + 2] if name.startswith(key + " ")]
        return longer[0] if len(longer) == 1 else None

    def put_name(self, phrase: Phrase, place: int, name: str, not_after: int | None = None) -> None:
        """Take a mention by name: the numbered document of that name, or an earlier one of the same name.

        ``not_after`` is the year of a document that acts on this one: a law of a later year is not meant, whatever its
        name ("Nghị định số 26/2001/NĐ-CP quy định chi tiết thi hành Luật Thuế …" where the law of 2003 is cited too).
        """
        key = self.keys.key(name)
        if not key:
            return
        key = self._longer.get(key, key)
        group = self._names.get(key)
        if key in self._dated and (phrase.date is None or phrase.date.year == self._dated[key]):
            group = f"name:{key}"
        elif group is None and (key not in self.keys.known or key == fold(phrase.type or "")):
            longer = self._only_longer(key)
            group = self._names.get(longer) or None if longer and not phrase.open else None
        if group is None:
            group = self._names[key] = f"name:{key}"
        elif not group or (not_after is not None and (_year_in(group) or 0) > not_after):
            group = f"name:{key}"
        self._groups.setdefault(group, []).append(place)

    def put_short(self, phrase: Phrase, place: int) -> None:
        """Take a short mention ("Nghị quyết 57"): the one document that fits; where none does, it stands for itself."""
        serial = phrase.serial or ""
        fits = self._serials.get((fold(phrase.type or ""), serial), set())
        fits = fits or self._serials.get((fold(phrase.type or ""), serial.lstrip("0")), set())
        if phrase.year is not None:
            fits = {key for key in fits if f"/{phrase.year}/" in key}
        if len(fits) == 1:
            self._groups[next(iter(fits))].append(place)
        elif fits:
            self.ambiguous.append(place)
        else:
            self._groups.setdefault(f"short:{fold(phrase.type or '')} {serial}/{phrase.year or ''}", []).append(place)


def _year_in(key: str) -> int | None:
    match = _YEAR.search(key)
    return int(match[1]) if match else None
