"""Articles for tests of the library."""

from stanceline.domain.articles import ArticleStatus
from stanceline.services import articles
from stanceline.services.importing import read_text, store
from stanceline.services.workspace import Workspace


def several(workspace: Workspace, **statuses: ArticleStatus) -> dict[str, int]:
    """Ids by title of articles that were published a day after another, the last one first."""
    ids = {}
    for day, title in enumerate(statuses):
        text = f"{title}\n\n“Nobody asked the pilots about {title},” said Ingrid Dahl.\n"
        report = store(workspace, [read_text(text)], published=f"2029-03-{28 - day:02}")
        ids[title] = report.imported[0]
        articles.set_status(workspace, ids[title], statuses[title])
    return ids
