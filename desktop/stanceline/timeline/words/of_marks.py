"""Where the words of marks come from."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from stanceline.domain.marks import Mark
from stanceline.services.timeline import MarkColumns

Rows = NDArray[np.int32]


class Texts(Protocol):
    """What reads the words of marks where somebody looks, as ``services.timeline.MarkTexts``."""

    def titles(self, columns: MarkColumns, rows: Rows) -> list[str]:
        """The titles of these rows, one for each; empty for one that is gone."""

    def details(self, columns: MarkColumns, rows: Rows) -> list[Mark]:
        """The marks of these rows in full, without those that are gone."""
