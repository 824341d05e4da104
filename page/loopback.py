"""Which hosts are this machine alone."""

from __future__ import annotations

import ipaddress

ANYWHERE = ("0.0.0.0", "::")
"""Listening on every address of the machine."""


def is_loopback(host: str) -> bool:
    """Does a host to listen on let in this machine alone?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
