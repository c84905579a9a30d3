"""The commands of `appraisal audit`, a module for each."""
