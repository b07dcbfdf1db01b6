"""What is wrong with the parameters of a request, in the caller's words: a table from pydantic's kinds of error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.settings import Language

_VIETNAMESE: Final[Mapping[str, str]] = {
    "missing": "còn thiếu",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "int_parsing_size": "là số quá lớn",
    "bool_parsing": "phải là true hoặc false",
    "literal_error": "phải là một trong: {expected}",
    "enum": "phải là một trong: {expected}",
    "string_too_short": "phải có ít nhất {min_length} ký tự",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_pattern_mismatch": "không đúng dạng {pattern}",
    "too_long": "có quá {max_length} giá trị",
    "too_short": "phải có ít nhất {min_length} giá trị",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "không được quá {le}",
    "string_type": "phải là chữ",
    "string_unicode": "phải là chữ UTF-8",
}


@dataclass(frozen=True, slots=True)
class InvalidParameter:
    """A parameter by its place (``query.limit``) and what is wrong with it."""

    at: str
    problem: str


def describe_invalid(errors: Sequence[Any], lang: Language) -> tuple[InvalidParameter, ...]:
    """Return what pydantic found wrong, one by one.

    >>> found = {"loc": ("query", "limit"), "type": "less_than_equal", "msg": "…", "ctx": {"le": 1000}}
    >>> describe_invalid([found], "vi")
    (InvalidParameter(at='query.limit', problem='không được quá 1000'),)
    """
    return tuple(InvalidParameter(".".join(map(str, error["loc"])), _problem(error, lang)) for error in errors)


def _problem(error: Mapping[str, Any], lang: Language) -> str:
    said = str(error["msg"])
    pattern = _VIETNAMESE.get(error["type"])
    if lang == "en":
        return said
    values = {name: str(value) for name, value in error.get("ctx", {}).items()}
    if "expected" in values:
        values["expected"] = values["expected"].replace(" or ", ", ")
    return pattern.format(**values) if pattern else f"không dùng được ({said})"
