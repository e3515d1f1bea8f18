/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_SANDBOX_PANE (tra_sandbox_pane_get_type ())
G_DECLARE_FINAL_TYPE (TraSandboxPane, tra_sandbox_pane, TRA, SANDBOX_PANE, AdwBin)

void tra_sandbox_pane_set_session (TraSandboxPane *self, TraSession *session);

G_END_DECLS
