/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-server.h"

G_BEGIN_DECLS

/* What a program needs in order to use this sandbox, by the names of environment variables. */
JsonObject *trs_env_new (TrsServer *server);

G_END_DECLS
