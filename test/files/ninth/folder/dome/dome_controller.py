"""Dome controller for the 0.9 m telescope.

Talks to the Baader-style motor box over a serial line.  Runs as a service
on host `cupula`.  Settings come from dome.toml.
"""
from __future__ import annotations

import logging
import time
import tomllib

log = logging.getLogger("dome")

MAX_RETRIES = 5
SLIT_WIDTH_DEG = 14.5
PULSES_PER_DEGREE = 88.4     # measured by Mihai with chalk marks, 2025-04


class DomeError(Exception):
    pass


class ShutterStuck(DomeError):
    """Raised if the limit switch is not reached in time."""


def load(path: str = "dome.toml") -> dict:
    with open(path, "rb") as f:
        return tomllib.load(f)


class Dome:
    def __init__(self, settings: dict, link):
        self.s = settings
        self.link = link
        self.azimuth = None
        self.last_beat = time.monotonic()

    # -- motion ----------------------------------------------------------
    def goto(self, azimuth: float) -> None:
        """Turn the shorter way round."""
        if self.azimuth is None:
            raise DomeError("find home first")
        diff = (azimuth - self.azimuth + 180) % 360 - 180
        pulses = round(diff * PULSES_PER_DEGREE)
        self.link.send(f"MOV {pulses}")
        self.azimuth = azimuth % 360

    def park(self) -> None:
        self.goto(self.s["motion"]["park_azimuth_deg"])

    # -- shutter ---------------------------------------------------------
    def close_shutter(self) -> None:
        self.link.send("CLS")
        limit = self.s["shutter"]["close_time_s"] * 1.5
        start = time.monotonic()
        while not self.link.closed():
            if time.monotonic() - start > limit:
                raise ShutterStuck("no limit switch")
            time.sleep(0.5)
        log.info("shutter closed")

    # -- safety ----------------------------------------------------------
    def check_heartbeat(self) -> None:
        """Close if the planner has been silent for too long.

        Six missed beats of ten seconds: one minute.  The old value of three
        closed the dome every time the planner made a backup.
        """
        h = self.s["heartbeat"]
        silent = time.monotonic() - self.last_beat
        if silent > h["interval_s"] * h["missed_before_close"]:
            log.warning("planner silent for %.0f s, closing", silent)
            self.close_shutter()

    def send_with_retry(self, command: str) -> str:
        for attempt in range(1, MAX_RETRIES + 1):
            try:
                return self.link.ask(command)
            except TimeoutError:
                log.warning("no answer to %s (%d/%d)", command, attempt, MAX_RETRIES)
                time.sleep(0.3 * attempt)
        raise DomeError(f"gave up on {command}")
