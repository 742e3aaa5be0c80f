"""What Konvergensi computes. Frames in; frames, charts and sentences out. Knows no Streamlit."""
