"""Tests, by folder."""
