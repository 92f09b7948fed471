"""What the API does for test keys alone: simulated answers, and SKUs that always do the same."""
