"""One who knocks at a named pipe; only Windows needs it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalSocket

from stanceline.ui.door.messages import GREETING, MOST_BYTES, TAKEN

_PATIENCE_MS = 2_000


class PipeVisitor(QObject):
    """Greets, hears one line, says that it was taken, and hangs up."""

    def __init__(self, visitor: QLocalSocket, take: Callable[[bytes], bool]) -> None:
        super().__init__(visitor)
        self._take = take
        self._pipe = visitor
        self._said = bytearray()
        visitor.readyRead.connect(self._hear)
        visitor.disconnected.connect(visitor.deleteLater)
        QTimer.singleShot(_PATIENCE_MS, self, visitor.disconnectFromServer)
        visitor.write(GREETING)

    def _hear(self) -> None:
        self._said += self._pipe.readAll().data()
        line, end, _ = self._said.partition(b"\n")
        if end and self._take(bytes(line)):
            self._pipe.write(TAKEN)
        if end or len(self._said) > MOST_BYTES:
            self._said.clear()
            # What was written is sent before the end.
            self._pipe.disconnectFromServer()
