"""A public site refuses to start with a missing or weak value, and says which."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings import demands

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "correct-horse-battery-staple-0123456789-abcdefghijklm",
    "ALLOWED_HOSTS": "diaspora.example.org",
    "DATABASE_URL": "postgresql://diaspora:secret@db.example.org/diaspora",
    "SITE_URL": "https://diaspora.example.org",
    "EMAIL_HOST": "mail.example.org",
    "EMAIL_HOST_USER": "",
    "EMAIL_HOST_PASSWORD": "",
    "DEFAULT_FROM_EMAIL": "post@example.org",
    "MEDIA_ROOT": "/srv/diaspora/media",
    "WEB_WORKERS": "",
    "REDIS_URL": "",
}
WEAK = [
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "ab" * 30),
    ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"]),
    ("ALLOWED_HOSTS", ""),
    ("ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "diaspora.example.org,*"),
    ("DATABASE_URL", ""),
    ("SITE_URL", ""),
    ("SITE_URL", "http://diaspora.example.org"),
    ("SITE_URL", "https://"),
    ("EMAIL_HOST", ""),
    ("EMAIL_HOST_USER", "post"),
    ("EMAIL_HOST_PASSWORD", "secret"),
    ("DEFAULT_FROM_EMAIL", ""),
    ("DEFAULT_FROM_EMAIL", "nobody"),
    ("MEDIA_ROOT", ""),
    ("MEDIA_ROOT", "media"),
    ("WEB_WORKERS", "2"),
]


@pytest.fixture(autouse=True)
def good_environment(monkeypatch):
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_good_values_pass():
    demands.insist()


@pytest.mark.parametrize(("name", "value"), WEAK)
def test_weak_value_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        demands.insist()

    problems = str(refusal.value).splitlines()[1:]
    assert len(problems) == 1
    assert name in problems[0]


def test_all_problems_are_named_at_once(monkeypatch):
    for name in ("SECRET_KEY", "SITE_URL", "MEDIA_ROOT"):
        monkeypatch.setenv(name, "")

    with pytest.raises(ImproperlyConfigured) as refusal:
        demands.insist()

    assert [line.split()[1] for line in str(refusal.value).splitlines()[1:]] == [
        "SECRET_KEY",
        "SITE_URL",
        "MEDIA_ROOT",
    ]


def test_several_workers_are_fine_with_redis(monkeypatch):
    monkeypatch.setenv("WEB_WORKERS", "4")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example.org")

    demands.insist()


def python(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Python in the project with production settings."""
    chosen = {"DJANGO_SETTINGS_MODULE": "cms.settings.production"}
    # The tests with a browser, in whose process this may run, set it for themselves.
    own = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=own | chosen | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_settings_themselves_refuse():
    done = python("import cms.settings.production", SECRET_KEY="")

    assert done.returncode == 1
    assert "- SECRET_KEY needs at least 50 characters" in done.stderr


def test_deployment_check_is_clean():
    code = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')"
    )

    done = python(code, DATABASE_URL="postgresql://127.0.0.1:1/none")

    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (1 silenced)" in done.stdout


def test_cookies_are_bound_to_the_host_and_to_tls():
    code = (
        "import json, cms.settings.production as p\n"
        "names = [p.SESSION_COOKIE_NAME, p.CSRF_COOKIE_NAME, p.LANGUAGE_COOKIE_NAME]\n"
        "safe = [p.SESSION_COOKIE_SECURE, p.CSRF_COOKIE_SECURE, p.LANGUAGE_COOKIE_SECURE]\n"
        "believes = hasattr(p, 'SECURE_PROXY_SSL_HEADER')\n"
        "print(json.dumps([names, safe, believes]))"
    )

    alone, behind_proxy = python(code), python(code, TLS_PROXY="true")

    names = ["__Host-session", "__Host-csrf", "__Host-language"]
    assert json.loads(alone.stdout) == [names, [True] * 3, False]
    assert json.loads(behind_proxy.stdout) == [names, [True] * 3, True]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, [0, "inline"]),
        ({"TLS_PROXY": "true"}, [1, "inline"]),
        ({"TLS_PROXY": "true", "TRUSTED_PROXIES": "2"}, [2, "inline"]),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, [0, "database"]),
        ({"REDIS_URL": "redis://127.0.0.1:1/0", "JOBS": "inline"}, [0, "inline"]),
        ({"JOBS": "database"}, [0, "database"]),
    ],
)
def test_proxies_and_jobs_follow_from_what_is_told(told, found):
    code = (
        "import json, cms.settings.production as p\n"
        "print(json.dumps([p.ALLAUTH_TRUSTED_PROXY_COUNT, p.JOBS]))"
    )

    done = python(code, **{"JOBS": "", "TRUSTED_PROXIES": "", **told})

    assert json.loads(done.stdout) == found


def test_other_ways_of_doing_jobs_are_refused():
    done = python("import cms.settings.production", JOBS="celery")

    assert "JOBS is 'celery'; write database or inline." in done.stderr
