"""A file is fetched from public addresses alone, in five seconds and 1 MB at most."""

import gzip
import time

import pytest

from community.spaces.ics import Fault, Fetched, Marks, SourceError, fetch
from community.spaces.ics import fetching as fetching_module
from community.spaces.ics.answers import MOST_BYTES
from community.spaces.ics.doors import is_public, target_of
from tests.spaces.elsewhere import (
    ADDRESS,
    HOST,
    PUBLIC,
    Elsewhere,
    answer,
    file_with,
    sent_on,
)

AGENT = "Tests/1.0"
FILE = file_with("UID:1\nDTSTART:20270607T100000Z\nDURATION:PT1H")


@pytest.fixture
def server(tmp_path):
    opened = []

    def serve(talk) -> Elsewhere:
        opened.append(Elsewhere(tmp_path, talk))
        return opened[-1]

    yield serve
    for one in opened:
        one.close()


def fault(address: str, found: Elsewhere, seconds: float = 5.0, **more) -> Fault:
    with pytest.raises(SourceError) as refused:
        fetch(address, AGENT, way=found.way(seconds), **more)
    return refused.value.fault


def test_a_file_is_fetched_and_the_other_side_knows_who_asks(server):
    found = server(answer(FILE, 'ETag: "a"', "Last-Modified: Mon, 01 Jun 2027"))

    told = fetch(ADDRESS + "?key=s%20x", AGENT, way=found.way())

    assert told == Fetched(FILE, Marks('"a"', "Mon, 01 Jun 2027"))
    assert found.looked_up == [HOST]
    assert found.connected == [PUBLIC]
    lines = found.asked[0].split("\r\n")
    assert lines[0] == "GET /busy.ics?key=s%20x HTTP/1.1"
    assert {f"Host: {HOST}", f"User-Agent: {AGENT}"} <= set(lines)
    assert not any(line.startswith("If-") for line in lines)


def test_nothing_is_sent_when_nothing_has_changed(server):
    found = server(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    marks = Marks('"a"', "Mon, 01 Jun 2027")

    assert fetch(ADDRESS, AGENT, marks, found.way()) == Fetched(None, marks)
    assert 'If-None-Match: "a"\r\n' in found.asked[0]
    assert "If-Modified-Since: Mon, 01 Jun 2027\r\n" in found.asked[0]
    # (without being asked it is no answer)
    assert fault(ADDRESS, found) == Fault.REFUSED


def test_marks_that_could_not_be_sent_again_are_forgotten(server):
    found = server(answer(FILE, f"ETag: {'x' * 301}", "Last-Modified: a\r\n b"))
    assert fetch(ADDRESS, AGENT, way=found.way()).marks == Marks()


# Where one may go -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "10.0.0.1"),  # noqa: S104
        *("10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1"),
        *("192.168.255.254", "169.254.169.254", "169.254.0.1", "100.64.0.1"),
        *("100.127.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1"),
        *("198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1"),
        *("239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1"),
        *("fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "ff0e::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
        *("::ffff:a9fe:a9fe", "::127.0.0.1", "::ffff:0:127.0.0.1"),
        *("64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::8.8.8.8"),
        *("2002:7f00:1::1", "2002:a00:1::1", "2002:c0a8:101::", "2002:808:808::"),
        *("2001::1", "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
        *("2001:10::1", "2001:20::1", "2001:db8::1", "3fff::1", "100::1", "5f00::1"),
        *("4000::1", "fd00:ec2::254", "2620:4f:8000::1", "127.1", "2130706433"),
        *("0x7f.0.0.1", "0177.0.0.1", "localhost", "1.1.1.1.1"),
    ],
)
def test_what_is_not_public_is_nobodys_business(number):
    assert not is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        *("8.8.8.8", PUBLIC, "172.32.0.1", "100.128.0.1", "192.169.0.1"),
        *("2606:4700:4700::1111", "2a00:1450:4001:800::200e", "223.255.255.254"),
        *("::ffff:8.8.8.8", "64:ff9b::8.8.8.8"),
    ],
)
def test_what_is_public_may_be_asked(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"],
        [PUBLIC, "10.0.0.1"],
        ["10.0.0.1", PUBLIC],
        ["::ffff:10.0.0.1"],
        ["fe80::1%eth0"],
        ["64:ff9b::a00:1"],
    ],
)
def test_one_number_that_is_not_public_is_enough(server, numbers):
    found = server(answer(FILE))
    found.numbers = numbers

    assert fault(ADDRESS, found) == Fault.ADDRESS
    assert (found.connected, found.asked) == ([], [])


