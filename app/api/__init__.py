"""The HTTP API ``/api/v1``: the same JSON as the command line, with paging, ETags, examples and shapes."""
