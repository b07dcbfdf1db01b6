"""What a query process may not do: open a connection, or take the machine's memory.

The engine has no switch against ``SERVICE``; the outline of a query already refuses it, and this is the second wall.
Linux only; elsewhere the first wall stands alone.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys

_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _DENY_EACCES = 0x7FFF0000, 0x00050000 | 13
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Machine → audit architecture and the number of ``socket(2)`` (linux/audit.h, asm/unistd.h)."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def forbid_sockets() -> bool:
    """Make every ``socket(2)`` of this process fail with EACCES, for good; tell whether the system took the rule."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    architecture, socket_call = machine
    steps = (
        (_LOAD_WORD, 0, 0, 4),
        (_JUMP_IF_EQUAL, 0, 3, architecture),
        (_LOAD_WORD, 0, 0, 0),
        (_JUMP_IF_EQUAL, 0, 1, socket_call),
        (_RETURN, 0, 0, _DENY_EACCES),
        (_RETURN, 0, 0, _ALLOW),
    )
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def bound_memory(additional_bytes: int) -> None:
    """Let this process take ``additional_bytes`` of memory above what it holds now; beyond that it ends."""
    if sys.platform == "linux":
        limit = _held_bytes() + additional_bytes
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _held_bytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # a pseudo-file, once
        return int(file.read().split()[5]) * resource.getpagesize()
