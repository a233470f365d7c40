"""Standings from results_autumn.csv.  python standings.py results_autumn.csv

Win is 2 points (not 3! this is korfball), draw 1. Made by Daan, 2025.
"""
import csv
import sys

POINTS_WIN = 2
POINTS_DRAW = 1
# penalty points given by the federation
PENALTY = {"Hollandia": 1}  # lineup form too late, round 3


def table(rows):
    t = {}
    for r in rows:
        h, a = int(r["home_goals"]), int(r["away_goals"])
        for team, f, g in ((r["home"], h, a), (r["away"], a, h)):
            x = t.setdefault(team, {"played": 0, "points": 0, "for": 0, "against": 0})
            x["played"] += 1
            x["for"] += f
            x["against"] += g
            x["points"] += POINTS_WIN if f > g else POINTS_DRAW if f == g else 0
    for team, p in PENALTY.items():
        if team in t:
            t[team]["points"] -= p
    # ties: first goal difference, then goals for, then the drawing of lots by Wim
    return sorted(t.items(), key=lambda kv: (-kv[1]["points"], kv[1]["against"] - kv[1]["for"], -kv[1]["for"]))


if __name__ == "__main__":
    with open(sys.argv[1], newline="") as f:
        for n, (team, x) in enumerate(table(csv.DictReader(f)), 1):
            print(n, team, x["played"], x["points"], x["for"], x["against"], sep="\t")
