"""Readers: one file a format, and the files that they are tried on, made here."""
