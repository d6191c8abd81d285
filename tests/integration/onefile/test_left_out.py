"""What the build leaves out is missed by nobody: otherwise it would show at the first use, at an office."""

from __future__ import annotations

import sys

from tests import programs
from tests.contract.tree import ROOT

IMPORT_ALL = """
import importlib, sys
sys.path.insert(0, "deploy/stand_ins")
from deploy.contents import modules
from deploy.left_out import LEFT_OUT

class Gone:
    def find_spec(self, name, path=None, target=None):
        if any(name == gone or name.startswith(gone + ".") for gone in LEFT_OUT):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Gone())
for gone in [name for name in sys.modules if name.split(".")[0] in LEFT_OUT]:
    del sys.modules[gone]
names = modules()
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_every_module_of_the_office_can_do_without() -> None:
    done = programs.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, check=False, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 100