@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/",
        f"ftp://{HOST}/",
        "file:///etc/passwd",
        "gopher://x/",
        "//x/",
        "/busy.ics",
        "",
        "https://",
        "https:///busy.ics",
        f"https://{HOST}:8443/",
        f"https://{HOST}:80/",
        f"https://{HOST}:99999/",
        f"https://{HOST}:x/",
        f"https://me:secret@{HOST}/",
        f"https://me@{HOST}/",
        f"https://{HOST}\\@10.0.0.1/",
        f"https://{HOST}/a b",
        f"https://{HOST}/\r\nX: y",
        f"https://{HOST}/\x00",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://a..b/",
        "https://-/",
        "https://exa mple/",
        "https://" + "a" * 64 + ".example/",
        "https://x/" + "a" * 2000,
        "javascript:alert(1)",
    ],
)
def test_odd_addresses_are_no_address(server, address):
    found = server(answer(FILE))
    assert fault(address, found) == Fault.ADDRESS
    assert (found.looked_up, found.asked) == ([], [])


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        (f"webcal://{HOST}/a.ics", f"https://{HOST}/a.ics"),
        (f"  https://{HOST.upper()}:443  ", f"https://{HOST}/"),
        (f"https://{HOST}./x#part", f"https://{HOST}/x"),
        (
            "https://prishtinë.example/ë?a=ë",
            "https://xn--prishtin-01a.example/%C3%AB?a=%C3%AB",
        ),
        ("https://x.example/a%20b?c=%2F&d", "https://x.example/a%20b?c=%2F&d"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
    ],
)
def test_addresses_are_written_in_one_way(address, meant):
    assert target_of(address).address == meant


@pytest.mark.parametrize(
    "location",
    [
        f"http://{HOST}/",
        "http://127.0.0.1/",
        "//me@other.example/",
        f"https://{HOST}:8443/",
        "file:///etc/passwd",
        "https://[::1",
    ],
)
def test_nobody_is_sent_on_to_what_is_no_address(server, location):
    found = server(sent_on(location))
    assert fault(ADDRESS, found) == Fault.ADDRESS
    assert len(found.asked) == 1


@pytest.mark.parametrize(
    ("location", "number"),
    [
        ("https://127.0.0.1/", "127.0.0.1"),
        ("https://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1"),
        ("https://2130706433/", "127.0.0.1"),
        ("https://metadata.example/", "169.254.169.254"),
        ("//localhost/", "127.0.0.1"),
    ],
)
def test_each_step_is_looked_at_anew(server, location, number):
    found = server(sent_on(location))
    own = found._look_up
    found._look_up = lambda host: [PUBLIC] if host == HOST and own(host) else [number]

    assert fault(ADDRESS, found) == Fault.ADDRESS
    assert found.connected == [PUBLIC]


def test_another_answer_of_the_same_name_changes_nothing(server):
    """What was looked at is what is connected to; a second look-up would be another."""
    found, numbers = server(answer(FILE)), iter([[PUBLIC], ["127.0.0.1"]])
    found._look_up = lambda _host: next(numbers)

    assert fetch(ADDRESS, AGENT, way=found.way()).data == FILE
    assert found.connected == [PUBLIC]
    assert next(numbers) == ["127.0.0.1"]


def test_what_leads_on_is_followed_three_times(server):
    def talk(secure, asked):
        step = int(asked.split(b"/", 1)[1][:1])
        secure.sendall(answer(FILE) if step == 3 else sent_on(f"/{step + 1}"))

    found = server(talk)
    assert fetch(f"https://{HOST}/0", AGENT, way=found.way()).data == FILE
    assert len(found.asked) == 4
    endless = server(sent_on("/again"))
    assert fault(ADDRESS, endless) == Fault.REFUSED
    assert len(endless.asked) == 4


