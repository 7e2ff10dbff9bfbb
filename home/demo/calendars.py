"""A calendar from elsewhere in the demo: evenings on which a course has one of the rooms.

It comes from a file of the demo and is paused, so that nobody is asked for it.
"""

from datetime import datetime

from community.accounts.models import User
from community.spaces.actions import SourceWish, add_source, take_over
from community.spaces.ics import read
from community.spaces.models import IcsSource, Resource, Space
from home.demo.files import CONTENT

_MANAGER = "spaces@example.org"
_NAME = "Universiteti: kursi i gjermanishtes"
_ADDRESS = "https://calendar.example.org/kursi-i-gjermanishtes.ics"
_ROOM = "Room Sharri"


def load_calendar(space: Space, now: datetime) -> IcsSource | None:
    """None where nobody manages the space, the room is missing, or it is there already."""
    manager = User.objects.filter(email=_MANAGER).first()
    room = Resource.objects.filter(space=space, name_en=_ROOM).first()
    if manager is None or room is None or IcsSource.objects.exists():
        return None
    wish = SourceWish(_NAME, _ADDRESS, room, keeps_titles=True, is_paused=True)
    source = add_source(manager, space, wish)
    data = (CONTENT / "calendars" / "course.ics").read_bytes()
    take_over(source, read(data, space.zone_info, now), now)
    IcsSource.objects.filter(pk=source.pk).update(good_at=now)
    return source
