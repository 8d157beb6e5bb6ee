import numpy as np

from stanceline.services.mark_query import Answers


def asked(answers: Answers, question: str, said: list[str]) -> list[int]:
    """What is answered; ``said`` holds the questions that were really asked."""

    def ask() -> np.ndarray:
        said.append(question)
        return np.array([len(said)], dtype=np.int64)

    return answers.of(question, ask).tolist()


def test_the_same_is_asked_once_until_the_workspace_changes() -> None:
    answers, said = Answers(), []
    answers.begin(7)
    assert asked(answers, "ferry", said) == [1]
    answers.begin(7)
    assert asked(answers, "ferry", said) == [1]
    assert asked(answers, "quay", said) == [2]
    answers.begin(8)
    assert asked(answers, "ferry", said) == [3]
    assert said == ["ferry", "quay", "ferry"]


def test_very_many_answers_are_forgotten() -> None:
    answers, said = Answers(), []
    answers.begin(1)
    answers.of("all", lambda: np.zeros(2_000_001, dtype=np.int64))
    asked(answers, "ferry", said)
    answers.begin(1)
    asked(answers, "ferry", said)
    assert said == ["ferry", "ferry"]
