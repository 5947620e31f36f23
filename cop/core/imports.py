"""Importing a library without what it would load beside itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from types import ModuleType


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Have these modules look like not installed, where they are not loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    modules: dict[str, object] = vars(sys)["modules"]
    for name in hidden:
        modules[name] = None
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


def again(name: str) -> ModuleType:
    """Return a second copy of a module, which finds now what was hidden from the first."""
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
