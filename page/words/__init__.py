"""Every text that the page itself says, one file a place; used as `words.library.FIND`."""

from page.words import ask, common, door, draft, kept, keys, library, panel, terminal, timeline, why

__all__ = ["ask", "common", "door", "draft", "kept", "keys", "library", "panel", "terminal", "timeline", "why"]
