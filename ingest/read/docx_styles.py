"""What docx paragraphs inherit: list membership and font through styles, and the lists themselves.

Source: ECMA-376 part 1, 17.7 (styles) and 17.9 (numbering). Elements are found by local name, so that the transitional
and the strict namespace read alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.read.numbering import ListDefinition, ListLevel

_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: the list it puts its paragraphs in, its font, and the style it is based on."""

    list_id: str | None = None
    level: int | None = None
    font: str = ""
    based_on: str | None = None


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The styles of a document by id; ``default`` is that of paragraphs which name none."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: str | None = None
    font: str = ""

    def resolve(self, identifier: str | None) -> Style:
        """Return a style with everything it inherits."""
        list_id: str | None = None
        level: int | None = None
        font = ""
        at = identifier if identifier in self.styles else self.default
        for _ in range(_MAX_CHAIN):
            style = self.styles.get(at or "")
            if style is None:
                break
            list_id = style.list_id if list_id is None else list_id
            level = style.level if level is None else level
            font = font or style.font
            at = style.based_on
        return Style(list_id, level, font or self.font)


def local(element: Element) -> str:
    """Return the element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, *names: str) -> Element | None:
    """Return the descendant along a path of local names, the first of each name."""
    for name in names:
        element = next((part for part in element if local(part) == name), None) if element is not None else None
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute by local name."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


def number(element: Element | None, name: str = "val") -> int | None:
    """Return an attribute that is a small whole number, None for anything else."""
    text = (value(element, name) or "").strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else None


def read_font(properties: Element | None) -> str:
    """Return the font that run properties (``rPr``) name for Latin text."""
    fonts = child(properties, "rFonts")
    return value(fonts, "ascii") or value(fonts, "hAnsi") or ""


def parse_styles(root: Element | None) -> StyleSheet:
    """Read ``styles.xml``."""
    if root is None:
        return StyleSheet()
    styles = {}
    default = None
    for element in root:
        identifier = value(element, "styleId")
        if local(element) != "style" or identifier is None or value(element, "type") not in {None, "paragraph"}:
            continue
        membership = child(element, "pPr", "numPr")
        styles[identifier] = Style(
            value(child(membership, "numId")),
            number(child(membership, "ilvl")),
            read_font(child(element, "rPr")),
            value(child(element, "basedOn")),
        )
        if value(element, "default") in {"1", "true", "on"}:
            default = identifier
    return StyleSheet(styles, default, read_font(child(root, "docDefaults", "rPrDefault", "rPr")))


def parse_numbering(root: Element | None) -> dict[str, ListDefinition]:
    """Read ``numbering.xml``: the lists by ``numId``."""
    if root is None:
        return {}
    shared = {value(part, "abstractNumId"): part for part in root if local(part) == "abstractNum"}
    lists = {}
    for part in root:
        list_id = value(part, "numId")
        if local(part) != "num" or list_id is None:
            continue
        counter = value(child(part, "abstractNumId")) or ""
        levels = _parse_levels(shared.get(counter))
        starts: dict[int, int] = {}
        for override in part:
            at = number(override, "ilvl")
            if local(override) != "lvlOverride" or at is None or not 0 <= at < len(levels):
                continue
            first = number(child(override, "startOverride"))
            if first is not None:
                starts[at] = first
            shape = child(override, "lvl")
            if shape is not None:
                levels[at] = _parse_level(shape)
        lists[list_id] = ListDefinition(counter, tuple(levels), starts)
    return lists


def _parse_levels(abstract: Element | None) -> list[ListLevel]:
    levels = [ListLevel(form="none") for _ in range(9)]
    for at, shape in _level_elements(abstract):
        levels[at] = _parse_level(shape)
    return levels


def _level_elements(abstract: Element | None) -> Iterator[tuple[int, Element]]:
    for element in abstract if abstract is not None else ():
        at = number(element, "ilvl")
        if local(element) == "lvl" and at is not None and 0 <= at < 9:
            yield at, element


def _parse_level(shape: Element) -> ListLevel:
    start = number(child(shape, "start"))
    return ListLevel(
        1 if start is None else start,
        value(child(shape, "numFmt")) or "decimal",
        (value(child(shape, "lvlText")) or "")[:100],
        child(shape, "isLgl") is not None,
        value(child(shape, "lvlRestart")) != "0",
    )
