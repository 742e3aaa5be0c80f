"""Convergence of stunting prevention: lokus, keluarga berisiko, service coverage, aksi and their review.

Frames in, frames and small dataclasses out. No file is opened here and no sentence is written here: results carry
codes (`lebih_buruk`, `bertahan`, `terlambat`), which `analysis.output` turns into words. A statistical result has
the same columns everywhere: `nilai, bawah, atas, n, pembilang, penyebut`; shares are per 100.
"""
