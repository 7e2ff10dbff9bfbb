"""What is done without anybody asking: every periodic job, on one page.

Times are Kosovo's. Nothing here may be harmed by being done twice.
"""

from datetime import time, timedelta

from cms.core.jobs.dead_letters import forget_old
from cms.core.jobs.periodic import Periodic, command
from cms.core.rows.refresh import refresh_stale
from community.accounts.actions import (
    forget_dead_sessions,
    forget_old_actions,
    forget_unanswered,
)
from community.forums.actions import forget_unused_images, recount, render_old_posts
from community.spaces.actions import (
    fetch_due_sources,
    promote_waiting,
    settle_overdue,
)

MINUTE = timedelta(minutes=1)

PERIODIC = (
    Periodic(name="publish-scheduled", call=command("publish_scheduled"), every=MINUTE),
    Periodic(name="refresh-stale-rows", call=refresh_stale, every=MINUTE),
    Periodic(
        name="forget-dead-sessions",
        call=forget_dead_sessions,
        every=timedelta(hours=6),
    ),
    Periodic(name="settle-bookings", call=settle_overdue, every=timedelta(minutes=5)),
    Periodic(name="waiting-lists", call=promote_waiting, every=timedelta(minutes=5)),
    Periodic(
        name="calendars-elsewhere",
        call=fetch_due_sources,
        every=timedelta(minutes=15),
    ),
    Periodic(
        name="forget-unanswered-consents",
        call=forget_unanswered,
        every=timedelta(hours=1),
    ),
    Periodic(
        name="end-visits-in-directory",
        call=command("reindex_profiles", due=True),
        daily_at=time(0, 10),
    ),
    Periodic(
        name="clear-sessions", call=command("clearsessions"), daily_at=time(3, 10)
    ),
    Periodic(
        name="purge-feedback", call=command("purge_feedback"), daily_at=time(3, 20)
    ),
    Periodic(
        name="apply-retention", call=command("apply_retention"), daily_at=time(4, 10)
    ),
    Periodic(
        name="purge-contacts", call=command("purge_contacts"), daily_at=time(4, 20)
    ),
    Periodic(
        name="send-invitations",
        call=command("send_invitations"),
        every=timedelta(hours=1),
    ),
    Periodic(name="forget-old-actions", call=forget_old_actions, daily_at=time(3, 15)),
    Periodic(
        name="forget-old-jobs",
        call=forget_old,
        daily_at=time(3, 30),
    ),
    Periodic(
        name="read-work-files", call=command("read_work_files"), daily_at=time(3, 40)
    ),
    Periodic(
        name="forget-unused-images", call=forget_unused_images, daily_at=time(3, 45)
    ),
    Periodic(name="recount-forums", call=recount, daily_at=time(3, 50)),
    Periodic(name="render-old-posts", call=render_old_posts, daily_at=time(3, 55)),
    Periodic(
        name="remind-of-reviews", call=command("remind_reviews"), daily_at=time(6, 30)
    ),
    Periodic(
        name="send-search-alerts",
        call=command("send_search_alerts"),
        daily_at=time(7, 0),
    ),
)
