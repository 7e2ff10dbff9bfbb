"""Waiting on the screens: what is sent, rows of the table, and the words of an answer."""

from datetime import UTC, datetime, timedelta

from community.spaces.models import WaitlistEntry

NOW = datetime(2027, 6, 4, 10, tzinfo=UTC)  # Friday, noon in Prishtina
START = datetime(2027, 6, 7, 8, tzinfo=UTC)  # Monday at ten
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DASH = "\u2013"
BOOK, WAIT = "/en/spaces/prishtina/book/", "/en/spaces/prishtina/wait/"
MINE, DESK = "/en/spaces/mine/", "/en/spaces/prishtina/desk/"


def asked(resource, /, **values):
    sent = {
        "resource": resource.pk,
        "date": "2027-06-07",
        "starts": "10:00",
        "ends": "12:00",
        "people": "2",
        "until": "start",
        "note": "",
    }
    return {name: text for name, text in (sent | values).items() if text is not None}


def waits(resource, member, start=START, minutes=120, **values):
    """As the table has it."""
    end = start + timedelta(minutes=minutes)
    told = {"starts_at": start, "ends_at": end, "until": start, **values}
    return WaitlistEntry.objects.create(resource=resource, member=member, **told)


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[-3000:]
    return " ".join(response.content.decode().split())


def path_of(entry, verb):
    return f"/en/spaces/waiting/{entry.uuid}/{verb}/"
