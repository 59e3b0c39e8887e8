"""What must work where a wheel and NumPy are all that is installed; run without pytest."""

import importlib.metadata
import sys

import battcore as bc


def main() -> None:
    installed = {d.metadata["Name"].lower() for d in importlib.metadata.distributions()}
    assert installed <= {"battcore", "numpy", "pip", "setuptools"}, installed
    table = bc.table.UniformTable(low=0.0, high=1.0, value=[3.0, 3.4])
    assert table([0.5]).tolist() == [3.2]
    assert "matplotlib" not in sys.modules
    assert "pandas" not in sys.modules
    bc.show_versions()


if __name__ == "__main__":
    main()
