/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean trs_flow_condition_holds (const char *type, const char *argument, const char *value);

G_END_DECLS
