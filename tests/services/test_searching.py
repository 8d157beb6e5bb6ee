"""Finding articles by what is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import BRIDGE, PORT, a_quotation, an_article, stance_id
from stanceline.domain.articles import ArticleStatus
from stanceline.domain.query import Field
from stanceline.services.articles import ArticleFacts, describe_article, set_status
from stanceline.services.quotations import judge
from stanceline.services.searching import SearchHit, SearchResult, search
from stanceline.services.workspace import Workspace
from stanceline.storage import tables

CHINESE = "港口罢工进入第三周\n\n工会领导人表示谈判没有进展。ABC公司也没有回答。\n"
POLISH = "Most w Łodzi\n\nStraße und Ещё: the café stays naïve, said Đorđe Møller.\n"


pytestmark = pytest.mark.usefixtures("affair")


@pytest.fixture
def affair(workspace: Workspace) -> dict[str, int]:
    """Four articles by short names: two quotations in the first, one in the second."""
    ids = {
        "bridge": an_article(workspace, BRIDGE, source="The Gull", published="2031-05-13"),
        "port": an_article(workspace, PORT, source="Port Radio", published="2031-05-16"),
        "chinese": an_article(workspace, CHINESE, published="2031-06"),
        "polish": an_article(workspace, POLISH),
    }
    safe = a_quotation(
        workspace,
        ids["bridge"],
        "“We shall open it when it is safe,”",
        "“Not a day before.”",
        speaker="Tora Berg",
        Opening="opposes",
    )
    a_quotation(workspace, ids["bridge"], "“Every week costs us forty jobs,”", speaker="Nils Aker")
    a_quotation(
        workspace,
        ids["port"],
        "“The bridge must open now,”",
        speaker="Nils Aker",
        Opening="supports",
    )
    with workspace.action("Note") as session:
        session.get_one(tables.Quotation, safe).note = "Compare with what she told the council."
    facts = ArticleFacts(
        "Ferrymen block the quay", "Port Radio", "Ola Sund", "", "2031-05-16", "en", "", ("wire",)
    )
    describe_article(workspace, ids["port"], facts)
    set_status(workspace, ids["chinese"], ArticleStatus.DONE)
    return ids


def names_found(workspace: Workspace, affair: dict[str, int], text: str) -> set[str]:
    by_id = {article_id: name for name, article_id in affair.items()}
    return {by_id[hit.article_id] for hit in search(workspace, text).hits}


def marked(hit: SearchHit) -> list[str]:
    return [hit.snippet.text[start:end] for start, end in hit.snippet.marks]


def only(result: SearchResult) -> SearchHit:
    (hit,) = result.hits
    return hit


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("bridge", "bridge port"),
        ("BRIDGE", "bridge port"),
        ("bridge quay", "port"),
        ("bridge OR 谈判", "bridge port chinese"),
        ("bridge -quay", "bridge"),
        ("-bridge", "chinese polish"),
        ("-(bridge OR 谈判)", "polish"),
        ('"swing bridge"', "bridge"),
        ('"bridge swing"', ""),
        ("ferry*", "bridge port"),
        ("ferry", ""),
        ('"the ferr"*', "bridge"),
        ("inspect* rust", "bridge"),
        ("title:bridge", "bridge"),
        ("title:quay body:reporters", "port"),
        ("source:gull", "bridge"),
        ('source:"Port Radio" bridge', "port"),
        ("author:sund", "port"),
        ("note:council", "bridge"),
        ("council", "bridge"),
        ("quote:bridge", "port"),
        ('quote:"forty jobs"', "bridge"),
        ("quote:closed", ""),
        ("speaker:aker", "bridge port"),
        ('speaker:"Tora Berg"', "bridge"),
        ("speaker:aker quote:jobs", "bridge"),
        ("speaker:berg quote:jobs", ""),
        ("speaker:berg speaker:aker", "bridge"),
        ("-speaker:aker", "chinese polish"),
        ("stance:supports", "port"),
        ("stance:for OR stance:against", "bridge port"),
        ("stance:opposes speaker:aker", ""),
        ("topic:opening stance:opposes", "bridge"),
        ("tag:wire", "port"),
        ("tag:wire bridge", "port"),
        ("-tag:wire bridge", "bridge"),
        ("lang:en quay", "port"),
        ("status:done", "chinese"),
        ("kind:direct", "bridge port"),
        ("kind:indirect", ""),
        ("before:2031-05-14", "bridge"),
        ("until:2031-05", "bridge port"),
        ("after:2031-05", "chinese"),
        ("since:2031-05-16", "port chinese"),
        ("on:2031-05", "bridge port"),
        ("on:2031-05 rust", "bridge"),
        ("has:quotations", "bridge port"),
        ("has:stances -has:tags", "bridge"),
        ("has:notes", "bridge"),
        ("has:author", "port"),
        ("has:source", "bridge port"),
        ("has:date", "bridge port chinese"),
        ("has:suggestions", ""),
        ("has:events", ""),
        ("has:reprints", ""),
        ("(speaker:berg OR tag:wire) bridge", "bridge port"),
        ("(rust OR tag:wire) -jobs", "port"),
        ("谈判", "chinese"),
        ("谈", "chinese"),
        ("工会领导人表示谈判", "chinese"),
        ("会工", ""),
        ("title:罢工", "chinese"),
        ("title:谈判", ""),
        ("body:谈判 -title:谈判", "chinese"),
        ("abc", "chinese"),
        ("ABC公司", "chinese"),
        ("łodzi", "polish"),
        ("lodzi", "polish"),
        ("strasse", "polish"),
        ("Straße", "polish"),
        ("еще", "polish"),
        ("ещё", "polish"),
        ("cafe naive", "polish"),
        ("café", "polish"),
        ("dorde moller", "polish"),
        ("\U0001f309", ""),
        ("nothing-like-it", ""),
    ],
)
def test_query_finds_what_it_says(
    workspace: Workspace, affair: dict[str, int], text: str, names: str
):
    assert names_found(workspace, affair, text) == set(names.split())


def test_empty_query_finds_nothing_and_says_nothing(workspace: Workspace):
    result = search(workspace, "  ")
    assert (result.hits, result.count, result.notes) == ([], 0, ())


def test_last_word_as_typed_is_a_beginning(workspace: Workspace, affair: dict[str, int]):
    typed = search(workspace, "ferryme", last_is_prefix=True)
    assert {hit.article_id for hit in typed.hits} == {affair["bridge"], affair["port"]}
    assert search(workspace, "ferryme ", last_is_prefix=True).count == 0


def test_word_in_the_title_counts_more_than_in_the_body(
    workspace: Workspace, affair: dict[str, int]
):
    assert [hit.article_id for hit in search(workspace, "bridge").hits] == [
        affair["bridge"],
        affair["port"],
    ]


def test_without_words_the_newest_stands_first_and_the_undated_last(
    workspace: Workspace, affair: dict[str, int]
):
    hits = search(workspace, "-nothing").hits
    names = ("chinese", "port", "bridge", "polish")
    assert [hit.article_id for hit in hits] == [affair[name] for name in names]


def test_hit_says_what_is_known_of_the_article(workspace: Workspace):
    hit = only(search(workspace, "rust"))
    assert (hit.title, hit.source) == ("Harbour board keeps the bridge shut", "The Gull")
    assert (hit.published, hit.n_quotations) == ("2031-05-13", 2)
    assert hit.score > 0


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("closed", "body", ["closed"]),
        ("council", "note", ["council"]),
        ("title:shut", "title", ["shut"]),
        ("author:sund", "author", ["Sund"]),
        ("source:radio", "source", ["Radio"]),
        ("quote:forty", "quote", ["forty"]),
        ("speaker:berg", "speaker", ["Tora Berg"]),
        ("topic:opening stance:supports", "topic", ["Opening", "supports"]),
        ("straße", "body", ["Straße"]),
        ("dorde", "body", ["Đorđe"]),
        ("谈判", "body", ["谈判"]),
        ("stay* -chinese", "body", ["stays"]),
    ],
)
def test_snippet_marks_the_hit_and_says_where_it_is_from(
    workspace: Workspace, text: str, field: str, words: list[str]
):
    hit = search(workspace, text).hits[0]
    assert hit.field == field
    assert marked(hit) == words


def test_snippet_after_an_emoji_marks_the_same_words(workspace: Workspace):
    assert marked(only(search(workspace, "swing stays"))) == ["swing", "stays"]


def test_where_no_words_were_asked_for_the_line_says_more_than_the_title(workspace: Workspace):
    hit = search(workspace, "source:gull").hits[0]
    assert BRIDGE.startswith(hit.title)
    beginning = search(workspace, "has:quotations after:2031-05-12 before:2031-05-15").hits[0]
    assert beginning.title == hit.title
    assert hit.title not in beginning.snippet.text
    below = BRIDGE.removeprefix(hit.title).split()
    assert beginning.snippet.text.split()[:4] == below[:4]


def test_snippet_of_a_quotation_names_who_said_it(workspace: Workspace):
    hit = only(search(workspace, "quote:safe"))
    assert hit.snippet.text == (
        "Tora Berg: “We shall open it when it is safe,” … “Not a day before.”"
    )
    assert marked(hit) == ["safe"]


def test_unknown_speaker_is_told_of_with_the_nearest(workspace: Workspace):
    result = search(workspace, "speaker:Burg")
    assert result.count == 0
    assert result.notes == (
        "There is no speaker “Burg” in the workspace. Did you mean “Tora Berg”?",
    )


@pytest.mark.parametrize("field", ["speaker", "stance", "topic", "tag", "source"])
def test_name_that_is_nowhere_is_told_of(workspace: Workspace, field: str):
    result = search(workspace, f"{field}:qqq bridge")
    assert result.count == 0
    assert result.notes == (f"There is no {field} “qqq” in the workspace.",)


def test_speaker_is_found_by_alias_before_by_a_part_of_another_name(
    workspace: Workspace, affair: dict[str, int]
):
    with workspace.action("Alias") as session:
        aker = session.query(tables.Speaker).filter_by(name="Nils Aker").one()
        session.add(tables.SpeakerAlias(speaker_id=aker.id, alias="Berg"))
    assert names_found(workspace, affair, "speaker:berg") == {"bridge", "port"}


def test_topic_and_stance_must_be_of_one_judgement(workspace: Workspace, affair: dict[str, int]):
    quotation = a_quotation(workspace, affair["port"], "“Talks are under way,”", Talks="supports")
    judge(workspace, quotation, _topic(workspace, "Opening"), stance_id(workspace, "opposes"))
    assert names_found(workspace, affair, "topic:talks stance:opposes") == set()
    assert names_found(workspace, affair, "topic:talks topic:opening") == {"port"}


def _topic(workspace: Workspace, name: str) -> int:
    with workspace.reading() as session:
        return session.query(tables.Topic).filter_by(name=name).one().id


def test_page_after_page_gives_each_hit_once(workspace: Workspace):
    whole = [hit.article_id for hit in search(workspace, "-nothing").hits]
    pages = [search(workspace, "-nothing", limit=2, offset=at) for at in (0, 2, 4)]
    assert [hit.article_id for page in pages for hit in page.hits] == whole
    assert {page.count for page in pages} == {4}


def test_search_that_is_called_off_finds_nothing_and_leaves_no_trace(workspace: Workspace):
    result = search(workspace, "bridge", is_cancelled=lambda: True)
    assert result.is_cancelled
    assert result.hits == []
    assert search(workspace, "bridge").count == 2


def test_search_is_called_off_while_a_statement_runs(workspace: Workspace):
    for n_looks in range(1, 12):
        left = iter([False] * n_looks)
        result = search(workspace, "-nothing", is_cancelled=lambda: next(left, True))  # noqa: B023 - called at once
        assert result.is_cancelled or result.count == 4
    assert search(workspace, "-nothing").count == 4


def test_more_than_can_be_ranked_is_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    for number in range(5):
        an_article(workspace, f"Storm {number}\n\nThe storm of day {number} passed.\n")
    monkeypatch.setattr("stanceline.storage.hits.MAX_RANKED", 3)
    for text in ("storm", "-nothing", '"the storm"'):
        result = search(workspace, text)
        assert (result.count, result.is_capped, len(result.hits)) == (3, True, 3)


PIECES = st.sampled_from(
    [
        *(f"{field}:" for field in Field),
        *("OR", "AND", "NOT", "NEAR(", "-", "(", ")", '"', "“", "”", "*", "^", "{", "}", ":", ","),
        *("bridge", "berg", "2031-05", "done", "谈判", "Łódź", "'", "%", "_", "\\", ";--", "a"),
        *(
            "\x00",
            "\ud800",
            "\u00ad",
            "…",
            "\u0301",
            "²",
            "\U0001f309",
            "हिन्दी",
            "กัน",
            "ⅷ",
            "\ue000",
        ),
    ]
)
ANYTHING = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.lists(PIECES, max_size=15).map("".join),
    st.lists(PIECES, max_size=15).map(" ".join),
)


@given(ANYTHING, st.booleans())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_search_for_anything_that_can_be_typed_raises_nothing(
    workspace: Workspace, text: str, last_is_prefix: bool
):
    result = search(workspace, text, last_is_prefix=last_is_prefix)
    assert len(result.hits) == result.count
    for hit in result.hits:
        places = [place for mark in hit.snippet.marks for place in mark]
        assert places == sorted(places)
        assert all(0 <= place <= len(hit.snippet.text) for place in places)
