"""Zip packages (docx): members checked before they are unpacked, XML parsed without DTD or entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.read.limits import Limits
from ingest.read.rejection import InputRejected

_SMALL = 1_000_000
"""A member below this size may be packed to any ratio: it cannot fill the memory."""
_MAX_XML = 64 * 1024 * 1024


@contextmanager
def open_package(name: str, data: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a zip package whose unpacked size is within the limits.

    Raises:
        InputRejected: ``archive_bomb``, ``encrypted``, ``malformed``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_members(name, package.infolist(), limits)
            yield package
    except InputRejected:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise InputRejected("malformed", name, "zip") from error


def parse_member(name: str, package: zipfile.ZipFile, member: str) -> Element | None:
    """Return the root element of an XML member, None when there is no such member.

    Raises:
        InputRejected: ``unsafe_xml``, ``malformed``, ``archive_bomb``.
    """
    try:
        info = package.getinfo(member)
    except KeyError:
        return None
    if info.file_size > _MAX_XML:
        raise InputRejected("archive_bomb", name, f"{member}: {info.file_size / 1e6:.0f} MB")
    try:
        root: Element = fromstring(package.read(info), forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputRejected("unsafe_xml", name) from error
    except (ParseError, LookupError) as error:
        raise InputRejected("malformed", name, member) from error
    return root


def _check_members(name: str, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.max_members:
        raise InputRejected("archive_bomb", name, f"{len(members)} tệp con")
    total = sum(member.file_size for member in members)
    if total > limits.max_unpacked:
        raise InputRejected("archive_bomb", name, f"{total / 1e6:.0f} MB")
    for member in members:
        if member.flag_bits & 1:
            raise InputRejected("encrypted", name)
        if member.file_size > _SMALL and member.file_size > limits.max_ratio * max(1, member.compress_size):
            raise InputRejected("archive_bomb", name, f"{member.filename}: nén {limits.max_ratio} lần trở lên")
