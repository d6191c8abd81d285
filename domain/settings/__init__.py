"""Every setting that people of the office change at work: one declared table (docs/settings.md)."""

from __future__ import annotations

from domain.settings.setting import Group, Setting
from domain.settings.table import SETTINGS, by_name, of_group

__all__ = ["SETTINGS", "Group", "Setting", "by_name", "of_group"]
