"""A street map comes from where the settings say, safely, and the content policy lets in nothing else."""

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinicfinder import tiles

SETTINGS = Path(__file__).parent.parent / "clinicfinder" / "settings.py"


@pytest.mark.parametrize(
    ("url", "host", "sources"),
    [
        ("", "", []),
        ("/tiles/{z}/{x}/{y}.png", "", []),
        ("https://tiles.example.org/{z}/{x}/{y}.png", "tiles.example.org", ["https://tiles.example.org"]),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "example.org", ["https://*.example.org"]),
    ],
)
def test_images_may_come_from_the_chosen_host_alone(monkeypatch, url, host, sources):
    monkeypatch.setenv("MAP_TILES_URL", url)
    policy = runpy.run_path(str(SETTINGS))["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["img-src"] == ["'self'", "data:", *sources]
    assert tiles.host_of(url) == host


@pytest.mark.parametrize(
    "url", ["http://a.example/{z}/{x}/{y}.png", "//a.example/{z}/{x}/{y}.png", "https://a.example/tiles"]
)
def test_an_unsafe_or_incomplete_address_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        tiles.checked(url)
