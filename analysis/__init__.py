"""What Konvergensi computes. Frames in; frames, charts and sentences out. Knows no Streamlit.

`figures` joins calculation and `output` into what a page shows, `publication` into what leaves the app.
"""

# The one place where the version stands: pages, files, log and readiness name it.
__version__ = "1.0.0"
