/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-command.h"

G_BEGIN_DECLS

extern const TrdCommand trd_setup_commands[];

G_END_DECLS
