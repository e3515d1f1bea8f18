/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-command.h"

G_BEGIN_DECLS

GPtrArray *trd_task_list (TrdService *service, const char *status, guint limit, GError **error);
JsonObject *trd_task_find (TrdService *service, const char *sid, GError **error);
gboolean trd_task_is_call_over (TrdService *service, JsonObject *task, GError **error);

G_END_DECLS
