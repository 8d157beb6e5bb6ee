"""Habits of English news copy, each in sentences of our own."""

import pytest

from stanceline.suggest.dates import find_dates
from stanceline.suggest.quotes import QuoteSuggestion, find_quotes


def _said(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(text[each.start : each.end], each.speaker, each.name) for each in find_quotes(text)]


def _last(text: str) -> QuoteSuggestion:
    return find_quotes(text)[-1]


# -- marks --------------------------------------------------------------------------------


def test_single_marks_stay_the_outer_ones_around_a_few_double_ones():
    text = (
        "‘The pier is not for sale,’ Mr Harkness said. ‘My father told me, “Never sell the sea.” "
        "I won’t.’ The council, he said, was ‘dreaming if it thinks we will sign’. "
        "‘We have had offers before,’ he added."
    )
    assert [words for words, _, _ in _said(text)] == [
        "The pier is not for sale,",
        "My father told me, “Never sell the sea.” I won’t.",
        "dreaming if it thinks we will sign",
        "We have had offers before,",
    ]


def test_a_few_single_marks_inside_double_ones_stay_inside():
    text = "“He asked me ‘Whose boat is this?’ and I laughed,” said Ada Harkness."
    assert [words for words, _, _ in _said(text)] == [
        "He asked me ‘Whose boat is this?’ and I laughed,"
    ]


def test_straight_single_marks_are_read_where_there_are_no_others():
    text = (
        "'We couldn't sleep for the noise,' said Ada Harkness, whose parents' house shook. "
        "'It's the third night,' she said."
    )
    assert [words for words, _, _ in _said(text)] == [
        "We couldn't sleep for the noise,",
        "It's the third night,",
    ]


def test_apostrophes_of_letters_left_out_close_no_quotation():
    text = (
        "‘Nobody leaves ’til the tide turns, so sit ’em down,’ said Ada Harkness. "
        "‘That’s the rule,’ she said."
    )
    assert _said(text)[0][0] == "Nobody leaves ’til the tide turns, so sit ’em down,"


def test_a_closing_mark_set_off_by_a_space_opens_nothing():
    text = (
        "“Nobody has rowed farther than us this year ”, she noted.”We will row again tomorrow, "
        "if the wind allows“."
    )
    assert [words for words, _, _ in _said(text)] == [
        "Nobody has rowed farther than us this year",
        "We will row again tomorrow, if the wind allows",
    ]


# -- who said it --------------------------------------------------------------------------


def test_he_is_the_subject_of_the_sentence_right_before():
    text = (
        "“Tomas promised us a harbour and we got a puddle,” Daniel Orme told Ben Wirkkala.\n\n"
        "“We will finish it by spring,” Daniel Orme said of the wall. Wirkkala dismissed that. "
        "“Orme is tired and so am I,” he said."
    )
    assert _last(text).name == "Ben Wirkkala"


def test_a_small_title_is_the_office_it_stands_for():
    text = (
        "Gov. Theresa Holm visited the pier. “Help is on its way to every house,” the governor "
        "said in a video."
    )
    assert _last(text).name == "Theresa Holm"


@pytest.mark.parametrize("letters", ["KC", "MP", "OBE", "PhD"])
def test_letters_behind_a_name_are_no_part_of_it(letters: str):
    text = f"“The bridge was never safe,” said Helena Orme {letters}. “It fell,” Ms Orme said."
    assert {each.name for each in find_quotes(text)} == {"Helena Orme"}


@pytest.mark.parametrize("title", ["Cllr", "Det Insp", "Coroner", "Pastor"])
def test_titles_of_local_papers_are_no_part_of_a_name(title: str):
    text = f"{title} Dev Orme said: “We have asked and asked for lamps in the park.”"
    assert _last(text).name == "Dev Orme"


