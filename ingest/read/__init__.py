"""Readers: bytes of a known format to a ``SourceDocument``."""
