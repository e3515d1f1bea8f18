/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-activity.h"

G_BEGIN_DECLS

TrsActivity *trs_activity_new (TrsWorkspace *workspace,
                               const char *sid,
                               const char *friendly_name,
                               gboolean is_available,
                               GError **error);

G_END_DECLS
