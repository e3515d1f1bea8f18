/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *trd_setup_hours_to_liquid (JsonObject *hours);

G_END_DECLS
