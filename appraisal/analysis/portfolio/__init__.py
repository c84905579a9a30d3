"""Portfolios: the sets of sites and beds that a search goes through."""
