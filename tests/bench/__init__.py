"""How fast the app is, measured from outside: `python3 run.py bench`. Timings live only here, never in tests."""
