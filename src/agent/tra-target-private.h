/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-directory.h"

G_BEGIN_DECLS

TraTarget *tra_target_new_worker (JsonNode *node, GHashTable *free_sids, GError **error);
TraTarget *tra_target_new_queue (JsonNode *node, GError **error);

G_END_DECLS
