"""What readers of the demo said of its answers."""

from datetime import timedelta

from django.utils import timezone

from cms.faq.models import FaqFeedback
from home.demo.files import key_of, read

# Spread over this many days before the load.
DAYS = 60


def load_feedback() -> None:
    """Bulk inserts; nothing where readers have answered already."""
    if FaqFeedback.objects.exists():
        return
    for row in read("feedback.yaml"):
        FaqFeedback.objects.bulk_create(_answers(row))


def _answers(row: dict) -> list[FaqFeedback]:
    now = timezone.now()
    comments = [(c["helpful"], c["text"], c["days"]) for c in row["comments"]]
    plain = [
        (helpful, "", 1 + number * 7 % DAYS)
        for helpful, total in ((True, row["helpful"]), (False, row["not_helpful"]))
        for number in range(total - sum(c[0] is helpful for c in comments))
    ]
    return [
        FaqFeedback(
            key=key_of(f"faq/{row['entry']}"),
            locale=row["locale"],
            helpful=helpful,
            comment=comment,
            created_at=now - timedelta(days=days),
        )
        for helpful, comment, days in (*comments, *plain)
    ]
