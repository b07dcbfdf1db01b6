"""What is found once for each state of a store: reading it anew for every page would be slow, and the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from graph.store import GraphStore

Value = TypeVar("Value")


class Known(Generic[Value]):
    """Values by key, of the newest state of each store; the one longest unused goes first.

    >>> import tempfile
    >>> from graph.store import open_store
    >>> found = Known[int](size=2)
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     [found.get(store, "duties", lambda: 7), found.get(store, "duties", lambda: 8)]
    [7, 7]
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._states: WeakKeyDictionary[GraphStore, tuple[int, OrderedDict[Hashable, Value]]] = WeakKeyDictionary()
        self._turn = Lock()

    def get(self, store: GraphStore, key: Hashable, find: Callable[[], Value]) -> Value:
        """Return the value of ``key``; ``find`` gives it where the store has changed since, or was never asked."""
        with self._turn:
            version = store.version()
            state = self._states.get(store)
            if state is None or state[0] != version:
                state = self._states[store] = (version, OrderedDict())
            values = state[1]
            if key not in values:
                values[key] = find()
            values.move_to_end(key)
            while len(values) > self._size:
                values.popitem(last=False)
            return values[key]
