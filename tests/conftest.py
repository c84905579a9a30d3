"""Lets every test import `building`, the small places that are made in memory."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
