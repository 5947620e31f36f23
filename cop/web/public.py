"""The mark of a view that may be reached signed out."""

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V", bound=Callable[..., object])
_views: set[Callable[..., object]] = set()


def public(view: V) -> V:
    """Let a view be reached signed out."""
    _views.add(view)
    return view


def is_public(view: Callable[..., object]) -> bool:
    """Tell whether the view may be reached signed out."""
    return view in _views
