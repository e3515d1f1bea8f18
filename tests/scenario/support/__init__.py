# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scenario tests stand on: a desktop, a service, an agent, and hands and eyes for it."""
