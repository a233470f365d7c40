"""Score free slots so that the yard stays fluid.

The old rule (first come, first served) filled row A in the morning and left
row D empty. Since 2.7.0 every free slot gets a score, lower is better.
"""
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_SHIFT = 4              # how many slots we may look to either side
PENALTY_REEFER = 2.5       # dry goods on a reefer dock
PENALTY_CROSSING = 1.75    # lorry must cross the pedestrian lane
BONUS_SAME_CARRIER = -0.6  # neighbours of one haulier like to park together
QUIET_AFTER = 19           # from this hour on prefer docks away from houses


@dataclass
class Slot:
    dock: str
    row: str
    kind: str
    start: datetime
    canopy_cm: int
    neighbour_carrier: str | None = None


def fits(slot: Slot, height_cm: int | None) -> bool:
    # Row C sits under the old railway canopy (3.90 m). We keep 15 cm of air
    # because the canopy sags when there is snow on it.
    if height_cm is None:
        return True
    return height_cm + 15 <= slot.canopy_cm


def score(slot: Slot, wanted: datetime, goods: str, carrier: str) -> float:
    minutes = abs((slot.start - wanted) / timedelta(minutes=1))
    value = minutes / 20
    if slot.kind == "reefer" and goods != "reefer":
        value += PENALTY_REEFER
    if slot.row in ("A", "B") and slot.start.hour < 9:
        # school run: the pedestrian lane is busy until nine
        value += PENALTY_CROSSING
    if slot.neighbour_carrier == carrier:
        value += BONUS_SAME_CARRIER
    if slot.start.hour >= QUIET_AFTER and slot.row == "D":
        # row D faces the rue Joliot houses, neighbours complained in 2023
        value += 3.0
    return value


def pick(slots: list[Slot], wanted: datetime, goods: str, carrier: str,
         height_cm: int | None = None) -> list[Slot]:
    window = timedelta(minutes=20 * MAX_SHIFT)
    near = [s for s in slots if abs(s.start - wanted) <= window]
    usable = [s for s in near if fits(s, height_cm)]
    # TODO(nadia): ties are broken by dock name, so C1 wins far too often
    return sorted(usable, key=lambda s: (score(s, wanted, goods, carrier), s.dock))
