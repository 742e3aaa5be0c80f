"""Konvergensi: the entry. The server imports `app`; every rerun of a session runs the frame."""

import streamlit as st

if __name__ == "streamlit_app":
    from pages.parts.person import use_settings
    from pages.parts.server import MIDDLEWARE, ROUTES, guarded, show_failure, warm_up

    use_settings()
    app = st.App(__file__, lifespan=warm_up, routes=ROUTES, middleware=MIDDLEWARE, on_script_error=show_failure)
    app = guarded(app)
elif __name__ == "__main__":
    from pages.parts.frame import run_app

    run_app()
