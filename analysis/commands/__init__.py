"""What `python -m analysis` can do, one module per verb: `add(verbs)` describes it, `run(options)` does it."""
