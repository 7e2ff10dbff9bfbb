"""Work outside of a request: who does it, and what is done on time."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings import env

# Several processes (REDIS_URL) have workers; a site of one process works at once.
JOBS = env.text(
    "JOBS", default="database" if env.text("REDIS_URL", default="") else "inline"
)
BACKENDS = {
    "database": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    "inline": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}
if JOBS not in BACKENDS:
    raise ImproperlyConfigured(
        f"The environment variable JOBS is {JOBS!r}; write database or inline."
    )
TASKS = {"default": BACKENDS[JOBS]}

# References upward: the list of periodic jobs; who notes what privileged people do.
SCHEDULE = "cms.schedule.PERIODIC"
AUDIT_LOG = "community.accounts.actions.record_privileged"
# Who works as staff without the second factor that this asks of them.
LACKS_SECOND_FACTOR = "community.accounts.permissions.must_set_up_second_factor"