def test_she_is_the_mother_named_in_an_apposition_to_a_plural_owner():
    text = (
        "“They go off in trainers,” sighed Dr Ruth Orme.\n\nThe brothers’ mother, Shona, who "
        "drove up, said she did not know whether to hug them. “I did both,” she said."
    )
    assert _last(text).name == "Shona"


@pytest.mark.parametrize("written", ["Lord Ferris", "Pope Anselm", "Princess Ada"])
def test_a_style_stays_with_a_name_of_one_word(written: str):
    text = f"{written} was asked about it. “It is painful, but it has to be,” {written} said."
    assert _last(text).name == written


def test_a_style_leaves_a_whole_name():
    text = "Lord Ferris was asked. “It has to be done soon,” Lord Daniel Ferris said."
    assert _last(text).name == "Daniel Ferris"


def test_mrs_is_not_the_man_of_the_same_name():
    text = (
        "James Orme thanked his wife. “It has been hell over one sentence,” Mr Orme said. "
        "Mrs Orme said: “I would like to see them do his job.”"
    )
    assert [each.name for each in find_quotes(text)] == ["James Orme", "Mrs Orme"]


def test_he_is_not_the_academy_he_taught_at():
    text = (
        "Gordon Orme, who taught history at Saltmarsh Academy, told a panel that it had been a "
        "joke. ‘Everybody laughed, the boy included,’ he said. ‘We all did,’ he added."
    )
    assert {each.name for each in find_quotes(text)} == {"Gordon Orme"}


def test_the_italian_is_who_spoke_before():
    text = (
        "“Nobody gave us a chance,” said Luca Orme, the manager. Striker Kai Wirk is a doubt. "
        "“Kai trained, but we will see,” the Italian said."
    )
    assert _last(text).name == "Luca Orme"


def test_the_italian_without_anybody_before_has_no_name():
    assert _last("“We will see how it goes on the day,” the Italian said.").name is None


def test_she_is_not_the_daily_she_gave_an_interview_to():
    text = (
        "Minister Klara Orme called the blockade a mistake. In an interview with the daily "
        "Tagblick, she had promised compensation. “The money will be paid soon,” she said."
    )
    assert _last(text).name == "Klara Orme"


def test_a_woman_called_june_is_no_month():
    text = "Labor historian June Orme sees an echo. “Both sides think time helps,” Orme said."
    assert _last(text).name == "June Orme"


def test_an_account_speaks_by_its_handle():
    text = '"so now we just call it the soap pier? really," tweeted @pierfan88.'
    assert _last(text).speaker == "@pierfan88"


def test_words_that_end_before_a_new_sentence_are_not_given_to_its_subject():
    text = (
        "“Liam wanted to climb down, basically,” said Connor Orme. “He will never let me forget "
        "it.” His brother, who broke a wrist, agreed. “We were cold by then,” Liam said."
    )
    assert find_quotes(text)[1].name == "Connor Orme"


def test_whoever_only_spoke_meanwhile_did_not_chant():
    text = "Strikers chanted “One yard, one contract for all!” as she spoke."
    assert _last(text).speaker == "Strikers"


def test_as_he_put_it_still_names_the_speaker():
    text = "It was “a crowbar dressed up as a rule”, as Sam Orme put it."
    assert _last(text).name == "Sam Orme"


def test_what_is_written_on_a_sign_is_not_said_by_whoever_is_told_of():
    text = "She was heckled by a man who held up a sign reading “You try walking all that way”."
    assert _last(text).speaker == "a sign"


@pytest.mark.parametrize(
    "aside", ["whose head resigned last week", "which runs the ferries", "speaking on the quay"]
)
def test_an_aside_is_no_part_of_the_speaker(aside: str):
    text = f"The central bank, {aside}, warned that “the delay would weigh on every loan”."
    assert _last(text).speaker == "The central bank"


def test_a_name_at_the_colon_speaks_and_not_who_is_commented_on():
    text = "Commenting on the words of the minister, economist Sevda Orme: “It is for his voters.”"
    assert _last(text).name == "Sevda Orme"


