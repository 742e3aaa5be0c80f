"""What Konvergensi computes. Frames in; frames, charts and sentences out. Knows no Streamlit.

`figures` joins calculation and `output` into what a page shows, `publication` into what leaves the app.
"""
