"""The sample affair is whole: every word it points at stands in its article."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stanceline.domain.edtf import parse
from stanceline.domain.timelines import TimeAxis
from stanceline.services.views import view_as_stored

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
AFFAIR: dict[str, Any] = json.loads((SAMPLE / "affair.json").read_text(encoding="utf-8"))
BODIES: dict[str, str] = {
    article["id"]: (SAMPLE / article["file"]).read_text(encoding="utf-8")
    for article in AFFAIR["articles"]
}
STANCES = {"supports", "leans_for", "neutral", "leans_against", "opposes", "unclear"}
STATUSES = {"reported", "confirmed", "disputed", "denied", "planned"}
RELATIONS = {"reports", "confirms", "denies", "context"}
DATE_KINDS = {
    "a day": r"\d{4}-\d\d-\d\d",
    "a month": r"\d{4}-(0[1-9]|1[0-2])",
    "a year": r"\d{4}",
    "a season": r"\d{4}-2[1-4]",
    "a decade": r"\d{3}X",
    "a day with its last figure unknown": r"\d{4}-\d\d-\dX",
    "some day between two": r"\[\d[^,\]]*\.\.\d[^,\]]*\]",
    "one of several": r"\[[^.\]]+,[^.\]]+\]",
    "all of several": r"\{[^}]+,[^}]+\}",
    "lasting, by days": r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d",
    "lasting, by months": r"\d{4}-\d\d/\d{4}-\d\d",
    "approximate": r"[\d-]+~",
    "uncertain": r"[\d-]+\?",
    "uncertain and approximate": r"[\d-]+%",
    "open at its end": r"[\d-]+/\.\.",
    "open at its start": r"\[\.\.[\d-]+\]",
    "of unknown end": r"[\d-]+/",
}


def ids(kind: str) -> set[str]:
    return {item["id"] for item in AFFAIR[kind]}


def places(body: str, words: str) -> list[int]:
    found = []
    at = body.find(words)
    while at >= 0:
        found.append(at)
        at = body.find(words, at + 1)
    return found


def quoted_words() -> Iterator[tuple[str, str, str, int | None]]:
    """Yield label, article, words and which of several places is meant (None: the only one)."""
    for quotation in AFFAIR["quotations"]:
        label, article = quotation["id"], quotation["article"]
        for segment in quotation["segments"]:
            yield label, article, segment, quotation.get("occurrence")
        for part in ("mention", "cue", "said_phrase"):
            if part in quotation:
                yield label, article, quotation[part], quotation.get(f"{part}_occurrence")
    for event in AFFAIR["events"]:
        for proof in event["evidence"]:
            yield event["id"], proof["article"], proof["words"], proof.get("occurrence")


def test_every_quoted_word_stands_in_its_article_at_one_place() -> None:
    lost = []
    for label, article, words, occurrence in quoted_words():
        found = places(BODIES[article], words)
        fits = len(found) == 1 if occurrence is None else 0 <= occurrence < len(found)
        if not words or not fits:
            lost.append((label, words, len(found), occurrence))
    assert lost == []


def test_segments_are_given_without_their_outer_marks_or_spaces() -> None:
    for quotation in AFFAIR["quotations"]:
        for segment in quotation["segments"]:
            assert segment == segment.strip()
            assert segment[0] not in '“”«»„"'
            if quotation["kind"] == "direct":
                assert segment[-1] not in '“”«»„"'
            assert segment.count("“") == segment.count("”")
            assert segment.count("«") == segment.count("»")


def test_mentions_and_cues_are_whole_words() -> None:
    for quotation in AFFAIR["quotations"]:
        body = BODIES[quotation["article"]]
        for part in {"mention", "cue", "said_phrase"} & set(quotation):
            words = quotation[part]
            start = places(body, words)[quotation.get(f"{part}_occurrence", 0)]
            around = body[start - 1 : start] + body[start + len(words) :][:1]
            assert not any(character.isalnum() for character in around), quotation["id"]


def test_segments_of_one_quotation_stand_in_reading_order() -> None:
    for quotation in AFFAIR["quotations"]:
        if len(quotation["segments"]) > 1:
            assert "occurrence" not in quotation
            starts = [BODIES[quotation["article"]].index(text) for text in quotation["segments"]]
            assert starts == sorted(starts)


@pytest.mark.parametrize(
    "kind", ["sources", "articles", "speakers", "topics", "categories", "quotations", "events"]
)
def test_ids_are_short_and_used_once(kind: str) -> None:
    names = [item["id"] for item in AFFAIR[kind]]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9-]{2,32}", name) for name in names)


def test_every_id_resolves() -> None:
    speakers, articles = ids("speakers"), ids("articles")
    quotation_article = {item["id"]: item["article"] for item in AFFAIR["quotations"]}
    for article in AFFAIR["articles"]:
        assert article["source"] in ids("sources")
        assert article.get("reprint_of", article["id"]) in articles
    for speaker in AFFAIR["speakers"]:
        assert speaker.get("affiliation", speaker["id"]) in speakers
    for quotation in AFFAIR["quotations"]:
        assert quotation["article"] in articles
        assert quotation["speaker"] in speakers
        assert {entry["topic"] for entry in quotation["judgements"]} <= ids("topics")
    for event in AFFAIR["events"]:
        assert event["category"] in ids("categories")
        assert set(event["participants"]) <= speakers
        for proof in event["evidence"]:
            assert proof["article"] in articles
            if "quotation" in proof:
                assert quotation_article[proof["quotation"]] == proof["article"]


def test_articles_are_clean_text_of_a_readable_length() -> None:
    files = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.glob("articles/*")}
    assert files == {article["file"] for article in AFFAIR["articles"]}
    for body in BODIES.values():
        assert "\r" not in body
        assert "[[" not in body
        assert "]]" not in body
        assert 250 <= len(body.split()) <= 600


def test_every_article_opens_with_its_title_but_for_the_exact_reprint() -> None:
    for article in AFFAIR["articles"]:
        first_line = BODIES[article["id"]].split("\n", 1)[0]
        original = article.get("reprint_of")
        if original is not None and BODIES[original] == BODIES[article["id"]]:
            assert first_line != article["title"]
        else:
            assert first_line == article["title"]
        assert re.fullmatch(r"https://[a-z-]+\.example/.+", article["url"])
        assert re.fullmatch(r"2024-\d\d-\d\d", article["published"])


def test_one_reprint_is_exact_and_one_is_changed() -> None:
    reprints = [article for article in AFFAIR["articles"] if "reprint_of" in article]
    exact = [item for item in reprints if BODIES[item["id"]] == BODIES[item["reprint_of"]]]
    assert len(exact) == 1
    (changed,) = [item for item in reprints if item not in exact]
    original = set(BODIES[changed["reprint_of"]].replace("“", '"').replace("”", '"').split("\n"))
    shared = original & set(BODIES[changed["id"]].split("\n"))
    assert len(shared - {""}) >= 4


def test_seven_outlets_write_in_three_languages() -> None:
    languages = Counter(article["language"] for article in AFFAIR["articles"])
    assert languages["en"] >= 10
    assert languages["fr"] >= 3
    assert languages["uk"] >= 3
    assert len({article["source"] for article in AFFAIR["articles"]}) == 7
    assert len(AFFAIR["articles"]) >= 16


def test_some_articles_are_left_for_suggestions_to_find() -> None:
    marked = {quotation["article"] for quotation in AFFAIR["quotations"]}
    waiting = [
        article
        for article in AFFAIR["articles"]
        if article["status"] != "done" and "reprint_of" not in article
    ]
    assert len(waiting) >= 3
    assert any(article["id"] not in marked for article in waiting)
    for article in waiting:
        assert len(re.findall(r"[“«„]", BODIES[article["id"]])) >= 5


def test_the_text_has_the_faults_of_pasted_news() -> None:
    whole = "\n".join(BODIES.values())
    for footer in ("READ ALSO: ", "LIRE AUSSI : ", "ЧИТАЙТЕ ТАКОЖ: ", "NEXT ", "Share · Print"):
        assert f"\n{footer}" in whole
    assert re.search(r"”[a-z]", whole), "a closing mark glued to the next word"
    assert re.search(r"” \w[^“”]* “", whole), "marks the wrong way round"
    assert re.search(r"“[^“”]*“[^“”]*”[^“”]*”", whole), "the same marks nested"
    assert re.search(r"«[^«»]*“[^«»]*”[^«»]*»", whole), "double marks inside guillemets"
    assert re.search("[\U0001f300-\U0001faff][^\n]*“", whole), "an emoji before a quotation"


def test_speakers_are_of_every_kind_with_aliases_and_short_names() -> None:
    kinds = Counter(speaker["kind"] for speaker in AFFAIR["speakers"])
    assert set(kinds) == {"person", "organisation", "state", "unnamed"}
    assert sum(kinds.values()) >= 18
    assert all(0 < len(speaker["short"]) <= 14 for speaker in AFFAIR["speakers"])
    spellings = [alias for speaker in AFFAIR["speakers"] for alias in speaker["aliases"]]
    assert sum(bool(re.search("[а-яі]", alias)) for alias in spellings) >= 10


def test_one_minister_follows_another_within_the_affair() -> None:
    holders = {
        (role.get("since"), role.get("until")): speaker["id"]
        for speaker in AFFAIR["speakers"]
        for role in speaker["roles"]
        if role["title"] == "Minister of Waters"
    }
    assert holders == {("2021-11", "2024-07-09"): "tolland", ("2024-07-11", None): "brandvik"}


def test_quotations_are_many_and_of_every_sort() -> None:
    quotations = AFFAIR["quotations"]
    assert len(quotations) >= 64
    assert {quotation["kind"] for quotation in quotations} == {"direct", "indirect", "mixed"}
    assert all(quotation["judgements"] for quotation in quotations)
    assert sum(len(quotation["segments"]) == 2 for quotation in quotations) >= 5
    assert sum(len(quotation["judgements"]) > 1 for quotation in quotations) >= 5
    assert sum("said_phrase" in quotation for quotation in quotations) >= 5
    assert all("said" in quotation for quotation in quotations if "said_phrase" in quotation)


def test_judgements_use_all_six_stances_and_every_certainty() -> None:
    judgements = [entry for quotation in AFFAIR["quotations"] for entry in quotation["judgements"]]
    assert {entry["stance"] for entry in judgements} == STANCES
    assert {entry["certainty"] for entry in judgements} == {"certain", "likely", "guess"}
    for quotation in AFFAIR["quotations"]:
        topics = [entry["topic"] for entry in quotation["judgements"]]
        assert len(topics) == len(set(topics))


def test_a_main_speaker_goes_from_opposing_to_supporting_by_way_of_leaning() -> None:
    published = {article["id"]: article["published"] for article in AFFAIR["articles"]}
    moves: list[tuple[str, str]] = sorted(
        (quotation.get("said", published[quotation["article"]]), entry["stance"])
        for quotation in AFFAIR["quotations"]
        if quotation["speaker"] == "brandvik"
        for entry in quotation["judgements"]
        if entry["topic"] == "reopen"
    )
    path = list(dict.fromkeys(stance for _day, stance in moves))
    assert path == ["opposes", "leans_against", "neutral", "leans_for", "supports"]


def test_quotations_are_spread_over_the_months() -> None:
    published = {article["id"]: article["published"] for article in AFFAIR["articles"]}
    months = Counter(published[quotation["article"]][:7] for quotation in AFFAIR["quotations"])
    assert all(months[f"2024-{month:02}"] >= 5 for month in range(3, 11))


@pytest.mark.parametrize("kind", sorted(DATE_KINDS))
def test_events_have_a_date_of_every_kind(kind: str) -> None:
    pattern = re.compile(DATE_KINDS[kind])
    assert any(pattern.fullmatch(event["edtf"]) for event in AFFAIR["events"])


def test_every_date_is_one_the_program_reads_and_writes_back() -> None:
    dates = [event["edtf"] for event in AFFAIR["events"]]
    dates += [quotation["said"] for quotation in AFFAIR["quotations"] if "said" in quotation]
    dates += [article["published"] for article in AFFAIR["articles"]]
    for speaker in AFFAIR["speakers"]:
        for role in speaker["roles"]:
            dates += [role[end] for end in ("since", "until") if end in role]
    assert [str(parse(date)) for date in dates] == dates


def test_events_are_many_with_short_titles_of_their_own() -> None:
    titles = [event["title"] for event in AFFAIR["events"]]
    assert len(titles) >= 36
    assert len(titles) == len(set(titles))
    assert all(0 < len(title) < 45 for title in titles)
    assert {event["status"] for event in AFFAIR["events"]} == STATUSES
    assert sum(event["edtf"] < "2024" for event in AFFAIR["events"] if event["edtf"][0] != "[") <= 4


def test_every_event_rests_on_evidence_and_several_on_differing_outlets() -> None:
    outlet = {article["id"]: article["source"] for article in AFFAIR["articles"]}
    relations = {proof["relation"] for event in AFFAIR["events"] for proof in event["evidence"]}
    assert relations == RELATIONS
    assert all(event["evidence"] for event in AFFAIR["events"])
    told_by_several = [
        event
        for event in AFFAIR["events"]
        if len({outlet[proof["article"]] for proof in event["evidence"]}) > 1
    ]
    assert len(told_by_several) >= 8


def test_the_phrase_of_an_event_stands_in_an_article_it_rests_on() -> None:
    for event in AFFAIR["events"]:
        articles = {proof["article"] for proof in event["evidence"]}
        assert any(event["phrase"] in BODIES[article] for article in articles), event["id"]


def test_saved_views_show_what_a_timeline_can_do() -> None:
    views = [view_as_stored(each["name"], each) for each in AFFAIR["timelines"]]
    arranged = [view.arrangement for view in views]
    assert [each.lanes for each in arranged][:3] == ["speaker", "topic", "category"]
    assert {each.axis for each in arranged} >= {TimeAxis.PUBLISHED, TimeAxis.BOTH}
    assert any(each.within for each in arranged)
    assert any(each.folds_gaps for each in arranged)
    assert any(view.eras and view.notes and view.title for view in views)
    assert any(view.query for view in views)


def test_sources_differ_about_the_date_of_an_event() -> None:
    given = [
        {piece["date"] for piece in event["evidence"] if "date" in piece}
        for event in AFFAIR["events"]
    ]
    assert any(len(dates) > 1 for dates in given)
    for date in set().union(*given):
        assert str(parse(date)) == date
