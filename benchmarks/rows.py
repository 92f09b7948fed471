"""One line of the result table: a figure and, where there is one, the goal it is held to."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure.

    ``met`` is "stretch", "yes", "no", or empty for a figure that has no goal (context for the ones that have).
    """

    name: str
    value: float
    unit: str = "×"
    goal: str = ""
    met: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        """The figure with as many digits as it deserves."""
        size = abs(self.value)
        digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
        return f"{self.value:,.{digits}f} {self.unit}"


def _limits(sign: str, accept: float, stretch: float | None, unit: str) -> str:
    further = f" / {stretch:.3g}" if stretch is not None else ""
    return f"{sign} {accept:.3g}{further} {unit}"


def at_most(
    name: str, value: float, accept: float, stretch: float | None = None, unit: str = "×", note: str = ""
) -> Row:
    """A figure that should be small."""
    met = "no" if value > accept else "yes" if stretch is None or value > stretch else "stretch"
    return Row(name, value, unit, _limits("≤", accept, stretch, unit), met, note)


def at_least(
    name: str, value: float, accept: float, stretch: float | None = None, unit: str = "×", note: str = ""
) -> Row:
    """A figure that should be large."""
    met = "no" if value < accept else "yes" if stretch is None or value < stretch else "stretch"
    return Row(name, value, unit, _limits("≥", accept, stretch, unit), met, note)


def fact(name: str, value: float, unit: str = "×", note: str = "") -> Row:
    """A figure without a goal."""
    return Row(name, value, unit, note=note)


def median_ratio(ours: list[float], floor: list[float]) -> float:
    """The middle of the ratios of neighbouring measurements: what disturbs one usually disturbs both."""
    return median(mine / other for mine, other in zip(ours, floor, strict=True))
