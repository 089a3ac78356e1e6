"""Tests of the stand-in: `python -m unittest`, in this folder's parent."""
