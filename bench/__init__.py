"""What a search costs: synthetic listings in a scratch database, and three ways to answer.

`python -m bench.search --help`; figures stand in docs/performance.md.
"""
