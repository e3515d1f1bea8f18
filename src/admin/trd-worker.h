/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-service.h"

G_BEGIN_DECLS

GPtrArray *trd_worker_list (TrdService *service, const char *activity, guint limit, GError **error);

G_END_DECLS
