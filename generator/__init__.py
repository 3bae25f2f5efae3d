"""Mingjing: a prefecture's poverty-alleviation records in git become a site residents can check."""

__version__ = "0.2.0"
