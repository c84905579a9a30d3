"""The workbook: the whole derivation of a run's totals as tables with live formulas, public or full."""
