"""Benchmarks: a corpus of full size, and the same corpus built by others."""
