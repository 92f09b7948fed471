"""What Kaquan costs, as ratios to the cheapest way of doing the same work, measured side by side in one run.

``uv run python -m benchmarks [names...] [--quick] [--write docs/benchmarks.md]``
"""
