from battcore._arrays import Floats

__version__: str

def look_up(low: float, high: float, value: Floats, outside: str, x: Floats) -> Floats: ...
