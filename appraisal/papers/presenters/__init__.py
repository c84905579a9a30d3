"""Findings and a record turned into ready strings: one module for each part of a paper. Templates only place them."""
