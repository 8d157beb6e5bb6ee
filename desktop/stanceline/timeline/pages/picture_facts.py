"""What a picture of a timeline tells about itself to programs that read its metadata."""

import html
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QByteArray

from stanceline.domain.civil import civil_from_seconds
from stanceline.domain.marks import MarkFilter, Named
from stanceline.records import dataclass
from stanceline.services.timeline import Names

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_CREATOR = "Stanceline"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is shown and of when; all may be empty.

    ``wanted`` is the filter in words, ``query`` in the language of the search box, and
    ``as_of`` when the workspace was last changed, as ISO 8601.
    """

    title: str = ""
    description: str = ""
    view: str = ""
    wanted: str = ""
    query: str = ""
    as_of: str = ""

    def as_texts(self) -> Iterator[tuple[str, str]]:
        """Names and values, as a PNG keeps them."""
        for name, value in (
            ("Title", self.title),
            ("Description", self.description),
            ("Software", _CREATOR),
            ("View", self.view),
            ("Filter", self.wanted),
            ("Query", self.query),
            ("Data of", self.as_of),
        ):
            if value:
                yield name, value

    def as_svg_metadata(self) -> str:
        """The metadata element of an SVG, in the words of Dublin Core."""
        return f"<metadata>{self._rdf()}</metadata>"

    def as_xmp(self) -> QByteArray:
        """The packet that a PDF holds."""
        packet = (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
            f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{self._rdf(is_xmp=True)}</x:xmpmeta>'
            '<?xpacket end="w"?>'
        )
        return QByteArray(packet.encode("utf-8"))

    def _rdf(self, *, is_xmp: bool = False) -> str:
        words = "\n".join(
            f"{name}: {value}"
            for name, value in (
                ("View", self.view),
                ("Filter", self.wanted),
                ("Query", self.query),
                ("Data of", self.as_of),
            )
            if value
        )
        description = "\n".join(part for part in (self.description, words) if part)
        elements = [
            _element("title", self.title or self.description, "Alt" if is_xmp else ""),
            _element("description", description, "Alt" if is_xmp else ""),
            _element("creator", _CREATOR, "Seq" if is_xmp else ""),
            _element("date", self.as_of, "Seq" if is_xmp else "") if self.as_of else "",
        ]
        return (
            f'<rdf:RDF xmlns:rdf="{_RDF}" xmlns:dc="{_DC}"><rdf:Description rdf:about="">'
            f"{''.join(elements)}</rdf:Description></rdf:RDF>"
        )


def filter_in_words(wanted: MarkFilter, names: Names) -> str:
    """What a filter lets through, by names: "speaker: Minister Dahl; status: denied"."""
    speakers = [person.named for person in names.speakers]
    parts = (
        ("kind", [kind.value for kind in wanted.kinds]),
        ("speaker", _named(speakers, wanted.speaker_ids)),
        ("topic", _named(names.topics, wanted.topic_ids)),
        ("stance", wanted.stance_keys),
        ("category", wanted.categories),
        ("status", [status.value for status in wanted.statuses]),
        ("source", wanted.sources),
        ("tag", wanted.tags),
        ("words", [f"“{wanted.words}”"] if wanted.words else []),
        ("from", [] if wanted.since is None else [_day(wanted.since)]),
        ("until", [] if wanted.until is None else [_day(wanted.until)]),
    )
    return "; ".join(f"{name}: {', '.join(sorted(values))}" for name, values in parts if values)


def _named(known: Iterable[Named], ids: Iterable[int]) -> list[str]:
    wanted = set(ids)
    return [each.name for each in known if each.id in wanted]


def _day(seconds: int) -> str:
    date = civil_from_seconds(seconds)
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def _element(name: str, value: str, container: str) -> str:
    """An element; XMP wants texts in a container, the one in several languages by language."""
    escaped = html.escape("".join(each for each in value if _may_stand(each)))
    if container:
        language = ' xml:lang="x-default"' if container == "Alt" else ""
        escaped = f"<rdf:{container}><rdf:li{language}>{escaped}</rdf:li></rdf:{container}>"
    return f"<dc:{name}>{escaped}</dc:{name}>"


def _may_stand(letter: str) -> bool:
    """Whether XML may hold the character (XML 1.0, 2.2)."""
    return letter in "\t\n\r" or (letter >= " " and not "\ud800" <= letter <= "\udfff")
