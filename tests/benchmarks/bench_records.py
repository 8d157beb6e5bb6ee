"""What it costs to make dataclasses, and to use their objects: ours beside the library's.

    python -OO tests/benchmarks/bench_records.py

All classes of the program are made anew both ways, from what they are made of, by turns. Told are
the time and the memory for all of them, and what an object takes to be made, compared and hashed.
"""

import dataclasses
import gc
import importlib
import pkgutil
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

from stanceline import records  # noqa: E402 - after the path

PACKAGES = ("domain", "suggest", "formats", "storage", "services", "timeline")
N_ROUNDS, N_OBJECTS = 5, 200_000
WAYS: dict[str, Callable[..., Any]] = {"library": dataclasses.dataclass, "ours": records.dataclass}


def all_classes() -> list[dict[str, Any]]:
    """What the dataclasses of the program are made of: fields with types and defaults, options."""
    found = []
    for package in PACKAGES:
        parent = importlib.import_module(f"stanceline.{package}")
        for info in pkgutil.walk_packages(parent.__path__, f"{parent.__name__}."):
            module = importlib.import_module(info.name)
            for each in vars(module).values():
                is_own = isinstance(each, type) and each.__module__ == info.name
                if is_own and "__dataclass_fields__" in vars(each) and len(each.__mro__) == 2:
                    found.append(parts_of(each))
    return found


def parts_of(kind: type[Any]) -> dict[str, Any]:
    """The name, fields and options of a dataclass."""
    fields = dataclasses.fields(kind)
    body: dict[str, Any] = {"__annotations__": {each.name: each.type for each in fields}}
    for each in fields:
        kept: dict[str, Any] = {"init": each.init, "repr": each.repr, "compare": each.compare}
        if each.default_factory is not dataclasses.MISSING:
            kept["default_factory"] = each.default_factory
        elif each.default is not dataclasses.MISSING:
            kept["default"] = each.default
        if kept != {"init": True, "repr": True, "compare": True}:
            body[each.name] = dataclasses.field(**kept)
    is_frozen = "__setattr__" in vars(kind)
    is_compared = "__eq__" in vars(kind)
    options = {"frozen": is_frozen, "slots": "__slots__" in vars(kind), "eq": is_compared}
    return {"name": kind.__name__, "body": body, "options": options}


def made(make: Callable[..., Any], parts: list[dict[str, Any]]) -> list[Any]:
    """All classes, made anew."""
    return [make(**each["options"])(type(each["name"], (), dict(each["body"]))) for each in parts]


def memory_of(make: Callable[..., Any], parts: list[dict[str, Any]]) -> float:
    """The megabytes that all classes keep."""
    gc.collect()
    tracemalloc.start()
    kept = made(make, parts)
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 1e6 if kept else 0.0


def used_ns(make: Callable[..., Any]) -> tuple[float, float, float]:
    """What an object of four fields takes to be made, compared with an equal one, and hashed."""
    body = {"__annotations__": {"start": int, "name": str, "parts": tuple, "share": float}}
    kind = make(frozen=True, slots=True)(type("Mark", (), body))
    one, other = kind(1, "a", (), 0.5), kind(1, "a", (), 0.5)
    times = []
    for act in (lambda: kind(1, "a", (), 0.5), lambda: one == other, lambda: hash(one)):
        began = time.perf_counter()
        for _ in range(N_OBJECTS):
            act()
        times.append((time.perf_counter() - began) / N_OBJECTS * 1e9)
    return times[0], times[1], times[2]


def main() -> None:
    """Measure both ways by turns and tell the best of each, and the ratios."""
    parts = all_classes()
    took: dict[str, list[float]] = {way: [] for way in WAYS}
    uses: dict[str, list[tuple[float, float, float]]] = {way: [] for way in WAYS}
    for _ in range(N_ROUNDS):
        for way, make in WAYS.items():
            began = time.perf_counter()
            kept = made(make, parts)
            took[way].append((time.perf_counter() - began) * 1000)
            del kept
            uses[way].append(used_ns(make))
    sizes = {way: memory_of(make, parts) for way, make in WAYS.items()}
    print(f"{len(parts)} classes, best of {N_ROUNDS}:")
    for way in WAYS:
        best = [min(each[at] for each in uses[way]) for at in range(3)]
        print(
            f"{way:<8} made in {min(took[way]):5.0f} ms, {sizes[way]:4.1f} MB; an object made in "
            f"{best[0]:4.0f} ns, compared in {best[1]:4.0f} ns, hashed in {best[2]:4.0f} ns"
        )
    print(
        f"ours takes {min(took['ours']) / min(took['library']):.2f} of the library's time and "
        f"{sizes['ours'] / sizes['library']:.2f} of its memory"
    )


if __name__ == "__main__":
    main()
