from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.forums.test_screens import *


def test_q(forum, topic, besim):
    for n in range(25):
        talk.post(topic, besim, f"Answer {n}. " + "Some words. " * 20)
    for n in range(32):
        talk.topic(forum, besim, f"Topic number {n} of many", "Some words. " * 20)
    import time

    for who in (None, besim):
        c = as_(who)
        for path in (FORUM, f"{FORUM}{forum.code}/", address(topic)):
            c.get(path)
            with CaptureQueriesContext(connection) as got:
                r = c.get(path)
            print("\n#####", who, path, len(got), len(r.content))
            for q in got:
                print("   ", q["sql"][:130].replace("\n", " "))
            t = time.process_time()
            for _ in range(10):
                c.get(path)
            print("ms cpu", (time.process_time() - t) * 100)
