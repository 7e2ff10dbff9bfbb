"""Writes so many people of the directory as a file; prints seconds and memory as JSON.

python -m bench.exporting csv 100000
"""

import json
import resource
import sys
import time
from itertools import islice


def main(form: str, most: int) -> None:
    import django  # noqa: PLC0415 (part of what is not measured)

    django.setup()
    from community.profiles.exchange.people import (  # noqa: PLC0415 (as above)
        WRITERS,
        shown_to_organisation,
        table,
    )

    begin = time.perf_counter()
    rows = islice(table(shown_to_organisation(), "en"), most + 1)
    length = sum(len(piece) for piece in WRITERS[form](rows))
    seconds = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "rss_mb": memory, "bytes": length}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
