"""Whether two texts are versions of one article."""

import pytest

from stanceline.domain.versions import is_version

REPORT = " ".join(
    f"On day {n} of the closure {n * 7} lorries stood at quay {n % 5} while the board met."
    for n in range(1, 20)
)
OTHER = " ".join(
    f"Shop {n} in the old town has closed since {n * 11} customers stayed away." for n in range(20)
)
JAPANESE = "港の橋は閉鎖されたままである。検査官は錆を見つけた。市長は安全になれば開くと述べた。"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (REPORT, REPORT.replace("lorries", "trucks", 3), True),
        (REPORT, f"{REPORT} The board will meet again on Friday, its chair told us.", True),
        (REPORT, REPORT[: len(REPORT) * 2 // 3], True),
        (REPORT, f"{REPORT} {OTHER} {OTHER.upper()}", True),
        (REPORT, OTHER, False),
        (REPORT, "", False),
        ("Short and shut.", "Short and shut!", True),
        ("Short and shut.", "Quite another thing", False),
        (JAPANESE, JAPANESE.replace("錆", "ひび"), True),
        (
            JAPANESE,
            "政府は来月から新しい制度を始めると発表し、各地の役所が準備を急いでいる。",
            False,
        ),
    ],
)
def test_versions_share_most_of_their_words(old: str, new: str, expected: bool):
    assert is_version(old, new) is expected
