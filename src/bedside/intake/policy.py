"""What the operator decided about interviews, set when Django starts; light to import."""

_self_use_age = [16]


def configure(*, self_use_age: int) -> None:
    """Set from which age in years people answer without another adult."""
    _self_use_age[:] = [self_use_age]


def self_use_age() -> int:
    """Return from which age in years people answer without another adult."""
    return _self_use_age[0]
