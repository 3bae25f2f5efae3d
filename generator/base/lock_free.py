"""`functools.cached_property` without the lock that it has before Python 3.12.

That lock is one for all objects of a class. Where one thread works out such a value while another
forks a process, the lock is held in that process for ever, as there is no thread that would let it
go: a preview's build waited for its workers without end. Two threads that ask one object at once
may each work the value out, which harms nothing here.
"""

import functools
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 12):
    cached_property = functools.cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801 (it stands for the other)
        """A value of an object that is worked out when it is first asked for."""

        def __get__(self, instance: Any, owner: Any = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value
