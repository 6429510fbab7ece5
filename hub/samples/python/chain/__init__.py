# SPDX-License-Identifier: Apache-2.0
"""A sidechain in Python's standard library alone: see ../README.md for the order in which to read it."""
