"""Measured comparisons; `make bench` and `make eval` run them."""
