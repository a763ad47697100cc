"""Checks of faults, by where they come from."""
