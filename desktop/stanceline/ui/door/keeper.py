"""Answering those who knock at the door of the running program."""

import socket
import sys
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from stanceline.ui.door.handing_over import Door
from stanceline.ui.door.messages import GREETING, MOST_BYTES, TAKEN, request_in

_PATIENCE_MS = 2_000
"""How long a visitor may take to say what is wanted."""
_AT_ONCE_BYTES = 65_536


class Doorkeeper(QObject):
    """Takes what later starts of the program hand over; ``asked`` carries a Request.

    Whoever knocked has heard that the request was taken before it is emitted.
    """

    asked = Signal(object)

    def __init__(self, door: Door, parent: QObject) -> None:
        super().__init__(parent)
        self._door = door
        self._listen()

    def attend(self) -> None:
        """Say that who knocks is answered at once from now on."""
        self._door.attend()

    def hear(self, line: bytes) -> bool:
        """Whether the line is a request, which is told of in a moment."""
        request = request_in(line)
        if request is not None:
            QTimer.singleShot(0, self, lambda: self.asked.emit(request))
        return request is not None

    if sys.platform == "win32":

        def _listen(self) -> None:
            # Imported late: nothing else needs it, and other systems do without it.
            from PySide6.QtNetwork import QLocalServer

            self._server = QLocalServer(self)
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            self._server.newConnection.connect(self._welcome)
            if not self._server.listen(self._door.pipe):
                self._door.close()  # Later starts need not wait for what never answers.

        def _welcome(self) -> None:
            from stanceline.ui.door.pipe_visitor import PipeVisitor

            while self._server.hasPendingConnections():
                PipeVisitor(self._server.nextPendingConnection(), self.hear)

        def close(self) -> None:
            """Answer nobody any more."""
            self._server.close()
            self._door.close()

    else:

        def _listen(self) -> None:
            self._bell = QSocketNotifier(
                self._door.socket.fileno(), QSocketNotifier.Type.Read, self
            )
            self._bell.activated.connect(self._welcome)

        def _welcome(self) -> None:
            with suppress(OSError):  # Gone already.
                visitor, _ = self._door.socket.accept()
                SocketVisitor(visitor, self.hear, self)

        def close(self) -> None:
            """Answer nobody any more."""
            self._bell.setEnabled(False)
            self._door.close()


class SocketVisitor(QObject):
    """One who knocks: is greeted, says one line, hears that it was taken, and goes."""

    def __init__(
        self, visitor: socket.socket, take: Callable[[bytes], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._socket = visitor
        self._said = bytearray()
        visitor.setblocking(False)  # noqa: FBT003 (the system's signature)
        self._ear = QSocketNotifier(visitor.fileno(), QSocketNotifier.Type.Read, self)
        self._ear.activated.connect(self._hear)
        QTimer.singleShot(_PATIENCE_MS, self, self._leave)
        self._say(GREETING)

    def _say(self, words: bytes) -> None:
        # A few bytes always fit in.
        with suppress(OSError):
            self._socket.send(words)

    def _hear(self) -> None:
        try:
            part = self._socket.recv(_AT_ONCE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        self._said += part
        line, end, _ = self._said.partition(b"\n")
        if end and self._take(bytes(line)):
            self._say(TAKEN)
        if end or not part or len(self._said) > MOST_BYTES:
            self._leave()

    def _leave(self) -> None:
        self._ear.setEnabled(False)
        self._socket.close()
        self.deleteLater()
