"""How long a workspace of many articles takes to show its first rows, and how much memory.

Run it with ``python tests/benchmarks/bench_library.py``; STANCELINE_BENCH_ARTICLES is how
many articles there are, 100,000 without it. Each line is a process of its own. Opening
begins when the engine is up, which is when the workspace is open, and ends when the first
rows are painted; then the list is scrolled, grouped and sorted in every way, and all of it
is chosen. Memory is what the process takes above one with an empty workspace. The
alternative loads the line of every article and measures every row, as Qt's own list does.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from big_workspace import a_copy, big_workspace, size_wanted
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QListView

from stanceline.domain.articles import ArticleRow
from stanceline.domain.library import Arrangement, Grouping, Sorting
from stanceline.services import articles
from stanceline.services.workspace import Changed, Workspace
from stanceline.ui.app import make_application
from stanceline.ui.library.delegate import LibraryDelegate
from stanceline.ui.library.library import Library
from stanceline.ui.library.model import LibraryRole
from stanceline.ui.theme import ThemeChoice, apply_choice

SIZE = (290, 800)
RUNS = 3
MOST_MS, MOST_MB = 300, 150
MOST_ARRANGED_MS, MOST_FRAME_MS = 500, 16
Figures = dict[str, float]


def rss_mb() -> float:
    """What the process takes now; the most it took where that cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 1e6


def open_paged(workspace: Workspace) -> Figures:
    """Open the library as the program does, then scroll and act in it."""
    app = QApplication.instance()
    started_s = time.perf_counter()
    library = Library(workspace, apply_choice(app, ThemeChoice.LIGHT))
    library.resize(*SIZE)
    library.refresh(frozenset(Changed), articles.first_to_open(workspace))
    library.show()
    app.processEvents()
    library.list.viewport().repaint()
    figures = {"open_ms": (time.perf_counter() - started_s) * 1000}
    if library.list.model().rowCount():
        figures |= _scrolled(library) | _arranged(library) | _chosen(library)
        figures |= _acted(library, workspace)
    figures["rss_mb"] = rss_mb()
    library.stop()
    return figures


