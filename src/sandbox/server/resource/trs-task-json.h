/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_task_to_rest (gpointer task, const char *base_url);
JsonObject *trs_task_to_payload (gpointer task);
JsonObject *trs_task_to_nested_payload (TrsTask *task);

G_END_DECLS
