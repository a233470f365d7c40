"""tiltwatch - read the floats, write the log, shout if something is wrong.

Written by Lorcan Deeley for Aunt Tamsin. Runs on the little box by the stairs.
"""
import argparse
import json
import statistics
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

STUCK_HOURS = 24          # no movement for this long -> alert
STUCK_DELTA = 0.0004      # smaller than this counts as no movement
ALERT_QUIET_MINUTES = 90  # do not send the same alert again within this time


@dataclass
class Reading:
    tank: str
    gravity: float
    temp_c: float
    battery: int
    at: float = field(default_factory=time.time)


class Tank:
    def __init__(self, name, offset=0.0, limit_c=17.5):
        self.name = name
        self.offset = offset
        self.limit_c = limit_c
        self.readings = []
        self.last_alert = {}

    def add(self, reading):
        reading.gravity += self.offset
        self.readings.append(reading)
        # a week is plenty, the box has 512 MB
        horizon = reading.at - 7 * 24 * 3600
        self.readings = [r for r in self.readings if r.at >= horizon]

    def smoothed(self, n=5):
        """Median of the last n gravities. Mean was bad: bubbles lift the float."""
        values = [r.gravity for r in self.readings[-n:]]
        return statistics.median(values) if values else None

    def is_stuck(self, now=None):
        now = now or time.time()
        window = [r for r in self.readings if r.at >= now - STUCK_HOURS * 3600]
        if len(window) < 12:
            return False
        spread = max(r.gravity for r in window) - min(r.gravity for r in window)
        return spread < STUCK_DELTA

    def too_warm(self):
        last = [r.temp_c for r in self.readings[-3:]]
        return len(last) == 3 and min(last) > self.limit_c

    def may_alert(self, kind, now):
        before = self.last_alert.get(kind, 0)
        if now - before < ALERT_QUIET_MINUTES * 60:
            return False
        self.last_alert[kind] = now
        return True


def load_config(path):
    with open(path, "rb") as fh:
        return tomllib.load(fh)


def alcohol(original, current):
    """Rough ABV. Jory: 'rough is right'."""
    return round((original - current) * 131.25, 1)


def run(config_path):
    config = load_config(config_path)
    tanks = {
        name: Tank(name, t.get("offset", 0.0), t.get("limit_c", 17.5))
        for name, t in config["tanks"].items()
    }
    out = Path(config["output"]["jsonl"])
    # imported late so that the tests run without the radio stick
    from radio import listen

    for raw in listen(config["radio"]["device"], config["radio"]["channel"]):
        tank = tanks.get(raw["tank"])
        if tank is None:
            continue
        reading = Reading(raw["tank"], raw["sg"], raw["temp"], raw["bat"])
        tank.add(reading)
        with out.open("a") as fh:
            fh.write(json.dumps(reading.__dict__) + "\n")
        if tank.too_warm() and tank.may_alert("warm", reading.at):
            print(f"ALERT {tank.name} too warm")
        if tank.is_stuck() and tank.may_alert("stuck", reading.at):
            print(f"ALERT {tank.name} stuck")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", default="config.toml")
    run(parser.parse_args().config)
