"""Tipping points: the least that must change, of weights or of figures, before another option leads (method 2.2)."""

from appraisal.analysis.tipping.weights import TippingPoint, tipping_points

__all__ = ["TippingPoint", "tipping_points"]
