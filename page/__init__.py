"""The parts of the web page, one file a part."""