def test_the_certificate_must_be_the_name_s(server):
    found = server(answer(FILE))
    assert fault("https://other.example/busy.ics", found) == Fault.UNREACHABLE
    assert found.asked == []


def test_proxies_of_the_environment_are_not_asked(server, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    found = server(answer(FILE))
    assert fetch(ADDRESS, AGENT, way=found.way()).data == FILE


# How long, how much -----------------------------------------------------------------------


def test_all_of_it_together_has_a_limit_of_time(server):
    def drip(secure, _asked):
        secure.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _number in range(100):
            secure.sendall(b"B")
            time.sleep(0.05)

    def drip_headers(secure, _asked):
        secure.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        for _number in range(100):
            secure.sendall(b"y")
            time.sleep(0.05)

    def silent(secure, _asked):
        time.sleep(3)

    for talk in (drip, drip_headers, silent):
        began = time.monotonic()
        assert fault(ADDRESS, server(talk), seconds=0.5) == Fault.SLOW
        assert time.monotonic() - began < 1.5


def test_a_name_that_nobody_answers_has_it_too(server):
    found = server(answer(FILE))
    found._look_up = lambda _host: time.sleep(3)
    began = time.monotonic()
    assert fault(ADDRESS, found, seconds=0.3) == Fault.SLOW
    assert time.monotonic() - began < 1.5


def test_what_is_too_large_is_not_taken(server):
    whole = FILE + b" " * (MOST_BYTES - len(FILE))
    assert fetch(ADDRESS, AGENT, way=server(answer(whole)).way()).data == whole
    assert fault(ADDRESS, server(answer(whole + b" "))) == Fault.LARGE

    def endless(secure, _asked):
        secure.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            secure.sendall(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")

    assert fault(ADDRESS, server(endless)) == Fault.LARGE


def test_packed_files_count_as_what_they_become(server):
    packed = "Content-Encoding: gzip"
    found = server(answer(gzip.compress(FILE), packed))
    assert fetch(ADDRESS, AGENT, way=found.way()).data == FILE
    bomb = gzip.compress(b"\0" * 200_000_000)
    assert len(bomb) < MOST_BYTES
    assert fault(ADDRESS, server(answer(bomb, packed))) == Fault.LARGE
    for broken in (gzip.compress(FILE)[:-9], FILE):
        assert fault(ADDRESS, server(answer(broken, packed))) == Fault.UNREADABLE
    other = server(answer(FILE, "Content-Encoding: br"))
    assert fault(ADDRESS, other) == Fault.UNREADABLE


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (answer(FILE, status="404 Not Found"), Fault.REFUSED),
        (answer(FILE, status="401 Unauthorized"), Fault.REFUSED),
        (answer(FILE, status="500 Oh"), Fault.REFUSED),
        (answer(FILE, status="206 Partial Content"), Fault.REFUSED),
        (answer(FILE)[:-9], Fault.UNREACHABLE),  # (less than it said)
        (b"", Fault.UNREACHABLE),
        (b"SSH-2.0-OpenSSH\r\n", Fault.UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000, Fault.UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000, Fault.UNREACHABLE),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            Fault.UNREACHABLE,
        ),
    ],
)
def test_what_is_no_answer_is_named(server, told, expected):
    assert fault(ADDRESS, server(told)) == expected


def test_nobody_there(server):
    found = server(answer(FILE))
    found.close()
    assert fault(ADDRESS, found) in (Fault.UNREACHABLE, Fault.SLOW)
    found._look_up = lambda _host: []
    assert fault(ADDRESS, found) == Fault.UNREACHABLE


def test_the_usual_way_leads_nowhere_private():
    """With the system's own look-up, of names that every machine knows."""
    for name in ("localhost", "127.0.0.1", "[::1]", "0x7f000001", "127.1"):
        with pytest.raises(SourceError) as refused:
            fetch(f"https://{name}/", AGENT)
        assert refused.value.fault in (Fault.ADDRESS, Fault.UNREACHABLE), name
    assert fetching_module.MOST_SECONDS == 5