def _scrolled(library: Library) -> Figures:
    """Turn the wheel, then drag the thumb through the whole list."""
    bar = library.list.verticalScrollBar()
    steps = {
        "wheel": [min(bar.maximum(), 120 * n) for n in range(200)],
        "thumb": [bar.maximum() * n // 100 for n in range(100)],
    }
    figures = {}
    for name, values in steps.items():
        frames = []
        for value in values:
            started_s = time.perf_counter()
            bar.setValue(value)
            library.list.viewport().repaint()
            frames.append((time.perf_counter() - started_s) * 1000)
        figures[f"{name}_p95_ms"] = float(np.percentile(frames, 95))
    return figures


def _arranged(library: Library) -> Figures:
    """Change groups and order in every way; the slowest of them, each to the rows in sight."""
    figures = {}
    ways: dict[str, tuple[Callable[[str], None], list[str]]] = {
        "group": (library.group_by, [each.value for each in Grouping]),
        "sort": (library.sort_by, [each.value for each in Sorting]),
    }
    for name, (arrange, values) in ways.items():
        took_ms = {value: _timed(library, arrange, value) for value in [*values, values[0]]}
        slowest = max(took_ms, key=lambda each: took_ms[each])
        figures[f"{name}_worst_ms"] = took_ms[slowest]
        figures[f"{name}_median_ms"] = float(np.median(list(took_ms.values())))
    library.arrange(Arrangement())
    return figures


def _timed(library: Library, arrange: Callable[[str], None], value: str) -> float:
    started_s = time.perf_counter()
    arrange(value)
    library.list.viewport().repaint()
    return (time.perf_counter() - started_s) * 1000


def _chosen(library: Library) -> Figures:
    """Choose all articles by the key, and one again."""
    started_s = time.perf_counter()
    library.choose_all()
    library.list.viewport().repaint()
    figures = {"choose_all_ms": (time.perf_counter() - started_s) * 1000}
    library.show_current(library.selected_ids()[0])
    return figures


def _acted(library: Library, workspace: Workspace) -> Figures:
    """Edit an article and move another one to another group, and see both."""
    figures = {}
    first = library.list.model().index(1, 0).data(LibraryRole.ARTICLE_ID)
    for name, act in (
        ("edit", lambda: articles.describe_article(workspace, first, _facts(workspace, first))),
        ("move", lambda: articles.set_status(workspace, first, articles.ArticleStatus.DONE)),
    ):
        act()
        started_s = time.perf_counter()
        library.refresh(frozenset({Changed.ARTICLES}), first)
        library.list.viewport().repaint()
        figures[f"{name}_ms"] = (time.perf_counter() - started_s) * 1000
    return figures


def _facts(workspace: Workspace, article_id: int) -> articles.ArticleFacts:
    known = articles.article(workspace, article_id)
    return articles.ArticleFacts(
        title="Another title",
        source=known.source,
        author=known.author,
        url=known.url,
        published=known.published,
        language=known.language,
        note=known.note,
        tags=known.tags,
    )


class AllRows(QAbstractListModel):
    """Every line of the library, held."""

    def __init__(self, rows: list[ArticleRow]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line."""
        return self.rows[index.row()] if role == LibraryRole.ENTRY else None


def open_whole(workspace: Workspace) -> Figures:
    """Open the library by loading all of it into Qt's own list."""
    app = QApplication.instance()
    started_s = time.perf_counter()
    model = AllRows(articles.library(workspace))
    read_ms = (time.perf_counter() - started_s) * 1000
    view = QListView()
    delegate = LibraryDelegate(apply_choice(app, ThemeChoice.LIGHT))
    view.setItemDelegate(delegate)
    view.setModel(model)
    view.resize(*SIZE)
    view.show()
    app.processEvents()
    view.viewport().repaint()
    open_ms = (time.perf_counter() - started_s) * 1000
    return {"open_ms": open_ms, "read_ms": read_ms, "rss_mb": rss_mb()}


WAYS: dict[str, Callable[[Workspace], Figures]] = {"paged": open_paged, "whole": open_whole}


def measure_here(way: str, path: Path) -> None:
    """Print the figures of one way in this process as JSON."""
    app = make_application()
    with Workspace.open(path) as workspace:
        print(json.dumps(WAYS[way](workspace)))
    app.quit()


def measure(way: str, path: Path, n_runs: int = RUNS) -> Figures:
    """The median figures of some processes of their own."""
    runs = [
        json.loads(
            subprocess.run(
                [sys.executable, __file__, way, str(path)],
                check=True,
                capture_output=True,
                text=True,
                env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
            ).stdout
        )
        for _ in range(n_runs)
    ]
    return {name: float(np.median([run[name] for run in runs])) for name in runs[0]}


def main() -> None:
    """Compare the library with the alternative."""
    if len(sys.argv) > 1:
        measure_here(sys.argv[1], Path(sys.argv[2]))
        return
    n_articles = size_wanted()
    big_workspace(n_articles)
    with tempfile.TemporaryDirectory(prefix="stanceline-bench-") as folder:
        empty_path = Path(folder, "empty.stanceline")
        Workspace.create(empty_path).close()
        path = a_copy(n_articles, Path(folder))
        empty = measure("paged", empty_path)
        paged = measure("paged", path)
        whole = measure("whole", path, n_runs=1)
    for name, figures in (("library", paged), ("alternative", whole)):
        above = figures["rss_mb"] - empty["rss_mb"]
        print(
            f"{n_articles:>9,} articles  {name:<12} first rows {figures['open_ms']:8.0f} ms  "
            f"memory above empty {above:6.0f} MB"
        )
    print(
        f"{'':>9}           library      wheel p95 {paged['wheel_p95_ms']:.1f} ms, thumb p95 "
        f"{paged['thumb_p95_ms']:.1f} ms, after an edit {paged['edit_ms']:.0f} ms, after a move "
        f"to another group {paged['move_ms']:.0f} ms"
    )
    print(
        f"{'':>9}           library      other groups {paged['group_median_ms']:.0f} ms, at worst "
        f"{paged['group_worst_ms']:.0f} ms; another order {paged['sort_median_ms']:.0f} ms, at "
        f"worst {paged['sort_worst_ms']:.0f} ms; all chosen {paged['choose_all_ms']:.0f} ms"
    )
    print(
        f"{'':>9}           alternative  reading every line alone {whole['read_ms']:.0f} ms, "
        f"the rest is Qt asking for the height of every row"
    )
    ratio = whole["open_ms"] / paged["open_ms"]
    above = paged["rss_mb"] - empty["rss_mb"]
    print(
        f"{ratio:.1f} times as fast as the alternative; at most {MOST_MS} ms: "
        f"{_said(is_kept=paged['open_ms'] <= MOST_MS)}; at most {MOST_MB} MB: "
        f"{_said(is_kept=above <= MOST_MB)}"
    )
    worst_ms = max(paged["group_worst_ms"], paged["sort_worst_ms"])
    frame_ms = max(paged["wheel_p95_ms"], paged["thumb_p95_ms"])
    print(
        f"groups and order in at most {MOST_ARRANGED_MS} ms: "
        f"{_said(is_kept=worst_ms <= MOST_ARRANGED_MS)}; a frame while scrolling, p95 at most "
        f"{MOST_FRAME_MS} ms: {_said(is_kept=frame_ms <= MOST_FRAME_MS)}"
    )


def _said(*, is_kept: bool) -> str:
    return "kept" if is_kept else "missed"


if __name__ == "__main__":
    main()
