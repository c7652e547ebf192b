"""Cases and other inputs: from a TOML file, from its text, or from a dict that reads like one."""

from __future__ import annotations

import json
import os
import re
from typing import Any, Iterator, Mapping, Union

from . import _core

PathLike = Union[str, "os.PathLike[str]"]
Value = Any
"""What a key may be given: text such as ``"20 um"``, a pair such as ``(20, "um")``, a number, a bool, a list, a dict."""
Overrides = Mapping[str, Value]

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")


def _key(name: str) -> str:
    return name if _BARE.match(name) else _text(name)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _is_quantity(value: Value) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and not isinstance(value[0], str) and isinstance(value[1], str)


def _number(value: Value) -> str | None:
    """A number of Python or NumPy, so that it reads back as the same one."""
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return "true" if value else "false"
    if hasattr(value, "__index__"):
        return str(int(value))
    if hasattr(value, "__float__"):
        return repr(float(value))
    return None


def _quantity(value: Value) -> str:
    """A quantity as an option of the program takes it: text as it is, a pair with its unit behind."""
    if isinstance(value, str):
        return value
    text = f"{_number(value[0])} {value[1]}" if _is_quantity(value) else _number(value)
    if text is None:
        raise TypeError(f'{value!r} is no quantity: give text such as "0.785 cm^2", or a pair such as (0.785, "cm^2")')
    return text


def _inline(value: Value) -> str:
    """``value`` as TOML on one line."""
    if isinstance(value, str):
        return _text(value)
    if _is_quantity(value):
        return _text(_quantity(value))
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_inline(v)}" for k, v in value.items()) + " }"
    if hasattr(value, "__fspath__"):
        return _text(os.fspath(value))
    number = None if hasattr(value, "__len__") else _number(value)
    if number is not None:
        return number
    if hasattr(value, "__iter__"):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    mend = "write it to a file with its write(path), and name that file" if hasattr(value, "write") else (
        "give text, a number, a bool, a list or a dict")
    raise TypeError(f"{value!r} cannot be written in TOML: {mend}")


def _is_tables(value: Value) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _lines(table: Mapping[str, Value], path: str) -> Iterator[str]:
    for name, value in table.items():
        if value is not None and not isinstance(value, Mapping) and not _is_tables(value):
            yield f"{_key(name)} = {_inline(value)}"
    for name, value in table.items():
        below = f"{path}.{_key(name)}" if path else _key(name)
        if isinstance(value, Mapping):
            yield f"\n[{below}]"
            yield from _lines(value, below)
        elif _is_tables(value):
            for item in value:
                yield f"\n[[{below}]]"
                yield from _lines(item, below)


def to_toml(table: Mapping[str, Value]) -> str:
    """The text of a TOML file that says what ``table`` says.

    A pair ``(20, "um")`` becomes ``"20 um"``; a key that is None is left out. Raises TypeError for what TOML cannot say.
    """
    return "\n".join(_lines(table, "")).lstrip("\n") + "\n"


def _override(key: str, value: Value) -> str:
    """As ``--set`` of the program takes it."""
    if value is None:
        return f"{key}="
    return f"{key}={value}" if isinstance(value, str) else f"{key}={_inline(value)}"


def _override_lines(overrides: Overrides | None, more: Overrides | None = None) -> list[str]:
    return [_override(key, value) for given in (overrides, more) for key, value in (given or {}).items()]


class Entries(Mapping[str, Union[float, str]]):
    """Named values in the order of the program: ``entries[name]`` is a number or words, ``entries.unit(name)`` its unit."""

    def __init__(self, entries: list[_core.Entry]) -> None:
        self._entries = {entry.name: entry for entry in entries}

    def __getitem__(self, name: str) -> float | str:
        return self._entries[name].value

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def unit(self, name: str) -> str:
        """The unit as UDUNITS writes it; "1" for a pure number, empty for words."""
        return self._entries[name].unit

    def origin(self, name: str) -> str:
        """Where the value comes from: "case", "default", "derived", "--set", or a source."""
        return self._entries[name].origin

    def __repr__(self) -> str:
        return "\n".join(f"{e.name} = {e.value} {e.unit}".rstrip() for e in self._entries.values())


