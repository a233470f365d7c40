"""Bookings: rules and storage.

The rules were agreed in the workshop group; if you change a number here, change the
text on the web page as well.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

MAX_HOURS_PER_BOOKING = 4
MAX_OPEN_BOOKINGS = 3          # per person, all machines together
BOOK_AHEAD_DAYS = 28
GUEST_ROOM_AHEAD_DAYS = 90
GRACE_MINUTES = 20             # nobody there after this: slot is given free
NO_SHOW_LIMIT = 2              # in 60 days, then blocked for two weeks
BLOCK_DAYS = 14

_lock = threading.Lock()


class BookingError(Exception):
    """Shown to the user as it is, so write it nicely."""


@dataclass
class Slot:
    resource: str
    start: datetime
    end: datetime

    @property
    def hours(self) -> float:
        return (self.end - self.start).total_seconds() / 3600

    def overlaps(self, other: "Slot") -> bool:
        if self.resource != other.resource:
            return False
        return self.start < other.end and other.start < self.end


def connect(path: str) -> sqlite3.Connection:
    con = sqlite3.connect(path, timeout=15, isolation_level=None)
    con.execute("PRAGMA foreign_keys = ON")
    con.execute("PRAGMA journal_mode = WAL")
    con.row_factory = sqlite3.Row
    return con


def check_rules(con: sqlite3.Connection, user_id: int, slot: Slot) -> None:
    now = datetime.now(timezone.utc)
    if slot.start < now:
        raise BookingError("That time is already over.")
    if slot.hours > MAX_HOURS_PER_BOOKING and slot.resource != "guestroom":
        raise BookingError(f"At most {MAX_HOURS_PER_BOOKING} hours at a time, please.")
    ahead = GUEST_ROOM_AHEAD_DAYS if slot.resource == "guestroom" else BOOK_AHEAD_DAYS
    if slot.start > now + timedelta(days=ahead):
        raise BookingError(f"Bookings open {ahead} days ahead.")

    user = con.execute("SELECT * FROM user WHERE id = ?", (user_id,)).fetchone()
    if user is None or user["blocked_until"] and user["blocked_until"] > now.isoformat():
        raise BookingError("Your account is blocked. Please talk to the workshop group.")

    machine = con.execute(
        "SELECT * FROM resource WHERE code = ?", (slot.resource,)
    ).fetchone()
    if machine["needs_induction"]:
        row = con.execute(
            "SELECT valid_until FROM induction WHERE user_id = ? AND resource = ?",
            (user_id, slot.resource),
        ).fetchone()
        if row is None or row["valid_until"] < slot.start.isoformat():
            raise BookingError("You need a valid induction for this machine.")

    count = con.execute(
        "SELECT count(*) FROM booking WHERE user_id = ? AND end > ? AND state = 'open'",
        (user_id, now.isoformat()),
    ).fetchone()[0]
    if count >= MAX_OPEN_BOOKINGS:
        raise BookingError(f"You already have {MAX_OPEN_BOOKINGS} open bookings.")


def reserve(con: sqlite3.Connection, user_id: int, slot: Slot) -> int:
    """Store a booking and return its number.

    The lock is needed because two requests can pass check_rules at the same moment.
    """
    with _lock:
        check_rules(con, user_id, slot)
        clash = con.execute(
            "SELECT id FROM booking WHERE resource = ? AND start < ? AND end > ?"
            " AND state = 'open'",
            (slot.resource, slot.end.isoformat(), slot.start.isoformat()),
        ).fetchone()
        if clash:
            raise BookingError("Somebody was faster than you.")
        cur = con.execute(
            "INSERT INTO booking (user_id, resource, start, end, state)"
            " VALUES (?, ?, ?, ?, 'open')",
            (user_id, slot.resource, slot.start.isoformat(), slot.end.isoformat()),
        )
        return cur.lastrowid


def mark_no_show(con: sqlite3.Connection, booking_id: int) -> bool:
    """Mark a booking as missed. Returns True if the user is blocked by it."""
    row = con.execute("SELECT * FROM booking WHERE id = ?", (booking_id,)).fetchone()
    con.execute("UPDATE booking SET state = 'missed' WHERE id = ?", (booking_id,))
    since = (datetime.now(timezone.utc) - timedelta(days=60)).isoformat()
    missed = con.execute(
        "SELECT count(*) FROM booking WHERE user_id = ? AND state = 'missed' AND start > ?",
        (row["user_id"], since),
    ).fetchone()[0]
    if missed >= NO_SHOW_LIMIT:
        until = datetime.now(timezone.utc) + timedelta(days=BLOCK_DAYS)
        con.execute(
            "UPDATE user SET blocked_until = ? WHERE id = ?",
            (until.isoformat(), row["user_id"]),
        )
        return True
    return False
