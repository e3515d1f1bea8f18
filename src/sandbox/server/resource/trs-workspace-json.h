/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_workspace_to_rest (gpointer workspace, const char *base_url);
char *trs_workspace_dup_url (TrsWorkspace *workspace, const char *base_url);

G_END_DECLS
