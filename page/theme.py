"""The Gradio theme: system fonts only, and colours handed over to style.css."""

from __future__ import annotations

import gradio as gr


def theme() -> gr.themes.Base:
    """A bare theme that fetches no font."""
    return gr.themes.Base(
        font=["ui-sans-serif", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
        radius_size=gr.themes.sizes.radius_sm,
    )
