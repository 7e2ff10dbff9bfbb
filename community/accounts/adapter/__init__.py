"""What allauth asks us; it finds these classes by setting."""

from community.accounts.adapter.accounts import AccountAdapter
from community.accounts.adapter.providers import ProviderAdapter
from community.accounts.adapter.second_factor import SecondFactorAdapter

__all__ = ["AccountAdapter", "ProviderAdapter", "SecondFactorAdapter"]
