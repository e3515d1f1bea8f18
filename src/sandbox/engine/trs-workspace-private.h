/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-workspace.h"

G_BEGIN_DECLS

TrsWorkspace *trs_workspace_new (TrsAccount *account,
                                 const char *sid,
                                 const TrsWorkspaceChange *change,
                                 GError **error);
gboolean trs_workspace_fill (TrsWorkspace *self, const char *template, GError **error);

G_END_DECLS
