"""Dynamic ideal points of states from roll calls of the UN General Assembly."""

from comity.measures.ideal_points.ballots import Ballots, ballots
from comity.measures.ideal_points.estimate import LEVEL, METHOD, ideal_points
from comity.measures.ideal_points.result import By, IdealPoints

__all__ = ["LEVEL", "METHOD", "Ballots", "By", "IdealPoints", "ballots", "ideal_points"]
