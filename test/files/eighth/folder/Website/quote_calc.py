"""Price of a binding job for the form on the website.

Kept deliberately simple; Ingrid checks every quote by hand anyway.
"""
from dataclasses import dataclass

CLOTH_PER_SQM = 14.20        # pounds, buckram, incl. waste
BOARD_PER_SHEET = 3.10
LABOUR_PER_HOUR = 32.0
RUSH_FACTOR = 1.35
MIN_CHARGE = 28.0            # nobody gets out for less


@dataclass
class Job:
    copies: int
    width_mm: int
    height_mm: int
    thickness_mm: int
    sewn: bool = False
    rush: bool = False


def cloth_area(job: Job) -> float:
    """Square metres of cloth for one case, with 20 mm turn-ins."""
    w = 2 * job.width_mm + job.thickness_mm + 2 * 20 + 14
    h = job.height_mm + 2 * 20
    return w * h / 1_000_000


def labour_hours(job: Job) -> float:
    # first copy takes longest; Callum measured 1.1 h glued, 1.9 h sewn
    first = 1.9 if job.sewn else 1.1
    following = 0.85 if job.sewn else 0.45
    return first + max(0, job.copies - 1) * following


def quote(job: Job) -> float:
    material = job.copies * (cloth_area(job) * CLOTH_PER_SQM + BOARD_PER_SHEET / 4)
    price = material + labour_hours(job) * LABOUR_PER_HOUR
    if job.rush:
        price *= RUSH_FACTOR
    # more than 100 copies: four percent off, agreed with Ingrid in May
    if job.copies > 100:
        price *= 0.96
    return round(max(price, MIN_CHARGE), 2)


if __name__ == "__main__":
    print(quote(Job(copies=1, width_mm=210, height_mm=297, thickness_mm=25)))
