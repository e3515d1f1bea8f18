/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-command.h"

G_BEGIN_DECLS

char *trd_help_to_text (const char *noun);
char *trd_command_dup_usage (const TrdCommand *command);

G_END_DECLS