class Input:
    """A file of the program as it was written, with overrides laid over it. ``text`` is byte for byte what results keep."""

    def __init__(self, table: Mapping[str, Value], *, folder: PathLike = ".", name: str = "dict",
                 overrides: Overrides | None = None) -> None:
        self._take(_core.Written.of(to_toml(table), name, _override_lines(overrides), os.fspath(folder)))

    @classmethod
    def from_file(cls, path: PathLike, overrides: Overrides | None = None):
        """Reads the file at ``path``; files that it names are found relative to its folder."""
        return cls._of(_core.Written.read(os.fspath(path), _override_lines(overrides)))

    @classmethod
    def from_text(cls, text: str, *, folder: PathLike = ".", name: str = "text", overrides: Overrides | None = None):
        """Takes the TOML in ``text``; files that it names are found relative to ``folder``."""
        return cls._of(_core.Written.of(text, name, _override_lines(overrides), os.fspath(folder)))

    @classmethod
    def _of(cls, written: _core.Written):
        made = cls.__new__(cls)
        made._take(written)
        return made

    def _take(self, written: _core.Written) -> None:
        self._written = written

    def with_(self, overrides: Overrides | None = None, /, **more: Value):
        """The same with other values under some keys, exactly as ``--set key=value`` of the program lays them over.

        Keys are dotted: ``case.with_({"cell.working.lithium": "20 um"})`` or ``case.with_(**{...})``. Values are text
        with their unit, pairs ``(20, "um")``, plain numbers where a key has no unit, bools, lists; None removes the key.

        Raises ``InputError`` where a key or a unit is not known or a number is out of range.
        """
        return self._of(self._written.overlaid(_override_lines(overrides, more)))

    def write(self, path: PathLike) -> None:
        """Writes the text with the overrides in their places: a file for the program, or for ``case`` of a fit or sweep.

        Files that it names are found relative to the folder of ``path``. Raises OSError.
        """
        text = self._written.laid_over()
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    @property
    def text(self) -> str:
        """The TOML text, without overrides."""
        return self._written.text

    @property
    def file(self) -> str:
        """Where it came from, as messages name it."""
        return self._written.file

    @property
    def overrides(self) -> list[str]:
        """What is laid over the text, as ``"key=value"``."""
        return list(self._written.overrides)


class Case(Input):
    """One test to simulate, read and checked.

    >>> case = percolith.Case.from_file("cell.toml")
    >>> case = percolith.Case({"cell": {"kind": "symmetric", "area": (0.785, "cm^2"), ...}, ...})

    ``Case(table, folder=".")`` takes a dict with the keys of a case file; files that it names are found relative to
    ``folder``. Raises ``InputError`` with every fault at once.
    """

    def _take(self, written: _core.Written) -> None:
        super()._take(written)
        self._case = _core.read_case(written)

    @property
    def title(self) -> str:
        return self._case.title

    @property
    def parameters(self) -> Entries:
        """Every value read, given or default, in SI units, by its dotted key."""
        return Entries(self._case.values)

    @property
    def metal_volume_fraction(self) -> float:
        """V_f-M of the interphase, which the conductivity laws take: 0 .. 1."""
        return self._case.metal_volume_fraction

    def outline(self) -> str:
        """The case said back in a few lines, as ``percolith check`` prints it."""
        return self._case.outline()

    def __repr__(self) -> str:
        return f"<percolith.Case {self.title or self.file!r}>"


def describe(word: str = "", kind: str = "case") -> list[dict[str, Any]]:
    """The keys of a kind of file whose full name contains ``word``, as ``percolith describe --json`` prints them.

    ``kind`` is ``"case"``, ``"materials"``, ``"structure"``, ``"fit"``, ``"sweep"``, ``"prediction"`` or ``"design"``. Each
    dict has ``key``, ``section``, ``name``, ``kind``, ``unit``, ``required``, ``default``, ``range``, ``meaning``, ``origin``
    and ``when``; what does not apply is None.

    Raises ``InputError`` where no key contains the word, ValueError for another kind.
    """
    if kind not in _core.kinds():
        raise ValueError(f'there is no kind of file "{kind}": ask for {", ".join(_core.kinds())}')
    return json.loads(_core.describe(word, kind))["keys"]
