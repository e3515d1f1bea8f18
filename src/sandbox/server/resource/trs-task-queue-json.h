/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_task_queue_to_rest (gpointer task_queue, const char *base_url);
JsonObject *trs_task_queue_to_payload (gpointer task_queue);

G_END_DECLS
