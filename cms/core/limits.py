"""How often somebody may do a thing, counted so that a burst cannot slip through.

Each counting is one atomic step: a script inside Redis, or one statement of PostgreSQL
where there is no Redis or it does not answer. A check that reads and then writes lets
through whatever arrives in between.

No address is kept. A counter's name is an HMAC of what it counts, keyed by the site's
secret and the day: it cannot be joined with yesterday's, and it is gone with its counter
after minutes. IPv6 counts by /64, the smallest network that one household is given
(RFC 6177).
"""

import functools
import hashlib
import hmac
import ipaddress
import logging
import math
import threading
import time
from datetime import timedelta

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

log = logging.getLogger(__name__)

# Expiry is set with the first count and never again: the window has a fixed end.
SCRIPT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""
# Ten dead counters go with each counting, so that the table stays as small as what is
# being counted. Rows that another request holds are left to it.
STATEMENT = """
WITH dead AS (
    DELETE FROM core_ratecount WHERE name IN (
        SELECT name FROM core_ratecount WHERE ends <= %(now)s::timestamptz AND name <> %(name)s
        ORDER BY ends LIMIT 10 FOR UPDATE SKIP LOCKED
    )
)
INSERT INTO core_ratecount AS kept (name, count, ends)
VALUES (%(name)s, 1, %(end)s::timestamptz)
ON CONFLICT (name) DO UPDATE SET
    count = CASE WHEN kept.ends <= %(now)s::timestamptz THEN 1 ELSE kept.count + 1 END,
    ends = CASE WHEN kept.ends <= %(now)s::timestamptz THEN %(end)s::timestamptz ELSE kept.ends END
RETURNING count, ends
"""
GIVE_BACK_SCRIPT = """
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECR', KEYS[1]) end
return 0
"""
GIVE_BACK = "UPDATE core_ratecount SET count = count - 1 WHERE name = %s AND count > 0"
MINUTE = 60  # seconds
MOST_SUBJECTS = 50_000  # that a process counts by itself in a minute
# Long enough for a busy server, short enough for a login while it is down.
REDIS_TIMEOUT = 0.5  # seconds


def is_over_limit(
    request: HttpRequest, action: str, *, most: int, seconds: int
) -> bool:
    """Count this request of its network; tell whether it is one too many."""
    return wait(action, client_network(request), most=most, seconds=seconds) > 0


def wait(action: str, subject: str, *, most: int, seconds: int) -> int:
    """Count one more `action` of `subject`: 0 when it may go on, else seconds to wait.

    The window of `seconds` begins with the first one counted. To be called outside of a
    transaction: until that ended, others who are counted under the name would wait.
    """
    name = _name(action, subject)
    count, left = _counted(name, seconds)
    return max(1, math.ceil(left)) if count > most else 0


def give_back(action: str, subject: str) -> None:
    """Take one counting back: what was counted turned out to be welcome."""
    name = _name(action, subject)
    if settings.REDIS_URL:
        try:
            _script(settings.REDIS_URL, GIVE_BACK_SCRIPT)(keys=[name])
        except redis.RedisError:
            log.warning("Redis does not count; the database does.", exc_info=True)
        else:
            return
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [name])


class Allowance:
    """`most` in a minute of the clock for each subject, counted cheaply.

    Each of the `processes` lets its own part through without asking the others; what
    goes beyond is counted by all together, up to what is left when every process used
    its own part. So the sum is never above `most`, and who asks seldom costs nothing.
    """

    def __init__(self, action: str, most: int, processes: int) -> None:
        self.action = action
        self.own = most // (2 * processes)
        self.shared = most - self.own * processes
        self._minute = 0
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def wait(self, subject: str) -> int:
        """Count one more: 0 when it may go on, else seconds to wait."""
        minute, second = divmod(int(time.time()), MINUTE)
        if self._is_own(subject, minute):
            return 0
        action = f"{self.action}-{minute}"
        over = wait(action, subject, most=self.shared, seconds=2 * MINUTE)
        return MINUTE - second if over else 0

    def _is_own(self, subject: str, minute: int) -> bool:
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            count = self._counts.get(subject, 0)
            is_full = not count and len(self._counts) >= MOST_SUBJECTS
            if count >= self.own or is_full:
                return False
            self._counts[subject] = count + 1
            return True


def _counted(name: str, seconds: int) -> tuple[int, float]:
    """The count with this one, and the seconds until it begins anew."""
    if settings.REDIS_URL:
        try:
            return _counted_by_redis(name, seconds)
        except redis.RedisError:
            log.warning("Redis does not count; the database does.", exc_info=True)
    return _counted_by_database(name, seconds)


def _counted_by_redis(name: str, seconds: int) -> tuple[int, float]:
    count, left = _script(settings.REDIS_URL, SCRIPT)(
        keys=[name], args=[seconds * 1000]
    )
    return int(count), int(left) / 1000


@functools.cache
def _script(url: str, text: str) -> Script:
    client = redis.Redis.from_url(
        url,
        socket_timeout=REDIS_TIMEOUT,
        socket_connect_timeout=REDIS_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
    )
    return client.register_script(text)


def _counted_by_database(name: str, seconds: int) -> tuple[int, float]:
    now = timezone.now()
    end = now + timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"name": name, "now": str(now), "end": str(end)})
        count, ends = cursor.fetchone()
    return count, (ends - now).total_seconds()


def client_network(request: HttpRequest) -> str:
    """The sender's IPv4 address or IPv6 /64, '' when there is none.

    `X-Forwarded-For` is believed as far as there are trusted proxies: each adds the
    address that it saw at the end, so whatever a visitor wrote in front does not count.
    """
    try:
        address = ipaddress.ip_address(_address(request).strip("[]"))
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped or address.version == 4:
        return str(mapped or address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def _address(request: HttpRequest) -> str:
    seen = str(request.META.get("REMOTE_ADDR", ""))
    # The one setting for the number of proxies in front, which allauth reads too.
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    hops = [h.strip() for h in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return seen


def _name(action: str, subject: str) -> str:
    return f"limit:{action}:{_pseudonym(subject)}"


def _pseudonym(subject: str) -> str:
    today = timezone.localdate().isoformat()
    key = hashlib.sha256(f"limits:{today}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, subject.encode(), hashlib.sha256).hexdigest()[:32]
