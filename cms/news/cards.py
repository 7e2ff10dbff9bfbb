"""News as lists show them, for every screen that lists news."""

from datetime import date
from typing import Any

from cms.core.cards import Card, day_of
from cms.core.rows.reads import ORDERS, Question, Rows
from cms.news.models import NewsPage

# In the database; the read model has its own order of the same name.
NEWEST = ("-date", "-id")


class NewsCard(Card):
    @property
    def date(self) -> date | None:
        return day_of(self.content["date"])

    @property
    def category(self) -> str:
        return str(self.content["category"])

    @property
    def category_label(self) -> str:
        labels = dict(NewsPage.Category.choices)
        return str(labels.get(self.category, self.category))

    @property
    def image(self) -> dict[str, Any] | None:
        return self.content["image"]


def latest(rows: Rows, number: int) -> Question:
    return Question(rows.of_type(NewsPage.api_type), ORDERS["newest"], number)
