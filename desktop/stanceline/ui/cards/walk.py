"""Walking through the suggestions of an article, deciding each with a key."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stanceline.domain.quotations import Certainty, Quotation
from stanceline.domain.stances import Stance
from stanceline.domain.suggestions import Suggestion
from stanceline.domain.topics import Topic
from stanceline.services import quotations, suggesting
from stanceline.ui.cards.pane_hints import stance_keys
from stanceline.ui.keys import Thing, ThingKind, thing
from stanceline.ui.reader.keys import SHIFTED
from stanceline.ui.suggestion_words import is_event, later_of_speaker

if TYPE_CHECKING:
    from stanceline.ui.article_pane import ArticlePane


class Walk(QObject):
    """Goes from suggestion to suggestion of a pane, and does what a key says.

    What has been accepted and judged is done with, so the walk goes on by itself then: from
    a quotation to the next quotation, from an event to whatever comes next. An undone
    decision puts its suggestion under the keys again.
    """

    def __init__(self, pane: "ArticlePane") -> None:
        super().__init__(pane)
        self._pane = pane
        self._just_accepted: int | None = None
        self._decided: set[int] = set()
        self._topic_id: int | None = None

    def forget(self) -> None:
        """Another article is shown."""
        self._just_accepted = None
        self._decided.clear()

    # Going

    def begin(self) -> None:
        """Put the keys on the first quotation that waits, or the first event without one.

        Where reading goes on in the middle it is the first from there. The page stays
        where it is: a key that decides shows what it is about before it does.
        """
        pane = self._pane
        waiting = pane.findings.suggestions
        if not waiting or pane.workspace.is_read_only:
            return
        place = pane.reader.place_in_sight()
        first = min(
            waiting,
            key=lambda each: (is_event(each), each.spans[-1].end <= place, each.spans),
        )
        pane.hold_mark(_key(ThingKind.SUGGESTION, first.id))

    def go(self, direction: int) -> None:
        """Go to the next suggestion, or the one before, and round again at the end.

        Where none waits the keyboard leaves the reader.
        """
        pane = self._pane
        waiting = pane.findings.suggestions
        if not waiting:
            pane.reader.leave(direction)
            return
        focused = pane.reader.focused_mark()
        here = next((each for each in waiting if focused and _is_of(focused.key, each)), None)
        if here is not None and focused and not pane.reader.is_in_sight(focused.key):
            self._go_to(here)
            return
        # Without a mark under the keys the way goes on from the caret, wherever it is.
        start = focused.spans[0].start if focused else pane.reader.text.caret() - direction
        starts = [each.spans[0].start for each in waiting]
        if direction > 0:
            beyond = [at for at, place in enumerate(starts) if place > start]
        else:
            beyond = [at for at, place in enumerate(starts) if place < start][::-1]
        if not beyond:
            beyond = [0 if direction > 0 else len(waiting) - 1]
            pane.said.emit(self.tr("Round again. F6 leaves the text."))
        self._go_to(waiting[beyond[0]])

    def _go_to(self, suggestion: Suggestion) -> None:
        self._pane.focus_mark(_key(ThingKind.SUGGESTION, suggestion.id))
        self._pane.reader.show_span(suggestion.spans[0])

    def _go_on_after(self, start: int, *, with_events: bool = False) -> bool:
        """Go to the next suggested quotation behind a place; whether there is one.

        With ``with_events`` an event will do as well.
        """
        following = next(
            (
                each
                for each in self._pane.findings.suggestions
                if each.spans[0].start > start and (with_events or not is_event(each))
            ),
            None,
        )
        if following is not None:
            self._go_to(following)
        return following is not None

    def see_what_came_back(self) -> None:
        """Put the keys on a suggestion whose decision was undone."""
        pane = self._pane
        back = [each for each in pane.findings.suggestions if each.id in self._decided]
        if not back:
            return
        self._decided -= {each.id for each in back}
        self._just_accepted = None
        if not pane.has_open_card and pane.reader.selected_span() is None:
            self._go_to(back[0])

    # Deciding

    def act(self, key: str) -> None:
        """Do what a key says to the mark that has the focus."""
        focused = self._pane.reader.focused_mark()
        if focused is None:
            return
        what = thing(focused.key)
        if not self._pane.reader.is_in_sight(focused.key):
            # Nobody decides on words that cannot be seen.
            self._pane.reader.show_span(focused.spans[0])
            self._pane.said.emit(self.tr("Here it is. The same key now decides."))
        elif what.kind is ThingKind.SUGGESTION:
            suggestion = self._suggestion(what.id)
            if suggestion is not None:
                self._act_on_suggestion(key, suggestion)
        elif key in ("Delete", "Backspace"):
            self._pane.delete_requested.emit(focused.key)
        elif key == "E" and what.kind is ThingKind.QUOTATION:
            self._pane.note_event()
        elif key.isdigit() and what.kind is ThingKind.QUOTATION:
            self._judge(what.id, key)
        elif key.startswith(SHIFTED):
            self._pane.said.emit(self.tr("Shift with a digit is for suggested quotations."))

    def _act_on_suggestion(self, key: str, suggestion: Suggestion) -> None:
        if key == "Enter":
            self.accept(suggestion)
        elif key in ("Backspace", "Delete"):
            self.reject(suggestion)
        elif key == "E":
            self.edit(suggestion)
        elif is_event(suggestion):
            self._pane.said.emit(self.tr("An event has no stance: Enter accepts it."))
        else:
            self._accept_with_stance(suggestion, key)

    def _suggestion(self, suggestion_id: int) -> Suggestion | None:
        waiting = self._pane.findings.suggestions
        return next((each for each in waiting if each.id == suggestion_id), None)

    def accept(self, suggestion: Suggestion) -> int | None:
        """Turn the suggestion into a quotation, with the keys on it for its stance.

        What is suggested as an event becomes one, and the walk goes on. The id of the
        quotation or event, None when the workspace refused it.
        """
        pane = self._pane
        if is_event(suggestion):
            return self._accept_event(suggestion)
        quotation_id = None
        with pane.telling():
            quotation_id = suggesting.accept_suggestion(pane.workspace, suggestion.id)
            self._decided.add(suggestion.id)
            self._just_accepted = quotation_id
            pane.refresh()
            pane.focus_mark(_key(ThingKind.QUOTATION, quotation_id))
            pane.reader.setFocus()
            pane.said.emit(self.tr("Accepted. 1 to 6 sets the stance and goes on, Tab goes on."))
        return quotation_id

    def _accept_event(self, suggestion: Suggestion) -> int | None:
        pane = self._pane
        event_id = None
        with pane.telling():
            event_id = suggesting.accept_event(pane.workspace, suggestion.id)
            self.event_noted(event_id, suggestion)
            pane.reader.setFocus()
        return event_id

    def event_noted(self, event_id: int, suggestion: Suggestion) -> None:
        """Go on after a suggested event was accepted."""
        pane = self._pane
        self._decided.add(suggestion.id)
        pane.refresh()
        told = self.tr("Event noted: “{title}”.").format(title=suggestion.title)
        if self._go_on_after(suggestion.spans[0].start, with_events=True):
            pane.said.emit(self.tr("{told} On to the next; Ctrl+Z goes back.").format(told=told))
        else:
            pane.focus_mark(_key(ThingKind.EVENT, event_id))
            pane.said.emit(f"{told} {self._what_is_left()}")

    def _accept_with_stance(self, suggestion: Suggestion, key: str) -> None:
        """Accept with the stance of a digit, with Shift also for the later of the speaker."""
        pane = self._pane
        stance, topic = self._stance_for(key.removeprefix(SHIFTED)), self.topic_for(None)
        if topic is None:
            # The card asks for the topic, which a stance needs.
            self.edit(suggestion)
            if stance is not None:
                pane.quotation_card.ask_for_topic_of(stance.id)
        elif stance is not None:
            with pane.telling():
                stand = suggesting.Stand(topic.id, stance.id)
                self._decided.add(suggestion.id)
                if key.startswith(SHIFTED):
                    self._decided |= {each.id for each in self._later_of_speaker(suggestion)}
                    ids = suggesting.accept_for_speaker(pane.workspace, suggestion.id, stand)
                else:
                    ids = [suggesting.accept_suggestion(pane.workspace, suggestion.id, stand=stand)]
                pane.refresh()
                self._go_on(ids, topic, stance)

    def _later_of_speaker(self, suggestion: Suggestion) -> list[Suggestion]:
        return later_of_speaker(suggestion, self._pane.findings.suggestions)

    def reject(self, suggestion: Suggestion) -> None:
        """Take the suggestion out of the queue and go to the next."""
        pane = self._pane
        with pane.telling():
            suggesting.reject_suggestion(pane.workspace, suggestion.id)
            self.rejected(suggestion.id)
            pane.reader.setFocus()

    def rejected(self, suggestion_id: int) -> None:
        """Go on after a rejection."""
        pane = self._pane
        suggestion = self._suggestion(suggestion_id)
        self._decided.add(suggestion_id)
        pane.refresh()
        pane.said.emit(self.tr("Rejected; it will not be suggested again."))
        after = -1 if suggestion is None else suggestion.spans[0].start
        with_events = suggestion is None or is_event(suggestion)
        if not self._go_on_after(after, with_events=with_events):
            pane.leave_marks()
            pane.said.emit(self.tr("Rejected. {left}").format(left=self._what_is_left()))

    def edit(self, suggestion: Suggestion) -> None:
        """Open the card with what is suggested, to correct it."""
        pane = self._pane
        if pane.article is not None:
            pane.close_cards()
            rect = pane.rect_of(suggestion.spans[0])
            with pane.telling():
                card = pane.event_card if is_event(suggestion) else pane.quotation_card
                card.open_for_suggestion(pane.article, suggestion, rect)

    def edited(self, quotation_id: int, suggestion_id: int) -> None:
        """Go on after a suggestion was saved from its card, at once or after its stance."""
        self._decided.add(suggestion_id)
        self._just_accepted = quotation_id
        quotation = self._quotation(quotation_id)
        if quotation is not None and quotation.judgements:
            self._just_accepted = None
            self._go_on_after(quotation.spans[0].start)

    def accept_confident(self, least_confidence: float) -> None:
        """Accept all suggestions of the article that are at least this sure."""
        pane = self._pane
        if pane.article is None:
            return
        with pane.telling():
            number = suggesting.accept_confident(pane.workspace, least_confidence, pane.article.id)
            pane.refresh()
            pane.said.emit(self.tr("Accepted %n suggestion(s).", "", number))

    # Judging

    def is_just_accepted(self, quotation_id: int) -> bool:
        """Whether the walk goes on after a stance for this quotation."""
        return quotation_id == self._just_accepted

    def _judge(self, quotation_id: int, key: str) -> None:
        pane = self._pane
        stance, topic = self._stance_for(key), self.topic_for(self._quotation(quotation_id))
        if stance is None:
            return
        if topic is None:
            pane.said.emit(self.tr("Add a topic first: Edit, Topics…"))
            return
        with pane.telling():
            quotations.judge(pane.workspace, quotation_id, topic.id, stance.id, Certainty.CERTAIN)
            pane.refresh()
            if self.is_just_accepted(quotation_id):
                self._go_on([quotation_id], topic, stance)
            else:
                pane.said.emit(f"{topic.name}: {stance.label}")
                pane.thing_selected.emit(_key(ThingKind.QUOTATION, quotation_id))

    def _go_on(self, quotation_ids: Sequence[int], topic: Topic, stance: Stance) -> None:
        """Go from what was accepted and judged to the next suggestion, or stay there.

        The first of the quotations is the one that was under the keys.
        """
        pane = self._pane
        quotation = self._quotation(quotation_ids[0])
        self._just_accepted = None
        told = f"{topic.name}: {stance.label}."
        if len(quotation_ids) > 1 and quotation is not None:
            told = self.tr("{told} So for %n quotations of {name}.", "", len(quotation_ids)).format(
                told=told, name=quotation.speaker
            )
        start = quotation.spans[0].start if quotation else -1
        if self._go_on_after(start):
            pane.said.emit(self.tr("{told} On to the next; Ctrl+Z goes back.").format(told=told))
        else:
            pane.focus_mark(_key(ThingKind.QUOTATION, quotation_ids[0]))
            pane.said.emit(f"{told} {self._what_is_left()}")
        pane.reader.setFocus()

    def _what_is_left(self) -> str:
        """What a person may go to next, once no quotation waits further down."""
        waiting = self._pane.findings.suggestions
        n_events = sum(map(is_event, waiting))
        if not waiting:
            return self.tr("That was the last suggestion.")
        if n_events == len(waiting):
            return self.tr("Tab goes to the %n suggested event(s).", "", n_events)
        return self.tr("Tab goes to the %n left above.", "", len(waiting))

    def _quotation(self, quotation_id: int) -> Quotation | None:
        return self._pane.quotation_named(_key(ThingKind.QUOTATION, quotation_id))

    def _stance_for(self, key: str) -> Stance | None:
        return next((each for each in self._pane.stances() if each.shortcut == key), None)

    def stance_keys(self) -> str:
        """The keys of the stances, as they are told."""
        return stance_keys([each.shortcut for each in self._pane.stances()])

    def topic_for(self, quotation: Quotation | None) -> Topic | None:
        """The topic that a stance key speaks to.

        It is the one that was chosen with its key, else the one judged first, else the
        card's last.
        """
        known = {topic.id: topic for topic in self._pane.topics()}
        judged = quotation.judgements[0].topic_id if quotation and quotation.judgements else None
        last = self._pane.topic_marked_last()
        wanted = (self._topic_id, judged, last)
        found = next((known[each] for each in wanted if each in known), None)
        return found or next(iter(known.values()), None)

    def let_go_of_topic(self) -> None:
        """Another mark has the focus: the chosen topic was for the one before, if judged."""
        self._topic_id = None

    def next_topic(self) -> None:
        """Have the stance keys speak to the next topic."""
        pane = self._pane
        known = list(pane.topics())
        if not known:
            pane.said.emit(self.tr("Add a topic first: Edit, Topics…"))
            return
        focused = pane.reader.focused_mark()
        now = self.topic_for(pane.quotation_named(focused.key) if focused else None)
        at = [topic.id for topic in known].index(now.id) + 1 if now else 0
        topic = known[at % len(known)]
        self._topic_id = topic.id
        with pane.telling():
            pane.quotation_card.set_topic_id(topic.id)
            pane.said.emit(self.tr("Stances are on: {topic}").format(topic=topic.name))
            pane.show_hints()


def _is_of(key: str, suggestion: Suggestion) -> bool:
    return key == _key(ThingKind.SUGGESTION, suggestion.id)


def _key(kind: ThingKind, number: int) -> str:
    return str(Thing(kind, number))
