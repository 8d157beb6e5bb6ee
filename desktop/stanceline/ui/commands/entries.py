"""What the palette offers: commands, and the speakers and topics of the workspace."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stanceline.domain.errors import StancelineError
from stanceline.records import dataclass
from stanceline.services.searching import SearchHit
from stanceline.services.speakers import all_speakers
from stanceline.services.topics import all_topics
from stanceline.ui.commands.matching import names_that_fit, ranked
from stanceline.ui.commands.other_words import other_words
from stanceline.ui.keys import Thing, ThingKind

if TYPE_CHECKING:
    from stanceline.ui.main_window import MainWindow

MOST_OF_A_KIND = 6
_FEW_COMMANDS = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette.

    ``around`` says where it belongs, ``key`` does the same without the palette, ``why_not``
    says why it cannot be done now.
    """

    title: str
    around: str
    act: Callable[[], object]
    key: str = ""
    why_not: str = ""


class Entries(QObject):
    """Finds what somebody may mean in one window.

    Names are read once each time the palette is opened.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._speakers: list[tuple[int, str, str]] = []
        self._topics: list[str] = []

    def read(self) -> None:
        """Read the names that are in the workspace now."""
        workspace = self._window.workspace
        try:
            self._speakers = [
                (each.id, each.name, " ".join((each.name, *each.aliases)))
                for each in all_speakers(workspace)
            ]
            self._topics = [each.name for each in all_topics(workspace)]
        except StancelineError:
            # The commands must be at hand also while the disk is away.
            self._speakers, self._topics = [], []

    def found(self, words: str) -> list[Entry]:
        """The commands, speakers and topics that the words may mean, best first."""
        commands = self._commands(words)
        return [*commands, *self._people(words), *self._questions(words)]

    def _commands(self, words: str) -> list[Entry]:
        registry, settings = self._window.commands, self._window.settings
        known = registry.all()
        things = [(each.id, each.title, each.path) for each in known]
        places = ranked(words, things, settings.recent_commands, other_words())
        if words.strip():
            places = places[:_FEW_COMMANDS]
        return [self._command(known[n].id) for n in places]

    def _command(self, command_id: str) -> Entry:
        registry = self._window.commands
        command = registry.command(command_id)

        def act() -> None:
            self._window.settings.remember_command(command_id)
            command.action.trigger()

        key = registry.key_of(command_id) or command.letter
        return Entry(command.title, command.path, act, key, command.why_not())

    def _people(self, words: str) -> list[Entry]:
        lines = [line for _, _, line in self._speakers]
        found = names_that_fit(words, lines, MOST_OF_A_KIND)
        return [self._person(*self._speakers[n][:2]) for n in found]

    def _person(self, speaker_id: int, name: str) -> Entry:
        key = str(Thing(ThingKind.SPEAKER, speaker_id))
        return Entry(name, self.tr("Speaker"), lambda: self._window.views.show_thing(key))

    def _questions(self, words: str) -> list[Entry]:
        found = names_that_fit(words, self._topics, MOST_OF_A_KIND)
        return [self._question(self._topics[n]) for n in found]

    def _question(self, name: str) -> Entry:
        quoted = name.replace('"', " ")
        asked = f'topic:"{quoted}"'
        return Entry(name, self.tr("Topic"), lambda: self._window.views.search_for(asked))

    def article(self, hit: SearchHit) -> Entry:
        """The line of an article that was found."""
        around = " · ".join(
            each for each in (self.tr("Article"), hit.source, hit.published) if each
        )
        article_id = hit.article_id
        return Entry(hit.title, around, lambda: self._window.read_article(article_id))