def test_the_other_is_a_speaker_of_two_words():
    text = "One diplomat was calm. The other disagreed: “I would not book a holiday there.”"
    assert _last(text).speaker == "The other"


def test_one_of_them_is_a_speaker_of_three_words():
    text = "Replies came at once. “You should all be ashamed of it,” said one of them."
    assert _last(text).speaker == "one of them"


def test_whoever_writes_in_a_message_speaks_and_not_who_has_seen_it():
    text = "The Gull has seen an email in which an official replied: “We will look on Monday.”"
    assert _last(text).speaker == "an official"


def test_a_letter_speaks_for_itself():
    text = "A letter came that week. “Madam, we do not publish poems,” it read, in full."
    assert _last(text).speaker == "it"


# -- what is speech -----------------------------------------------------------------------


def test_the_title_of_a_book_before_its_author_argues_is_no_quotation():
    text = "In her 2009 book “Steel Sundays,” she argues that the yard never recovered."
    assert find_quotes(text) == []


def test_a_short_sentence_that_goes_on_an_utterance_is_kept():
    text = "“He said the cows would be scared,” Amy Orme said. “That was Dad.”"
    assert [words for words, _, _ in _said(text)][-1] == "That was Dad."


def test_short_words_behind_a_colon_are_speech():
    text = "Former shortstop Rico Orme kept it shorter: “Nope. Nope. Nope.”"
    assert _last(text).name == "Rico Orme"


def test_the_title_of_a_film_says_nothing_that_follows():
    text = "A film of “Harbour Lights” is due next year. “Ask me when I have seen the money.”"
    assert all(each.speaker != "A film" for each in find_quotes(text))


# -- when ---------------------------------------------------------------------------------


def _dates(text: str, published: str) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.value) for each in find_dates(text, published)]


def test_an_adjective_in_ed_tells_no_past():
    text = "They hope to raise £5,000 with a sponsored run on September 14."
    assert _dates(text, "2024-08-19") == [("September 14", "2024-09-14")]


def test_what_takes_effect_once_approved_is_to_come():
    text = "If approved, the cuts take effect in April."
    assert _dates(text, "2024-02-02") == [("April", "2024-04")]


def test_what_is_in_a_month_is_to_come():
    assert _dates("Elections are in November.", "2022-05-20") == [("November", "2022-11")]


def test_a_weekday_that_something_starts_on_is_to_come():
    text = "The president declared three days of mourning starting Tuesday."
    assert _dates(text, "2022-09-12") == [("Tuesday", "2022-09-13/..")]


def test_whoever_starts_on_a_weekday_has_yet_to_start():
    text = "“I start at the garden centre on Monday,” Orme said."
    assert _dates(text, "2024-11-20") == [("Monday", "2024-11-25")]


def test_on_a_friday_is_some_friday():
    assert _dates("I opened it on a Friday afternoon and read.", "2024-06-08") == []


def test_whoever_hosts_a_side_on_a_weekday_has_yet_to_play():
    text = "Kelderby hosts Stallwick in the league on Saturday."
    assert _dates(text, "2023-01-15") == [("Saturday", "2023-01-21")]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_short_have_shows_that_something_lasts(mark: str):
    text = f"This is what we{mark}ve been saying since 2014: waiting costs more."
    assert _dates(text, "2025-09-15") == [("2014", "2014/..")]


def test_what_is_past_does_not_count_from_a_day_to_come():
    text = (
        "The bank spoke on Thursday. Rates may move on June 19. Its minutes, released a day "
        "earlier, were less kind."
    )
    assert _dates(text, "2025-05-23")[-1] == ("a day earlier", "2025-05-21")


def test_days_before_people_go_to_the_polls_are_not_counted_from_another_date():
    text = "The rally was held on Sunday, eight days before voters go to the polls on Nov. 5."
    assert _dates(text, "2024-10-28") == [("Sunday", "2024-10-27"), ("Nov. 5", "2024-11-05")]
