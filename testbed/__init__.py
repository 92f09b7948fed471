"""The platform as real processes, for whoever looks at it from outside.

A room of its own, because two rooms stand on it: the tests, which kill it and read what it prints, and the benchmarks,
which measure it. Neither may import the other: a benchmark runs without pytest, and a test must not depend on how
something is measured. It is no part of ``platform_core.runtime`` either, which is the product and never starts itself.
"""
